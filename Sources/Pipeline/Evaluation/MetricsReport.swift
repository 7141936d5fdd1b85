// The results of an evaluation, per model, fold and metric, and their form in a
// stage file of the kind `metrics`. It computes none of them.
import Formats

/// Metrics of several models on the same folds.
package struct MetricsReport: Equatable, Sendable {
  /// Values of some metrics for one model.
  package struct Model: Equatable, Sendable {
    package var name: String
    /// [folds][metrics].
    package var values: [[Double]]

    package init(name: String, values: [[Double]]) {
      self.name = name
      self.values = values
    }
  }

  /// Metrics with the models that were measured by them.
  package struct Table: Equatable, Sendable {
    package var metrics: [String]
    package var models: [Model]

    package init(metrics: [String], models: [Model]) {
      self.metrics = metrics
      self.models = models
    }

    /// The values of a metric over the folds; empty for an unknown one.
    package func values(_ metric: String, of model: Model) -> [Double] {
      guard let place = metrics.firstIndex(of: metric) else { return [] }
      return model.values.map { $0[place] }
    }
  }

  /// One fold's facts.
  package struct Fold: Equatable, Sendable {
    /// Documents with a true label, those evaluated.
    package var documents: Int
    /// Documents left out because they have no true label.
    package var untagged: Int
    /// The score above which labels are predicted, if the rule is a threshold.
    package var threshold: Float?
    package var k: Int
    /// How labels are predicted, in words: `score above 0.285`.
    package var rule: String

    package init(
      documents: Int, untagged: Int, threshold: Float?, k: Int, rule: String? = nil
    ) {
      self.documents = documents
      self.untagged = untagged
      self.threshold = threshold
      self.k = k
      self.rule =
        rule ?? threshold.map { "score above \(String(fixed: Double($0), decimals: 3))" } ?? ""
    }
  }

  package var folds: [Fold]
  package var table: Table
  /// The metrics of the original program, if they were asked for; its two ways
  /// to predict are listed as two models.
  package var reference: Table?
  /// What became of each label in all folds together.
  package var labels: LabelReport

  package init(
    folds: [Fold], table: Table, reference: Table? = nil, labels: LabelReport = LabelReport()
  ) {
    self.folds = folds
    self.table = table
    self.reference = reference
    self.labels = labels
  }
}

extension MetricsReport {
  /// Writes `documents` i64, `untagged` i64, `thresholds` f32, `k` i32, `rules`
  /// str, each [folds]; `metrics` str [m], `models` str [n], `values` f64 [n, folds, m];
  /// if there are metrics of the original, the last three as `reference/…`;
  /// then the sections of `LabelReport`.
  package func write(to writer: StageWriter) throws {
    try writer.write("documents", folds.map { Int64($0.documents) })
    try writer.write("untagged", folds.map { Int64($0.untagged) })
    try writer.write("thresholds", folds.map { $0.threshold ?? .nan })
    try writer.write("k", folds.map { Int32(clamping: $0.k) })
    try writer.write("rules", folds.map(\.rule))
    try table.write(to: writer, "", folds: folds.count)
    try reference?.write(to: writer, "reference/", folds: folds.count)
    try labels.write(to: writer)
  }

  /// Reads what `write(to:)` wrote.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  package init(_ contents: StageContents) throws {
    let documents = try contents.longs("documents")
    let untagged = try contents.longs("untagged", count: documents.count)
    let thresholds = try contents.floats("thresholds", count: documents.count)
    let k = try contents.integers("k", count: documents.count)
    let rules = try contents.strings("rules", count: documents.count)
    folds = documents.indices.map {
      Fold(
        documents: Int(documents[$0]), untagged: Int(untagged[$0]),
        threshold: thresholds[$0].isNaN ? nil : thresholds[$0], k: Int(k[$0]), rule: rules[$0])
    }
    table = try Table(contents, "", folds: folds.count)
    reference =
      contents.has("reference/metrics")
      ? try Table(contents, "reference/", folds: folds.count) : nil
    labels = try LabelReport(contents)
  }
}

extension MetricsReport.Table {
  fileprivate func write(to writer: StageWriter, _ prefix: String, folds: Int) throws {
    try writer.write(prefix + "metrics", metrics)
    try writer.write(prefix + "models", models.map(\.name))
    try writer.write(
      prefix + "values", models.flatMap { $0.values.flatMap { $0 } },
      shape: [models.count, folds, metrics.count])
  }

  fileprivate init(_ contents: StageContents, _ prefix: String, folds: Int) throws {
    let metrics = try contents.strings(prefix + "metrics")
    let names = try contents.strings(prefix + "models")
    let values = try contents.doubles(
      prefix + "values", count: names.count * folds * metrics.count)
    self.metrics = metrics
    models = names.enumerated().map { model, name in
      MetricsReport.Model(
        name: name,
        values: (0..<folds).map { fold in
          let start = (model * folds + fold) * metrics.count
          return Array(values[start..<start + metrics.count])
        })
    }
  }
}
