// A comparison as Markdown, LaTeX and CSV.
import Formats
import FormatsFiles
import PipelineEvaluation
import Foundation

/// The columns of a table of differences.
private let columns = [
  "metric", "A", "B", "mean A", "mean B", "B − A", "95 % interval", "p bootstrap", "p t-test",
  "p Wilcoxon",
]

extension Comparison {
  private func mean(_ model: Int, _ metric: Metric) -> Double {
    let values = values(metric, of: model)
    return values.reduce(0, +) / Double(values.count)
  }

  /// The cells of the table, p-values corrected.
  private var rows: [[String]] {
    differences.map { d in
      [d.metric.rawValue, models[d.a].name, models[d.b].name]
        + [mean(d.a, d.metric), mean(d.b, d.metric)].map { String(format: "%.4f", $0) }
        + [
          String(format: "%+.4f", d.difference),
          String(format: "%+.4f to %+.4f", d.low, d.high),
        ]
        + [d.correctedBootstrap, d.correctedTTest, d.correctedWilcoxon].map(Self.text)
    }
  }

  private var explanation: String {
    let folds = models[0].values.count
    return "\(folds, "fold"), \(documents, "document"). Interval and "
      + "first p-value: paired bootstrap over documents (\(resamples, "resample"), seed "
      + "\(seed)). The other p-values: paired tests over folds, the t-test with Nadeau and Bengio's "
      + "correction for shared training documents. All are two-sided, corrected by Holm for the number of pairs of models."
  }

  /// Tables and examples for people.
  func markdown() -> String {
    func row(_ cells: [String]) -> String {
      "| " + cells.map(Self.markdownCell).joined(separator: " | ") + " |\n"
    }
    var text = row(columns) + "|" + String(repeating: " --- |", count: columns.count) + "\n"
    for cells in rows { text += row(cells) }
    text += "\n\(explanation)\n"
    for other in leftOut {
      text +=
        "\nLeft out: \(Self.markdownCell(other.name)), which "
        + "\(Self.markdownCell(other.reason)).\n"
    }
    for pair in byDocument {
      let (a, b) = (
        Self.markdownCell(models[pair.a].name), Self.markdownCell(models[pair.b].name)
      )
      text +=
        "\n\(b) against \(a), by F1 of a document: \(pair.wins) better, \(pair.ties) "
        + "equal, \(pair.losses) worse.\n"
      for (title, examples) in [("better", pair.bestWins), ("worse", pair.worstLosses)]
      where !examples.isEmpty {
        text +=
          "\nWhere \(b) is \(title):\n\n"
          + row(["document", "F1 A", "F1 B", "true tags", "tags of A", "tags of B"])
          + "| --- | --- | --- | --- | --- | --- |\n"
        for example in examples {
          text += row([
            example.id, String(format: "%.3f", example.f1OfA),
            String(format: "%.3f", example.f1OfB), example.truth.joined(separator: ", "),
            example.tagsOfA.joined(separator: ", "), example.tagsOfB.joined(separator: ", "),
          ])
        }
      }
    }
    return text
  }

  /// The table of differences for a paper (package booktabs).
  func latex() -> String {
    func row(_ cells: [String]) -> String {
      cells.map(Self.latexCell).joined(separator: " & ") + " \\\\\n"
    }
    var text = "\\begin{tabular}{lllrrrrrrr}\n\\toprule\n" + row(columns) + "\\midrule\n"
    for cells in rows { text += row(cells) }
    return text + "\\bottomrule\n\\end{tabular}\n% "
      + explanation.replacingOccurrences(of: "\n", with: " ") + "\n"
  }

  /// One row per difference, with p-values before and after correction.
  func csv() -> String {
    var text =
      "metric,a,b,mean a,mean b,difference,low,high,p bootstrap,p t-test,p wilcoxon,"
      + "holm bootstrap,holm t-test,holm wilcoxon\n"
    for d in differences {
      let numbers = [mean(d.a, d.metric), mean(d.b, d.metric), d.difference, d.low, d.high]
      let probabilities = [
        d.pBootstrap, d.pTTest, d.pWilcoxon, d.correctedBootstrap, d.correctedTTest,
        d.correctedWilcoxon,
      ]
      text +=
        ([d.metric.rawValue, models[d.a].name, models[d.b].name].map { CSV.quoted($0) }
        + numbers.map { "\($0)" } + probabilities.map { $0.map { "\($0)" } ?? "" })
        .joined(separator: ",") + "\n"
    }
    return text
  }

  /// Text without any meaning in Markdown or HTML.
  private static func markdownCell(_ text: String) -> String {
    var cell = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": cell += "&amp;"
      case "<": cell += "&lt;"
      case ">": cell += "&gt;"
      case "|", "\\", "`", "*", "_", "[", "]":
        cell += "\\"
        cell.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029:
        cell += " "
      default: cell.unicodeScalars.append(scalar)
      }
    }
    return cell
  }

  private static func latexCell(_ text: String) -> String {
    var cell = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&", "%", "$", "#", "_", "{", "}":
        cell += "\\"
        cell.unicodeScalars.append(scalar)
      case "\\": cell += "\\textbackslash{}"
      case "~": cell += "\\textasciitilde{}"
      case "^": cell += "\\textasciicircum{}"
      case "<": cell += "$<$"
      case ">": cell += "$>$"
      case "−": cell += "$-$"
      case "–": cell += "--"
      case _ where scalar.value < 0x20: cell += " "
      default: cell.unicodeScalars.append(scalar)
      }
    }
    return cell
  }
}
