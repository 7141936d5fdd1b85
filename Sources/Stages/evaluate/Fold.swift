// The evaluation of one predictions file.
import FormatsFiles
import PipelineEvaluation
import PipelineText

/// The metrics of a fold, as `NamedMetric.all` orders them.
struct Fold {
  var facts: MetricsReport.Fold
  var model: [Double]
  var trivial: [Double]
  var labels: LabelReport

  /// The names of the metrics; there are more with a hierarchy.
  static func metrics(withHierarchy: Bool) -> [String] {
    NamedMetric.all.map(\.name) + UnseenMetrics.names + (withHierarchy ? HierarchicalMetrics.names : [])
  }

  /// - Throws: `InputError` if there is nothing to measure.
  init(
    _ set: PredictionSet, threshold: Float?, decision: TunedDecision?, k: Int?,
    propensity: (a: Double, b: Double), ancestors: LabelAncestors?,
    names: ConceptNames, file: String
  ) throws {
    let threshold = threshold ?? set.threshold
    let k = k ?? set.k
    let rule = decision?.rule ?? DecisionRule(.threshold(threshold))
    let weights = LabelWeights(
      counts: set.labelCounts, documents: set.trainingDocuments, a: propensity.a,
      b: propensity.b)
    let evaluation = Evaluation(set.scored, rule: rule, k: k, weights: weights)
    guard evaluation.documents > 0 else {
      throw InputError(
        file: file, problem: "holds no document with a true tag",
        remedy: "Predict documents whose tags are known")
    }
    facts = .init(
      documents: evaluation.documents, untagged: evaluation.untagged,
      threshold: decision == nil ? threshold : nil, k: k, rule: decision?.description)
    let annotator = TrivialAnnotator(
      labelFrequencies: set.labelCounts, documents: set.trainingDocuments)
    let trivially = annotator.scored(set.scored)
    let baseline = annotator.evaluation(on: set.scored, weights: weights)
    model = NamedMetric.all.map { $0.value(evaluation) }
    trivial = NamedMetric.all.map { $0.value(baseline) }
    model += UnseenMetrics(set.scored, trainingCounts: set.labelCounts, rule: rule).values
    trivial +=
      UnseenMetrics(
        trivially, trainingCounts: set.labelCounts, rule: TrivialAnnotator.rule
      ).values
    if let ancestors {
      model += HierarchicalMetrics(set.scored, rule: rule, ancestors: ancestors).values
      trivial +=
        HierarchicalMetrics(
          trivially, rule: TrivialAnnotator.rule, ancestors: ancestors
        ).values
    }
    labels = LabelReport(set, rule: rule, names: names)
  }
}

/// The metrics of the original program, fold by fold.
struct ReferenceFolds {
  private var byThreshold: [[Double]] = []
  private var byRank: [[Double]] = []

  var table: MetricsReport.Table {
    .init(
      metrics: ["accuracy", "precision", "recall", "F1", "Hamming loss"],
      models: [
        .init(name: "labels above the threshold", values: byThreshold),
        .init(name: "k best labels", values: byRank),
      ])
  }

  /// - Parameters:
  ///   - threshold: nil is the original's 0.5.
  ///   - divisor: nil is the mean number of labels of a training document.
  /// - Throws: `InputError` if the original evaluates no document.
  mutating func add(
    _ set: PredictionSet, threshold: Float?, k: Int?, batchSize: Int, divisor: Double?,
    file: String
  ) throws {
    let mean = Double(set.labelCounts.reduce(0, +)) / Double(set.trainingDocuments)
    let divisor = divisor ?? mean
    guard divisor > 0 else {
      throw InputError(
        file: file, problem: "its training documents have no labels",
        remedy: "Give --hamming-divisor")
    }
    func values(_ overlaps: [Overlap]) throws -> [Double] {
      guard
        let metrics = ReferenceMetrics(
          overlaps, batchSize: batchSize, hammingDivisor: divisor)
      else {
        throw InputError(
          file: file,
          problem: "holds \(overlaps.count, "document"), of which the original program evaluates "
            + "none, for it leaves out the last batch",
          remedy: "Lower --batch-size, or evaluate without --compat original")
      }
      return [metrics.accuracy, metrics.precision, metrics.recall, metrics.f1, metrics.hamming]
    }
    byThreshold.append(try values(set.scored.referenceOverlaps(threshold: threshold ?? 0.5)))
    byRank.append(try values(set.scored.referenceOverlaps(k: k ?? set.k)))
  }
}
