// A report of metrics as JSON and as CSV, every metric of every fold.
import Formats
import PipelineEvaluation

/// The layout of the JSON file.
struct MetricsJSON: Encodable {
  struct Fold: Encodable {
    var documents, untagged, k: Int
    var threshold: Float?
    var rule: String
  }
  struct Metric: Encodable {
    var folds: [Double]
    var mean, min, max: Double
    /// Absent for one fold.
    var std: Double?
  }
  struct Model: Encodable {
    var name: String
    var metrics: [String: Metric]
  }
  var source: String?
  var folds: [Fold]
  var models: [Model]
  /// The metrics of the original program.
  var reference: [Model]?

  init(_ report: MetricsReport, source: String?) {
    self.source = source
    folds = report.folds.map {
      Fold(
        documents: $0.documents, untagged: $0.untagged, k: $0.k, threshold: $0.threshold,
        rule: $0.rule)
    }
    models = Self.models(report.table)
    reference = report.reference.map(Self.models)
  }

  private static func models(_ table: MetricsReport.Table) -> [Model] {
    table.models.map { model in
      var metrics: [String: Metric] = [:]
      for name in table.metrics {
        let values = table.values(name, of: model)
        guard let summary = FoldSummary(values) else { continue }
        metrics[name] = Metric(
          folds: values, mean: summary.mean, min: summary.minimum, max: summary.maximum,
          std: summary.standardDeviation)
      }
      return Model(name: model.name, metrics: metrics)
    }
  }
}

extension MetricsReport {
  /// One row for each model and metric; those of the original program are
  /// called `reference/…`.
  func csv() -> String {
    let folds = folds.indices.map { "fold \($0 + 1)" }
    var text =
      (["model", "metric"] + folds + ["mean", "std", "min", "max"])
      .joined(separator: ",") + "\n"
    for (table, prefix) in [(table, ""), (reference, "reference/")] {
      guard let table else { continue }
      for model in table.models {
        for metric in table.metrics {
          let values = table.values(metric, of: model)
          guard let summary = FoldSummary(values) else { continue }
          let numbers: [Double?] =
            values + [
              summary.mean, summary.standardDeviation, summary.minimum, summary.maximum,
            ]
          text +=
            ([CSV.quoted(model.name), CSV.quoted(prefix + metric)]
            + numbers.map { $0.map { "\($0)" } ?? "" }).joined(separator: ",") + "\n"
        }
      }
    }
    return text
  }
}
