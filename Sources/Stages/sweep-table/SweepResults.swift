// The results of a sweep as a table, as CSV and as JSON.
import Formats
import Foundation
import Pipeline

/// What one combination of parameters came to.
struct Combination {
  /// `LAMBDA_SIM=0 LAMBDA_SUB=0.01`.
  var name: String
  /// The place in the grid.
  var order: Int
  /// Example-based F1 on validation documents over the folds; nil where the
  /// trainer does not tell it.
  var validation: FoldSummary?
  /// Metrics of the test documents, means over the folds.
  var test: [String: Double]
  var folds: Int

  init(
    name: String, order: Int, validation: FoldSummary?, test: [String: Double], folds: Int
  ) {
    self.name = name
    self.order = order
    self.validation = validation
    self.test = test
    self.folds = folds
  }
}

/// All combinations that are done.
struct SweepResults: Encodable {
  private static let shown = [
    ("example-F1", "exampleF1"), ("micro-F1", "microF1"), ("macro-F1", "macroF1"),
    ("P@1", "precision@1"),
  ]
  let combinations: [Combination]
  let total: Int

  init(_ combinations: [Combination], total: Int) {
    self.combinations = combinations
    self.total = total
  }

  /// The first of those with the highest mean on validation documents.
  var best: Int? {
    combinations.indices.filter { combinations[$0].validation != nil }
      .max { a, b in
        (combinations[a].validation?.mean ?? 0, -a) < (combinations[b].validation?.mean ?? 0, -b)
      }
  }

  func text() -> String {
    var rows = [["", "validation example-F1"] + Self.shown.map { "test " + $0.0 }]
    for (i, combination) in combinations.enumerated() {
      rows.append(
        [(i == best ? "* " : "  ") + combination.name, validationText(combination)]
          + Self.shown.map { number(combination.test[$0.1]) })
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    var text = "\(combinations.count) of \(total) combinations\n\n"
    for row in rows {
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += column == 0 ? cell + padding : "  " + padding + cell
      }
      text += line + "\n"
    }
    if let best {
      text += "\nBest by validation (*): \(combinations[best].name)\n"
    } else if !combinations.isEmpty {
      text += "\nThe trainer tells no result on validation documents, so none is called best.\n"
    }
    return text
  }

  func csv() -> String {
    let metrics = metricNames
    var lines = [
      (["combination", "best", "folds", "validationExampleF1", "validationStd"]
        + metrics.map { "test/" + $0 }).map(CSV.quoted).joined(separator: ",")
    ]
    for (i, combination) in combinations.enumerated() {
      var fields = [combination.name, i == best ? "1" : "0", "\(combination.folds)"]
      fields.append(combination.validation.map { "\($0.mean)" } ?? "")
      fields.append(combination.validation?.standardDeviation.map { "\($0)" } ?? "")
      fields += metrics.map { name in combination.test[name].map { "\($0)" } ?? "" }
      lines.append(fields.map(CSV.quoted).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  func encode(to encoder: any Encoder) throws {
    struct Row: Encodable {
      var name: String
      var folds: Int
      var validationExampleF1, validationStd: Double?
      var test: [String: Double]
    }
    struct File: Encodable {
      var total: Int
      var best: String?
      var combinations: [Row]
    }
    try File(
      total: total, best: best.map { combinations[$0].name },
      combinations: combinations.map {
        Row(
          name: $0.name, folds: $0.folds, validationExampleF1: $0.validation?.mean,
          validationStd: $0.validation?.standardDeviation, test: $0.test)
      }
    ).encode(to: encoder)
  }

  private var metricNames: [String] {
    Set(combinations.flatMap { $0.test.keys }).sorted()
  }

  private func validationText(_ combination: Combination) -> String {
    guard let validation = combination.validation else { return "-" }
    let mean = number(validation.mean)
    return validation.standardDeviation.map { mean + " ± " + number($0) } ?? mean
  }

  private func number(_ value: Double?) -> String {
    value.map { String(format: "%.4f", $0) } ?? "-"
  }
}
