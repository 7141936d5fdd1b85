// Puts the results of a sweep next to each other. It chooses the best by
// validation: the test set plays no part in the choice.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineEvaluation
import StageSupport

@main
struct SweepTable: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep-table",
    abstract: "Shows the results of combinations of parameters and which is best.",
    discussion: """
      LIST holds one line per combination: its name, its metrics file and its model files, with a \
      tab between them. The best is the one with the highest mean of what the models' \
      trainers found on the validation documents; metrics of the test documents are shown \
      next to it and do not affect the choice.
      """,
    version: JMAN.version)

  @Argument(help: "The list of combinations; - is standard input.")
  var list: String

  @Option(help: ArgumentHelp("How many combinations there are in all.", valueName: "n"))
  var total: Int?

  @Option(help: ArgumentHelp("Write the table to a file too.", valueName: "file"))
  var text: String?

  @Option(help: ArgumentHelp("Write the results as JSON.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write the results as CSV.", valueName: "file"))
  var csv: String?

  func run() throws {
    PartialFiles.removeWhenInterrupted()
    try checkOutputs([text, json, csv], inputs: [list])
    var combinations: [Combination] = []
    var lines = LineReader(try ByteSource(path: list))
    while let line = try lines.next() {
      let fields = line.split(separator: 9).map { String(decoding: $0, as: UTF8.self) }
      guard fields.count >= 3 else {
        throw InputError(
          file: list, line: lines.lineNumber,
          problem: "is not NAME, METRICS and MODEL files with tabs between them")
      }
      combinations.append(
        try Combination(name: fields[0], metrics: fields[1], models: Array(fields[2...])))
    }
    combinations.sort { $0.order < $1.order }
    let results = SweepResults(combinations, total: total ?? combinations.count)
    try writeOut(results.text())
    if let text { try writeOut(results.text(), to: text) }
    if let json { try writeOut(results.stableJSON() + [0x0A], to: json) }
    if let csv { try writeOut(Array(results.csv().utf8), to: csv) }
    RecordedRun.note(sides: [text, json, csv].compactMap { $0 }.filter { $0 != "-" }, of: list, stage: "sweep-table")
  }
}

extension Combination {
  /// Reads the results of the stages.
  ///
  /// - Throws: `InputError` when a file is missing or damaged.
  init(name: String, metrics: String, models: [String]) throws {
    // `3 LAMBDA_SIM=0`: the place in the grid precedes the name.
    let parts = name.split(separator: " ", maxSplits: 1)
    order = parts.first.flatMap { Int($0) } ?? 0
    self.name = parts.count == 2 ? String(parts[1]) : name
    let report = try MetricsReport(StageContents(path: metrics, expecting: .metrics))
    test = [:]
    if let model = report.table.models.first {
      for metric in report.table.metrics {
        test[metric] = FoldSummary(report.table.values(metric, of: model))?.mean
      }
    }
    var validations: [Double] = []
    for path in models {
      // For a model that is not a file, such as a fusion, its predictions are used.
      let reader = try StageReader(path: path)
      while try reader.nextSection() != nil {}
      if let value = reader.summary["validationExampleF1"]?.number { validations.append(value) }
    }
    validation = validations.count == models.count ? FoldSummary(validations) : nil
    folds = models.count
  }
}
