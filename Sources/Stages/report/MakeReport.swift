// Writes the report of a run as one HTML page. What it shows is in
// Pipeline/Report.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineAnnotation
import PipelineEvaluation
import PipelineFeatures
import PipelineNetworks
import PipelineNumerics
import PipelineRelations
import PipelineReport
import PipelineText
import Foundation
import StageSupport

/// How much the page shows.
struct ReportParameters: DeclaredParameters {
  var title = "Report"
  var shown = 6
  var tags = 500

  static let declarations: [Declaration<Self>] = [
    .init("title", \.title, "The heading.", valueName: "text"),
    .init(
      "shown", \.shown, in: .atLeast(0), "How many documents to show with their attention.",
      valueName: "n"),
    .init("tags", \.tags, in: .atLeast(0), "How many tags to list one by one.", valueName: "n"),
  ]
}

@main
struct MakeReport: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes one HTML page about a run: data, training, metrics, tags, documents.",
    discussion: """
      The page is self-contained: no network, no script. Every input is optional; a \
      missing section is replaced by a note. The same inputs give the same bytes.

      Example: report --documents documents.stage --vocabulary vocabulary.stage --relations \
      relations.stage --model fold0/model.stage --log fold0/log.stage --predictions \
      fold0/predictions.stage --metrics metrics.stage -o report.html
      """,
    version: JMAN.version)

  @Option(help: ArgumentHelp("The output of preprocess.", valueName: "file"))
  var documents: String?

  @Option(help: ArgumentHelp("The output of build-vocab.", valueName: "file"))
  var vocabulary: String?

  @Option(help: ArgumentHelp("The output of build-sim-sub.", valueName: "file"))
  var relations: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "The models, one per fold; attention is shown of the first one.", valueName: "file"))
  var model: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("The logs of train, one per fold.", valueName: "file"))
  var log: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("The outputs of predict, one per fold, as the models.", valueName: "file"))
  var predictions: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("The outputs of tune, one per fold, as the predictions.", valueName: "file"))
  var decision: [String] = []

  @Option(
    help: ArgumentHelp(
      "Vectors of the documents, the output of encode, to show attention of JMAN-e.",
      valueName: "file"))
  var encoded: String?

  @Option(help: ArgumentHelp("The output of evaluate.", valueName: "file"))
  var metrics: String?

  @Option(
    help: ArgumentHelp(
      "The output of evaluate --compare, of which the first model is the report's.",
      valueName: "file"))
  var comparison: String?

  @OptionGroup var pageOptions: Options<ReportParameters>
  @OptionGroup var names: NamesOptions

  @Option(name: .shortAndLong, help: "The page to write; - is standard output.")
  var output: String

  @Flag(name: .shortAndLong, help: "Print only errors and warnings to standard error.")
  var quiet = false

  @OptionGroup var threads: ThreadOptions

  private var page: ReportParameters { pageOptions.parameters() }

  func validate() throws {
    if !decision.isEmpty, decision.count != predictions.count {
      throw ValidationError(
        "--decision needs as many files as --predictions, \(predictions.count).")
    }
  }

  func run() throws {
    PartialFiles.removeWhenInterrupted()
    guard output != "-" else { return try write() }
    let run = try StageRun(
      stage: "report", revision: 2, plainOutputs: [output], isQuiet: quiet, inputs: sources,
      parameters: headerValues(of: page, names.parameters))
    if run.isUpToDate() { return }
    try write()
    run.finish()
  }

  private func write() throws {
    var report = Report(title: page.title)
    report.listedTags = page.tags
    try readSources(into: &report)
    if let vocabulary {
      report.vocabulary = try CorpusVocabulary(
        StageContents(path: vocabulary, expecting: .vocabulary))
      if let relations, let labels = report.vocabulary?.labels {
        report.relations = try StoredSubsumption(
          StageContents(path: relations, expecting: .relations), labels: labels.texts)
      }
    }
    report.logs = try log.map { try TrainingLog(StageContents(path: $0, expecting: .log)) }
    if let metrics {
      report.metrics = try MetricsReport(StageContents(path: metrics, expecting: .metrics))
    }
    if let comparison {
      report.comparison = try Comparison(
        StageContents(path: comparison, expecting: .comparison))
    }
    if let vocabulary = report.vocabulary {
      let labels = vocabulary.labels.texts
      let named = try names.names(of: labels, vocabulary.concepts).names
      for (label, name) in zip(labels, named) where label != name { report.names[label] = name }
    }
    report.folds = try predictions.indices.map { try fold($0, metrics: report.metrics) }
    try readDocuments(into: &report)
    let html = try report.html()
    try writeOut(Array(html.utf8), to: output)
    if !quiet, output != "-" { printError("report: \(output), \(html.utf8.count, "byte")") }
  }

  /// Role and path of each stage file.
  private var sources: [(role: String, path: String)] {
    func number(_ role: String, _ paths: [String]) -> [(String, String)] {
      paths.enumerated().map { (paths.count == 1 ? role : "\(role), fold \($0 + 1)", $1) }
    }
    return givenFiles([
      ("documents", documents), ("vocabulary", vocabulary), ("relations", relations),
    ])
      + number("model", model) + number("log", log) + number("decision", decision)
      + number("predictions", predictions)
      + givenFiles([("metrics", metrics), ("comparison", comparison)]) + encodedInputs([encoded].compactMap(\.self))
  }

  private func readSources(into report: inout Report) throws {
    var origins = ReportOrigins()
    report.sources = try sources.map { role, path in
      let source = Report.Source(
        role: role, name: URL(fileURLWithPath: path).lastPathComponent, sha256: try ContentHash(ofFile: path),
        header: try StageReader(path: path).header)
      origins.add(
        option: String(role.prefix { $0 != "," }), path: path, sha256: source.sha256, header: source.header)
      return source
    }
    try origins.check()
  }

  /// Predictions with their rule: the one tuned for them, or the threshold by
  /// which they were evaluated, or that of training.
  private func fold(_ place: Int, metrics: MetricsReport?) throws -> Report.Fold {
    let path = predictions[place]
    let contents = try StageContents(path: path, expecting: .predictions)
    let set = try PredictionSet(contents)
    if !decision.isEmpty {
      let tuned = try TunedDecision(
        StageContents(path: decision[place], expecting: .decision))
      guard tuned.labels.map({ ExactString($0) }) == set.labels.map({ ExactString($0) }) else {
        throw InputError(
          file: decision[place], problem: "was tuned for other tags than those of \(path)",
          remedy: "Give the decisions in the order of the predictions")
      }
      if let own = tuned.model, let model = contents.header.modelHash, own != model {
        throw InputError(
          file: decision[place], problem: "was tuned for another model than that of \(path)",
          remedy: "Give the decisions in the order of the predictions")
      }
      return Report.Fold(set: set, rule: tuned.rule)
    }
    let evaluated = metrics.flatMap {
      $0.folds.count == predictions.count ? $0.folds[place].threshold : nil
    }
    return Report.Fold(set: set, rule: DecisionRule(.threshold(evaluated ?? set.threshold)))
  }

  /// Counts the documents, and keeps those that are shown.
  private func readDocuments(into report: inout Report) throws {
    guard let documents else { return }
    let first = report.folds.first
    let chosen =
      first.map {
        ShownDocument.choice($0.set, rule: $0.rule, count: page.shown)
      } ?? []
    var wanted: [ExactString: Int] = [:]
    for (place, one) in chosen.enumerated() {
      if let first { wanted[ExactString(first.set.ids[one.number])] = place }
    }
    var found: [Int: Document] = [:]
    var statistics = CorpusCounts()
    let reader = try DocumentsReader(path: documents)
    while let document = try reader.nextDocument() {
      statistics.add(document)
      if let place = wanted[ExactString(document.id)] { found[place] = document }
    }
    report.statistics = statistics
    guard let first, !found.isEmpty else { return }
    var network: TrainedModel?
    var given: GivenFeatures?
    if let path = model.first {
      let stored = try StoredModel(path: path, pool: WorkerPool(threads: threads.count))
      if case .network(let trained) = stored {
        given = try storedVectors([encoded].compactMap(\.self), for: [stored])
        // Without vectors there is no attention to show.
        if trained.encoding == nil || given != nil { network = trained }
      }
    }
    report.documents = try chosen.enumerated().compactMap { place, one in
      try found[place].map { document in
        try naming(nil) {
          try ShownDocument(
            document, choice: one, set: first.set, rule: first.rule, model: network, given: given)
        }
      }
    }
    for document in report.documents.indices {
      for tag in report.documents[document].tags.indices {
        let label = report.documents[document].tags[tag].name
        report.documents[document].tags[tag].name = report.names[label] ?? label
      }
    }
  }
}
