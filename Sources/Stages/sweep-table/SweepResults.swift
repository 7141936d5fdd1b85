// The results of a sweep as a table, as CSV and as JSON.
import Formats
import FormatsFiles
import PipelineEvaluation
import Foundation

/// The result of one combination of parameters.
struct Combination {
  /// `LAMBDA_SIM=0 LAMBDA_SUB=0.01`.
  var name: String
  /// The place in the grid.
  var order: Int
  /// Example-based F1 on validation documents over the folds; nil if the trainer
  /// does not report it.
  var validation: FoldSummary?
  /// Metrics of the test documents, means over the folds.
  var test: [String: Double]
  var folds: Int
}

/// All combinations that are done.
struct SweepResults: Encodable {
  private static let shown = ["exampleF1", "microF1", "macroF1", "precision@1"]
  let combinations: [Combination]
  let total: Int

  init(_ combinations: [Combination], total: Int) {
    self.combinations = combinations
    self.total = total
  }

  /// Combinations that differ only in their seed: a seed is never chosen, seeds are averaged.
  private struct Group {
    var name: String
    var members: [Int]
    var mean: Double
  }

  private var groups: [Group] {
    var groups: [Group] = []
    for (i, combination) in combinations.enumerated() {
      guard let mean = combination.validation?.mean else { continue }
      let name = combination.name.replacing(/(^| )SEED=[0-9]+/, with: "")
        .trimmingCharacters(in: .whitespaces)
      if let place = groups.firstIndex(where: { $0.name == name }) {
        let count = Double(groups[place].members.count)
        groups[place].mean = (groups[place].mean * count + mean) / (count + 1)
        groups[place].members.append(i)
      } else {
        groups.append(Group(name: name, members: [i], mean: mean))
      }
    }
    return groups
  }

  /// Those with the highest mean on validation documents: one, or several that are equal.
  private var best: [Group] {
    let groups = groups
    guard let highest = groups.map(\.mean).max() else { return [] }
    return groups.filter { $0.mean == highest }
  }

  private var bestMembers: Set<Int> { Set(best.flatMap(\.members)) }

  /// The best combination in words; nil if there is none.
  private var bestName: String? {
    let names = best.map { group in
      group.members.count > 1
        ? (group.name.isEmpty ? "" : group.name + " ") + "(mean of \(group.members.count, "seed"))"
        : combinations[group.members[0]].name
    }
    return names.isEmpty ? nil : names.joined(separator: ", ")
  }

  func text() -> String {
    var rows = [["", "validation example-F1"] + Self.shown.map { "test " + MetricTitles.short($0) }]
    for (i, combination) in combinations.enumerated() {
      rows.append(
        [(bestMembers.contains(i) ? "* " : "  ") + combination.name, validationText(combination)]
          + Self.shown.map { number(combination.test[$0]) })
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    var text = "\(combinations.count) of \(total, "combination")\n\n"
    for row in rows {
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += column == 0 ? cell + padding : "  " + padding + cell
      }
      text += line + "\n"
    }
    if let bestName {
      text +=
        best.count > 1
        ? "\nEqually good by validation (*): \(bestName)\n" : "\nBest by validation (*): \(bestName)\n"
    } else if !combinations.isEmpty {
      text += "\nThe trainer reports no result on validation documents, so none is called best.\n"
    }
    return text
  }

  func csv() -> String {
    let metrics = metricNames
    var lines = [
      (["combination", "best", "folds", "validationExampleF1", "validationStd"]
        + metrics.map { "test/" + $0 }).map { CSV.quoted($0) }.joined(separator: ",")
    ]
    for (i, combination) in combinations.enumerated() {
      var fields = [combination.name, bestMembers.contains(i) ? "1" : "0", "\(combination.folds)"]
      fields.append(combination.validation.map { "\($0.mean)" } ?? "")
      fields.append(combination.validation?.standardDeviation.map { "\($0)" } ?? "")
      fields += metrics.map { name in combination.test[name].map { "\($0)" } ?? "" }
      lines.append(fields.map { CSV.quoted($0) }.joined(separator: ","))
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
      total: total, best: bestName,
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
