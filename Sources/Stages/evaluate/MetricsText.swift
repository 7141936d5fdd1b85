// A report of metrics for people: aligned tables. Its numbers are all in the
// stage file.
import Foundation
import FormatsFiles
import PipelineEvaluation

/// The metrics people look at first.
private let shownMetrics = [
  "microF1", "macroF1", "exampleF1", "f1OfMeans", "examplePrecision", "exampleRecall", "precision@1", "precision@3",
  "precision@5", "ndcg@5", "hammingLoss",
]

extension MetricsReport {
  /// The report as lines of text.
  ///
  /// - Parameters:
  ///   - source: where the documents come from.
  ///   - title: of the metrics of the original program.
  func text(source: String?, referenceTitle title: String) -> String {
    var text = source.map { "Documents from: \($0)\n" } ?? ""
    let documents = folds.reduce(0) { $0 + $1.documents }
    let untagged = folds.reduce(0) { $0 + $1.untagged }
    text += "\(folds.count, "fold"), \(documents, "document")"
    text += untagged > 0 ? " (\(untagged) without tags left out)\n\n" : "\n\n"
    text += table.text(shownMetrics.map { (MetricTitles.short($0), $0) })
    let bands = FrequencyBand.bands(of: labels)
    if !bands.isEmpty { text += "\n" + bandsText(bands) }
    if let reference {
      text += "\n\(title)\n\n" + reference.text(reference.metrics.map { ($0, $0) })
    }
    return text
  }
}

/// How well the model does on rare and on frequent tags.
private func bandsText(_ bands: [FrequencyBand]) -> String {
  var rows = [
    [
      "training documents", "tags", "to find", "found", "precision", "recall",
      "F1", "macro-F1",
    ]
  ]
  for band in bands {
    let name =
      switch band.to {
      case nil: "\(band.from) and more"
      case 0?: "none"
      case band.from?: "\(band.from)"
      case let to?: "\(band.from) to \(to)"
      }
    rows.append(
      [name, "\(band.labels)", "\(band.occurring)", "\(band.found)"]
        + [band.overlap.precision, band.overlap.recall, band.overlap.f1, band.macroF1]
        .map { String(format: "%.3f", $0) })
  }
  return aligned(rows)
}

extension MetricsReport.Table {
  /// Models in rows if that fits into the 80 columns of a terminal, else in columns.
  fileprivate func text(_ shown: [(title: String, metric: String)]) -> String {
    let isSingle = models.allSatisfy { $0.values.count == 1 }
    func cells(of model: MetricsReport.Model) -> [String] {
      shown.map { FoldSummary(values($0.metric, of: model))?.description ?? "-" }
    }
    let lying = aligned(
      [[""] + shown.map(\.title)] + models.map { [$0.name] + cells(of: $0) })
    if isSingle, lying.split(separator: "\n").allSatisfy({ $0.count <= 80 }) { return lying }
    var rows = [[""] + models.map(\.name)]
    for metric in shown {
      rows.append(
        [metric.title]
          + models.map { FoldSummary(values(metric.metric, of: $0))?.description ?? "-" })
    }
    return (isSingle ? "" : "mean ± std (min - max)\n") + aligned(rows)
  }
}

/// Rows with the first column flush left and the others flush right.
private func aligned(_ rows: [[String]]) -> String {
  let widths = (rows.first ?? []).indices.map { column in
    rows.map { $0[column].count }.max() ?? 0
  }
  return rows.map { row in
    row.enumerated().map { column, cell in
      let blanks = String(repeating: " ", count: widths[column] - cell.count)
      return column == 0 ? cell + blanks : blanks + cell
    }.joined(separator: "  ") + "\n"
  }.joined()
}
