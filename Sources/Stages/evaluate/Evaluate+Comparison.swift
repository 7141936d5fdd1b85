// evaluate --compare: models side by side.
import Formats
import PipelineEvaluation
import PipelineNumerics
import Foundation
import StageSupport

extension Evaluate {
  /// Compares the models and prints the tables.
  func runComparison() throws {
    let chosen = comparison
    let paths = compare.map(ComparisonInput.path)
    let run = try StageRun(
      stage: "evaluate --compare", revision: 4, options: options,
      inputs: paths.enumerated().map { ("predictions \($0 + 1)", $1) }
        + decision.enumerated().map { ("decision \($0 + 1)", $1) },
      parameters: headerValues(of: chosen, partOptions.parameters()).merging(["names": givenNames]) { a, _ in a },
      seed: chosen.seed)
    if !run.isUpToDate() {
      let input = try ComparisonInput(
        compare, part: part, decisions: Decisions(paths: decision), isLenient: chosen.skipUnpaired)
      let comparison = Comparison(
        input.models, leftOut: input.leftOut, resamples: chosen.resamples, seed: chosen.seed,
        pool: WorkerPool(threads: threads.count))
      let writer = try run.writer(.comparison)
      try comparison.write(to: writer)
      try writer.commit(summary: [
        "models": .int(input.models.count), "documents": .int(comparison.documents),
      ])
    }
    let comparison = try Comparison(
      StageContents(path: options.output, expecting: .comparison))
    if tables.markdown == nil, ![tables.json, tables.csv, tables.latex].contains("-") {
      try writeOut(comparison.markdown())
    }
    if let json = tables.json { try run.writeSide(comparison.stableJSON() + [0x0A], to: json) }
    if let csv = tables.csv { try run.writeSide(Array(comparison.csv().utf8), to: csv) }
    if let markdown = tables.markdown { try run.writeSide(Array(comparison.markdown().utf8), to: markdown) }
    if let latex = tables.latex { try run.writeSide(Array(comparison.latex().utf8), to: latex) }
  }

  /// The names given on the command line, which show in the tables.
  private var givenNames: StageHeader.Value {
    .string(
      compare.map { argument in
        let isNamed = argument.utf8.count > ComparisonInput.path(argument).utf8.count
        return isNamed ? argument.prefix { $0 != "=" } : ""
      }.joined(separator: "\n"))
  }
}
