// Measures predictions against what people said. It trains and predicts
// nothing.
import ArgumentParser
import Formats
import Pipeline
import StageSupport

@main
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measures predictions, beside those of a trivial annotator.",
    discussion: """
      Each predictions file is a fold; several give mean, standard deviation, minimum and \
      maximum. The trivial annotator gives every document the most frequent tags. Precision \
      and recall in the table are means over documents; F1 of means is made from these two, \
      example-F1 is the mean of the documents' F1. True tags outside the vocabulary count as \
      missed. The stage file, --json and --csv hold more metrics (top/… are those of the k \
      best labels).

      With --compat original the metrics of the original program follow: threshold 0.5, the \
      last batch left out, Hamming loss divided by a fixed number of labels per document.
      """)

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("The outputs of predict, one a fold.", valueName: "file"))
  var predictions: [String]

  @Option(help: "Predict labels with a score above it (default: as tuned in training).")
  var threshold: Float?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Decide as these outputs of tune say; each is used for the model it was tuned for.",
      valueName: "file"))
  var decision: [String] = []

  @Option(
    help: ArgumentHelp(
      "How many labels a document gets in metrics of the best labels (default: as in training).",
      valueName: "n"))
  var k: Int?

  @Option(
    help: ArgumentHelp(
      """
      Labels per document by which --compat original divides the Hamming loss (default: the \
      mean of the training documents).
      """, valueName: "q"))
  var hammingDivisor: Double?

  @Option(
    help: ArgumentHelp(
      "Documents a batch, of which --compat original leaves out the last.", valueName: "n"))
  var batchSize = 128

  @Option(
    help: ArgumentHelp(
      "Write the table to a file instead of standard output.", valueName: "file"))
  var text: String?

  @Option(help: ArgumentHelp("Write all metrics as JSON; - is standard output.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write all metrics as CSV; - is standard output.", valueName: "file"))
  var csv: String?

  @OptionGroup var compat: CompatOptions
  @OptionGroup var options: StageOptions

  func validate() throws {
    guard !predictions.isEmpty else {
      throw ValidationError("--predictions needs at least one file.")
    }
    for (name, value) in [("--k", k ?? 1), ("--batch-size", batchSize)] where value < 1 {
      throw ValidationError("\(name) must be at least 1, but is \(value).")
    }
    if let threshold, !threshold.isFinite {
      throw ValidationError("--threshold must be a number, but is \(threshold).")
    }
    if threshold != nil, !decision.isEmpty {
      throw ValidationError("--decision excludes --threshold.")
    }
    if let hammingDivisor, !(hammingDivisor > 0 && hammingDivisor.isFinite) {
      throw ValidationError("--hamming-divisor must be above 0, but is \(hammingDivisor).")
    }
  }

  func run() throws {
    let run = try StageRun(
      stage: "evaluate", revision: 2, options: options,
      inputs: predictions.enumerated().map { ("fold \($0 + 1)", $1) }
        + decision.enumerated().map { ("decision \($0 + 1)", $1) },
      parameters: [
        "threshold": threshold.map { .double(Double($0)) } ?? .string("tuned"),
        "k": k.map { .int($0) } ?? .string("tuned"),
        "hammingDivisor": hammingDivisor.map { .double($0) } ?? .string("training"),
        "batchSize": .int(batchSize), "compat": .bool(compat.isOriginal),
      ])
    if !run.isUpToDate() { try evaluate(run) }
    // From the file, so that a second run shows the same without the work.
    let report = try MetricsReport(StageContents(path: options.output, expecting: .metrics))
    if text != nil || (json != "-" && csv != "-") {
      let table = report.text(
        source: run.header.source,
        referenceTitle: "As the original program evaluates (batches of \(batchSize), "
          + "the last one left out)")
      try writeOut(Array(table.utf8), to: text ?? "-")
    }
    if let json {
      try writeOut(
        MetricsJSON(report, source: run.header.source).stableJSON() + [0x0A], to: json)
    }
    if let csv { try writeOut(Array(report.csv().utf8), to: csv) }
  }

  private func evaluate(_ run: StageRun) throws {
    try checkDistinct(run)
    var name: String?
    var folds: [MetricsReport.Fold] = []
    var own: [[Double]] = []
    var trivial: [[Double]] = []
    var reference = ReferenceFolds()
    let decisions = try Decisions(paths: decision)
    for (place, file) in predictions.enumerated() {
      let contents = try StageContents(path: file, expecting: .predictions)
      let model = Self.modelName(contents.header)
      if let name, name != model {
        throw InputError(
          file: file, problem: "is of the model \(model), but the first fold is of \(name)",
          remedy: "Evaluate one model at a time")
      }
      name = model
      let set = try PredictionSet(contents)
      let tuned = try decisions.decision(
        for: set, header: contents.header, file: file, place: place, of: predictions.count)
      let fold = try Fold(set, threshold: threshold, decision: tuned, k: k, file: file)
      folds.append(fold.facts)
      own.append(fold.model)
      trivial.append(fold.trivial)
      if compat.isOriginal {
        try reference.add(
          set, threshold: threshold, k: k, batchSize: batchSize, divisor: hammingDivisor,
          file: file)
      }
    }
    let report = MetricsReport(
      folds: folds,
      table: .init(
        metrics: NamedMetric.all.map(\.name),
        models: [
          .init(name: name ?? "model", values: own),
          .init(name: "trivial annotator", values: trivial),
        ]),
      reference: compat.isOriginal ? reference.table : nil)
    let writer = try run.writer(.metrics)
    try report.write(to: writer)
    try writer.commit(summary: [
      "folds": .int(folds.count), "documents": .int(folds.reduce(0) { $0 + $1.documents }),
      "untagged": .int(folds.reduce(0) { $0 + $1.untagged }),
    ])
  }

  /// The same predictions twice would make the spread too small.
  private func checkDistinct(_ run: StageRun) throws {
    var seen: Set<ContentHash> = []
    for (file, input) in zip(predictions, run.header.inputs)
    where !seen.insert(input.sha256).inserted {
      throw InputError(
        file: file, problem: "holds the same predictions as an earlier fold",
        remedy: "Give each fold once")
    }
  }

  private static func modelName(_ header: StageHeader) -> String {
    if case .string(let name) = header.parameters["model"], !name.isEmpty { return name }
    return "model"
  }
}
