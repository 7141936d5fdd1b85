// Measures predictions against what people said. It trains and predicts
// nothing.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineEvaluation
import PipelineRelations
import StageSupport

@main
struct Evaluate: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Evaluates predictions against a trivial annotator.",
    discussion: """
      Each predictions file is a fold; several give mean, standard deviation, minimum and \
      maximum. The trivial annotator gives every document the most frequent tags. Precision \
      and recall in the table are means over documents; F1 of means is made from these two, \
      example-F1 is the mean of the documents' F1. True tags outside the vocabulary count as \
      missed. --answers writes what each document was given, and what is true. The stage file, --json and --csv hold more metrics (top/… are those of the k \
      best labels).

      With --compare, models are compared over the same folds and documents: differences, \
      confidence intervals, tests corrected for their number, and the documents on which the \
      models differ most. The first model is A, the next B.

      With --compat original the metrics of the original program follow: threshold 0.5, the \
      last batch left out, Hamming loss divided by a fixed number of labels per document.
      """,
    version: JMAN.version)

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("The outputs of predict, one per fold.", valueName: "file"))
  var predictions: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      Compare models instead: the outputs of predict for all folds of each, as FILE or \
      NAME=FILE.
      """, valueName: "file"))
  var compare: [String] = []

  @OptionGroup var comparisonOptions: Options<ComparisonParameters>
  @OptionGroup var metricOptions: Options<MetricParameters>

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Use the decision rules in these files (outputs of tune), each for the model it was tuned for.",
      valueName: "file"))
  var decision: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      The output of build-sim-sub, for metrics that know of broader tags; one for all folds, or \
      as many as folds.
      """, valueName: "file"))
  var relations: [String] = []

  @OptionGroup(title: "Tables") var tables: TableOptions
  @OptionGroup var names: NamesOptions
  @OptionGroup var partOptions: Options<EvaluatedPart>
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var compat: CompatOptions
  @OptionGroup var options: StageOptions

  var comparison: ComparisonParameters { comparisonOptions.parameters() }
  var metrics: MetricParameters { metricOptions.parameters() }
  var part: ScoredPart { partOptions.parameters().part }

  func validate() throws {
    guard predictions.isEmpty != compare.isEmpty else {
      throw ValidationError(
        compare.isEmpty
          ? "--predictions needs at least one file."
          : "--compare and --predictions exclude each other.")
    }
    if compare.isEmpty, tables.markdown != nil || tables.latex != nil {
      throw ValidationError("--markdown and --latex need --compare.")
    }
    if compare.isEmpty, comparison != ComparisonParameters() {
      throw ValidationError("--skip-unpaired, --resamples and --seed need --compare.")
    }
    let isOfOneModel =
      metrics != MetricParameters() || compat.behaviour == .original || !relations.isEmpty || names.areGiven
      || [tables.text, tables.labels, tables.answers].contains { $0 != nil }
    if !compare.isEmpty, isOfOneModel {
      throw ValidationError(
        "--compare excludes --text, --labels, --answers, --relations, --names, --compat and the options of metrics.")
    }
    guard relations.count < 2 || relations.count == predictions.count else {
      throw ValidationError(
        "--relations needs one file, or as many as --predictions, \(predictions.count).")
    }
    if metrics.threshold != nil, !decision.isEmpty {
      throw ValidationError("--decision excludes --threshold.")
    }
  }

  func run() throws {
    try checkOutputs(
      [options.output] + tables.files,
      inputs: predictions + compare.map(ComparisonInput.path) + decision + relations)
    if compare.isEmpty { try runEvaluation() } else { try runComparison() }
  }

  private func runEvaluation() throws {
    let run = try StageRun(
      stage: "evaluate", revision: 5, options: options,
      inputs: predictions.enumerated().map { ("fold \($0 + 1)", $1) }
        + decision.enumerated().map { ("decision \($0 + 1)", $1) }
        + relations.enumerated().map { (relations.count == 1 ? "relations" : "relations \($0 + 1)", $1) },
      parameters: headerValues(
        of: metrics, compat.parameters, names.parameters, partOptions.parameters(), tables.spreadsheets.parameters))
    let isUpToDate = run.isUpToDate()
    if !isUpToDate { try evaluate(run) }
    // From the file, so that a second run shows the same without the work.
    let report = try MetricsReport(StageContents(path: options.output, expecting: .metrics))
    if tables.text != nil || !tables.useStandardOutput {
      let table = report.text(
        source: shownSource(run),
        referenceTitle: "As the original program evaluates (batches of \(metrics.batchSize), "
          + "the last one left out)")
      if let text = tables.text, text != "-" {
        try run.writeSide(Array(table.visible.utf8), to: text)
      } else {
        try writeOut(table)
      }
    }
    let forSpreadsheets = tables.spreadsheets.forSpreadsheets
    if let json = tables.json {
      try run.writeSide(
        MetricsJSON(report, source: run.header.source).stableJSON() + [0x0A], to: json)
    }
    if let csv = tables.csv { try run.writeSide(Array(report.csv().utf8), to: csv) }
    if let labels = tables.labels {
      try run.writeSide(
        Array(report.labels.csv(forSpreadsheets: forSpreadsheets).utf8), to: labels)
    }
    // They take all predictions.
    if let answers = tables.answers, !isUpToDate || !run.hasSide(answers) {
      try writeAnswers(to: answers, run)
    }
  }

  /// Where the documents came from, and which part of them was measured.
  private func shownSource(_ run: StageRun) -> String? {
    guard part == .validation else { return run.header.source }
    return (run.header.source.map { "\($0), " } ?? "") + "validation documents"
  }

  static func modelName(_ header: StageHeader) -> String {
    if case .string(let name) = header.parameters["model"], !name.isEmpty { return name }
    return "model"
  }
}
