// What decisions are tuned for, and its value while predictions are added one
// by one.

/// The quantity that a tuned decision makes large.
public enum DecisionObjective: Equatable, Sendable {
  /// The mean of the documents' F1.
  case exampleF1
  /// The harmonic mean of mean precision and mean recall, the original's F1.
  case f1OfMeans
  case microF1
  /// The mean over labels that some document truly has.
  case macroF1
  /// The negative cost of a document on average, where a wrong label costs
  /// `falsePositive` and a missed one `falseNegative`.
  case cost(falsePositive: Double, falseNegative: Double)

  /// The name in files, and in `NamedMetric` but for the cost.
  public var name: String {
    switch self {
    case .exampleF1: "exampleF1"
    case .f1OfMeans: "f1OfMeans"
    case .microF1: "microF1"
    case .macroF1: "macroF1"
    case .cost(let positive, let negative): "cost \(positive):\(negative)"
    }
  }

  /// The value that predicted sets reach.
  public func value(of metrics: SetMetrics) -> Double {
    switch self {
    case .exampleF1: return metrics.exampleF1
    case .f1OfMeans: return metrics.f1OfMeans
    case .microF1: return metrics.microF1
    case .macroF1: return metrics.macroF1
    case .cost(let positive, let negative):
      let shared = metrics.microRecall * metrics.truePerDocument
      return -positive * (metrics.predictedPerDocument - shared)
        - negative * (metrics.truePerDocument - shared)
    }
  }
}

/// The objective of some predictions, kept up to date as they change.
struct ObjectiveSums {
  private let objective: DecisionObjective
  private var documents: [Overlap]
  private var labels: [Overlap]
  private let documentCount: Int
  private let labelCount: Int
  private var f1 = 0.0
  private var precision = 0.0
  private var recall = 0.0
  private var labelF1 = 0.0
  private var all = Overlap(predicted: 0, truth: 0, shared: 0)

  /// Nothing is predicted yet. Documents without a true label do not count.
  init(_ scored: ScoredDocuments, objective: DecisionObjective) {
    self.objective = objective
    documents = (0..<scored.count).map {
      Overlap(predicted: 0, truth: scored.truthCount(of: $0), shared: 0)
    }
    labels = Array(
      repeating: Overlap(predicted: 0, truth: 0, shared: 0), count: scored.labelCount)
    for label in scored.truth { labels[Int(label)].truth += 1 }
    documentCount = documents.count { $0.truth > 0 }
    labelCount = labels.count { $0.truth > 0 }
    all.truth = documents.reduce(0) { $0 + $1.truth }
  }

  /// Adds a prediction, or with `sign` −1 takes it back.
  mutating func add(document: Int, label: Int, isTrue: Bool, sign: Int = 1) {
    let old = documents[document]
    change(&documents[document], isTrue, sign)
    let new = documents[document]
    f1 += new.f1 - old.f1
    precision += new.precision - old.precision
    recall += new.recall - old.recall
    change(&all, isTrue, sign)
    if case .macroF1 = objective, labels[label].truth > 0 {
      labelF1 -= labels[label].f1
      change(&labels[label], isTrue, sign)
      labelF1 += labels[label].f1
    }
  }

  private func change(_ overlap: inout Overlap, _ isTrue: Bool, _ sign: Int) {
    overlap.predicted += sign
    overlap.shared += isTrue ? sign : 0
  }

  /// The value of the present predictions.
  var value: Double {
    switch objective {
    case .exampleF1: documentCount == 0 ? 0 : f1 / Double(documentCount)
    case .f1OfMeans:
      documentCount == 0 ? 0 : harmonicMean(precision, recall) / Double(documentCount)
    case .microF1: all.f1
    case .macroF1: labelCount == 0 ? 0 : labelF1 / Double(labelCount)
    case .cost(let positive, let negative):
      documentCount == 0
        ? 0
        : -(positive * Double(all.predicted - all.shared)
          + negative * Double(all.truth - all.shared)) / Double(documentCount)
    }
  }
}
