// How good the model is, compared with an annotator that needs no learning.
import PipelineEvaluation

extension Report {
  private static let shown = [
    "microF1", "macroF1", "exampleF1", "examplePrecision", "exampleRecall", "precision@1", "precision@5", "ndcg@5",
  ]

  /// The chief metrics with those of the trivial annotator, for the head of the page.
  var glance: [ReportTile] {
    guard let table = metrics?.table, let model = table.models.first else { return [] }
    return Self.glanced.compactMap { metric in
      guard let own = FoldSummary(table.values(metric, of: model)) else { return nil }
      let trivial = table.models.dropFirst().first.flatMap {
        FoldSummary(table.values(metric, of: $0))
      }
      return ReportTile(
        name: MetricTitles.short(metric), value: fixed(own.mean, 3),
        remark: trivial.map { "trivial annotator " + fixed($0.mean, 3) })
    }
  }

  private static let glanced = ["microF1", "macroF1", "exampleF1", "precision@1", "ndcg@5"]

  var metricsSection: ReportSection {
    let (id, title) = ("metrics", "Metrics")
    guard let metrics, !metrics.folds.isEmpty, !metrics.table.models.isEmpty else {
      return missing(id, title, needs: "metrics")
    }
    let documents = metrics.folds.reduce(0) { $0 + $1.documents }
    let untagged = metrics.folds.reduce(0) { $0 + $1.untagged }
    let rules = Self.distinct(metrics.folds.map(\.rule))
    var text =
      "\(documents) test documents in \(metrics.folds.count) "
      + (metrics.folds.count == 1
        ? "fold"
        : "folds, each number the mean ± standard deviation (smallest–largest), "
          + "dots in the chart the folds")
    if untagged > 0 { text += "; \(untagged) without true tags left out" }
    text += ". A tag is given by: \(rules.prefix(3).joined(separator: "; "))"
    text += rules.count > 3 ? "; …" : ""
    text +=
      ". The trivial annotator gives every document the most frequent tags. "
      + "↓: less is better."
    let shown = Self.shown.compactMap { metric -> BarChart.Row? in
      let values = metrics.table.models.map { metrics.table.values(metric, of: $0) }
      let summaries = values.compactMap { FoldSummary($0) }
      guard summaries.count == values.count else { return nil }
      return .init(
        name: MetricTitles.short(metric),
        values: zip(summaries, values).map { ($0.mean, $0.standardDeviation ?? 0, $1) })
    }
    var blocks: [ReportBlock] = [.paragraph(text)]
    if !shown.isEmpty {
      blocks.append(
        .charts([
          BarChart(
            title: "Chief metrics", series: metrics.table.models.map(\.name), rows: shown)
        ]))
    }
    blocks.append(
      .folded(
        title: "All metrics", isOpenOnPaper: true,
        [.table(Self.table(metrics.table) { !$0.hasPrefix("top/") })]))
    blocks.append(
      .folded(
        title: "The same with the \(metrics.folds[0].k) best tags given",
        [.table(Self.table(metrics.table) { $0.hasPrefix("top/") })]))
    if let reference = metrics.reference {
      blocks.append(
        .folded(
          title: "As the original program evaluates", [.table(Self.table(reference) { _ in true })]))
    }
    return ReportSection(id: id, title: title, blocks: blocks)
  }

  private static func table(
    _ table: MetricsReport.Table, where isShown: (String) -> Bool
  ) -> ReportTable {
    ReportTable(
      columns: [.init(title: "metric")]
        + table.models.map { .init(title: $0.name, isNumber: true) },
      rows: table.metrics.filter(isShown).map { metric in
        [.init(MetricTitles.long(metric))]
          + table.models.map { model in
            guard let all = FoldSummary(table.values(metric, of: model)) else { return .init("–") }
            let number = { String(fixed: $0, decimals: 3) }
            guard table.models.first?.values.count ?? 0 > 1 else {
              return .init(number(all.mean), key: all.mean)
            }
            return .init(
              number(all.mean), key: all.mean,
              remark: "± \(all.standardDeviation.map(number) ?? "–") "
                + "(\(number(all.minimum))–\(number(all.maximum)))")
          }
      })
  }

  private static func distinct(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { !$0.isEmpty && seen.insert($0).inserted }
  }
}
