// The predictions of one model, measured fold by fold.
import Formats
import FormatsFiles
import PipelineEvaluation
import PipelineRelations
import StageSupport

extension Evaluate {
  /// Measures all predictions and writes the stage file.
  ///
  /// - Throws: `InputError` when a file is damaged or does not fit the others.
  func evaluate(_ run: StageRun) throws {
    try checkDistinct(run)
    var model = EvaluatedModel()
    var folds = MeasuredFolds()
    var reference = ReferenceFolds()
    let decisions = try Decisions(paths: decision)
    for (place, file) in predictions.enumerated() {
      let contents = try StageContents(path: file, expecting: .predictions)
      try model.add(contents.header, part, file: file)
      let set = try PredictionSet(contents)
      let tuned = try decisions.decision(
        for: set, header: contents.header, file: file, place: place, of: predictions.count)
      folds.add(
        try Fold(
          set, threshold: metrics.threshold, decision: tuned, k: metrics.k,
          propensity: (metrics.propensityA, metrics.propensityB), ancestors: try ancestors(of: set, fold: place),
          names: try names.names(of: set.labels, set.concepts), file: file))
      if compat.behaviour.reportsOriginalMetrics {
        try reference.add(
          set, threshold: metrics.threshold, k: metrics.k, batchSize: metrics.batchSize,
          divisor: metrics.hammingDivisor,
          file: file)
      }
    }
    let report = folds.report(
      model: model.name, withHierarchy: !relations.isEmpty,
      reference: compat.behaviour.reportsOriginalMetrics ? reference.table : nil)
    let writer = try run.writer(.metrics)
    try report.write(to: writer)
    try writer.commit(summary: [
      "folds": .int(report.folds.count), "documents": .int(report.folds.reduce(0) { $0 + $1.documents }),
      "untagged": .int(report.folds.reduce(0) { $0 + $1.untagged }),
    ])
  }

  /// The hierarchy of the labels, if it was given.
  private func ancestors(of set: PredictionSet, fold: Int) throws -> LabelAncestors? {
    guard let first = relations.first else { return nil }
    let relations = relations.count == 1 ? first : relations[fold]
    let sub = try StoredSubsumption(
      StageContents(path: relations, expecting: .relations), labels: set.labels)
    return LabelAncestors(
      labelCount: set.labels.count,
      pairs: sub.pairs.map { (narrower: $0.narrower, broader: $0.broader) })
  }

  /// The same predictions twice would make the spread too small.
  private func checkDistinct(_ run: StageRun) throws {
    var seen: Set<ContentHash> = []
    for (file, input) in zip(predictions, run.header.inputs)
    where !seen.insert(input.sha256).inserted {
      throw InputError(
        file: file, problem: "holds the same predictions as an earlier fold",
        remedy: "Give each fold once")
    }
  }
}

/// The model whose predictions are measured, as the files say one after the other.
private struct EvaluatedModel {
  private(set) var name: String?
  private var first: (origin: SplitOrigin, file: String)?

  /// - Throws: `InputError` for predictions of another model, or of folds that do not belong together.
  mutating func add(_ header: StageHeader, _ part: ScoredPart, file: String) throws {
    let model = Evaluate.modelName(header)
    if let name, name != model {
      throw InputError(
        file: file, problem: "is of the model \(model), but the first fold is of \(name)",
        remedy: "Evaluate one model at a time")
    }
    name = model
    let origin = SplitOrigin(header)
    try origin.check(part, file: file)
    if let objection = first.flatMap({ origin.objection(to: $0.origin, called: $0.file, sameFold: false) }) {
      throw InputError(
        file: file, problem: objection, remedy: "Give the folds of one split, and of one part")
    }
    first = first ?? (origin, file)
  }
}

/// What was measured, fold by fold.
private struct MeasuredFolds {
  private var facts: [MetricsReport.Fold] = []
  private var own: [[Double]] = []
  private var trivial: [[Double]] = []
  private var labels = LabelReport()

  mutating func add(_ fold: Fold) {
    labels.add(fold.labels, folds: facts.count)
    facts.append(fold.facts)
    own.append(fold.model)
    trivial.append(fold.trivial)
  }

  func report(model: String?, withHierarchy: Bool, reference: MetricsReport.Table?) -> MetricsReport {
    MetricsReport(
      folds: facts,
      table: .init(
        metrics: Fold.metrics(withHierarchy: withHierarchy),
        models: [
          .init(name: model ?? "model", values: own),
          .init(name: "trivial annotator", values: trivial),
        ]),
      reference: reference, labels: labels)
  }
}
