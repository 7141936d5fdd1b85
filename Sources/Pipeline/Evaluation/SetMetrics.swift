// Metrics of predicted sets of labels against true sets.

/// The sizes from which every set metric of one document is computed.
public struct Overlap: Equatable, Sendable {
  /// |P|, P being the predicted set.
  public var predicted: Int
  /// |Y|, Y being the true set.
  public var truth: Int
  /// |P ∩ Y|.
  public var shared: Int

  /// The sizes of P, of Y and of their intersection, which is at most either.
  public init(predicted: Int, truth: Int, shared: Int) {
    self.predicted = predicted
    self.truth = truth
    self.shared = shared
  }

  /// |P ∩ Y| / |P ∪ Y|, the Jaccard index.
  public var accuracy: Double { ratio(shared, predicted + truth - shared) }
  /// |P ∩ Y| / |P|, 0 if nothing is predicted.
  public var precision: Double { ratio(shared, predicted) }
  /// |P ∩ Y| / |Y|.
  public var recall: Double { ratio(shared, truth) }
  /// The harmonic mean of precision and recall.
  public var f1: Double { ratio(2 * shared, predicted + truth) }
  /// |P Δ Y|, the size of the symmetric difference.
  public var hamming: Int { predicted + truth - 2 * shared }
}

/// Metrics over documents, each a number in [0, 1] except the two averages of
/// counts and `hammingLossPerTrueLabel`.
///
/// Example-based metrics (also called sample-based) are means over documents,
/// micro metrics count all pairs of document and label alike, macro metrics are
/// means over labels. A quotient 0/0 is 0. Documents without a true label are
/// left out.
public struct SetMetrics: Equatable, Sendable {
  /// The mean |P ∩ Y| / |P|.
  public var examplePrecision = 0.0
  /// The mean |P ∩ Y| / |Y|.
  public var exampleRecall = 0.0
  /// The mean of the documents' F1.
  public var exampleF1 = 0.0
  /// The harmonic mean of the two means `examplePrecision` and `exampleRecall`,
  /// which is the F1 of the original (docs/original.md, E4).
  public var f1OfMeans = 0.0
  /// Σ |P ∩ Y| / Σ |P|.
  public var microPrecision = 0.0
  /// Σ |P ∩ Y| / Σ |Y|.
  public var microRecall = 0.0
  /// The harmonic mean of `microPrecision` and `microRecall`.
  public var microF1 = 0.0
  /// Over the labels of the vocabulary that some document truly has.
  public var macroPrecision = 0.0
  /// Over the same labels.
  public var macroRecall = 0.0
  /// The mean of the labels' F1.
  public var macroF1 = 0.0
  /// The share of those labels that was given correctly at least once.
  public var labelCoverage = 0.0
  /// The mean Jaccard index.
  public var accuracy = 0.0
  /// The share of documents whose set is exactly right.
  public var subsetAccuracy = 0.0
  /// The mean |P Δ Y| / C; limited to 1 for a document, as tags outside the vocabulary
  /// could otherwise exceed it.
  public var hammingLoss = 0.0
  /// The mean |P Δ Y| divided by the mean |Y|.
  public var hammingLossPerTrueLabel = 0.0
  /// The mean |P|.
  public var predictedPerDocument = 0.0
  /// The mean |Y|.
  public var truePerDocument = 0.0
}

/// Adds up documents, in their order, for `SetMetrics`.
struct SetMetricsSums {
  private var documents = 0
  private var sums = SetMetrics()
  private var exact = 0
  private var shared = 0
  private var predicted = 0
  private var truth = 0
  /// |P Δ Y|, at most C in each document.
  private var wrong = 0
  private var labels: [LabelCounts]

  private struct LabelCounts {
    var predicted = 0
    var truth = 0
    var shared = 0
  }

  init(labelCount: Int) {
    labels = Array(repeating: LabelCounts(), count: labelCount)
  }

  mutating func addPrediction(of label: Int, isTrue: Bool) {
    labels[label].predicted += 1
    if isTrue { labels[label].shared += 1 }
  }

  /// Ends a document whose predictions have been added.
  mutating func addDocument(_ overlap: Overlap, truth: ArraySlice<Int32>) {
    for label in truth { labels[Int(label)].truth += 1 }
    documents += 1
    sums.examplePrecision += overlap.precision
    sums.exampleRecall += overlap.recall
    sums.exampleF1 += overlap.f1
    sums.accuracy += overlap.accuracy
    if overlap.hamming == 0 { exact += 1 }
    predicted += overlap.predicted
    shared += overlap.shared
    self.truth += overlap.truth
    wrong += min(overlap.hamming, labels.count)
  }

  func metrics() -> SetMetrics {
    var metrics = sums
    let count = Double(max(documents, 1))
    for mean in [
      \SetMetrics.examplePrecision, \.exampleRecall, \.exampleF1, \.accuracy,
    ] {
      metrics[keyPath: mean] /= count
    }
    metrics.f1OfMeans = harmonicMean(metrics.examplePrecision, metrics.exampleRecall)
    metrics.subsetAccuracy = ratio(exact, documents)
    let all = Overlap(predicted: predicted, truth: truth, shared: shared)
    metrics.microPrecision = all.precision
    metrics.microRecall = all.recall
    metrics.microF1 = all.f1
    metrics.hammingLoss = ratio(wrong, documents * labels.count)
    metrics.hammingLossPerTrueLabel = ratio(all.hamming, truth)
    metrics.predictedPerDocument = ratio(predicted, documents)
    metrics.truePerDocument = ratio(truth, documents)
    let occurring = labels.filter { $0.truth > 0 }
    metrics.labelCoverage = ratio(occurring.count { $0.shared > 0 }, occurring.count)
    for counts in occurring {
      let label = Overlap(
        predicted: counts.predicted, truth: counts.truth, shared: counts.shared)
      metrics.macroPrecision += label.precision / Double(occurring.count)
      metrics.macroRecall += label.recall / Double(occurring.count)
      metrics.macroF1 += label.f1 / Double(occurring.count)
    }
    return metrics
  }
}

@inline(__always)
func ratio(_ numerator: Int, _ denominator: Int) -> Double {
  denominator == 0 ? 0 : Double(numerator) / Double(denominator)
}

func harmonicMean(_ a: Double, _ b: Double) -> Double {
  a + b == 0 ? 0 : 2 * a * b / (a + b)
}
