// Gives tags to documents: the test documents of a split, for evaluation, or
// any new documents, for people.
import ArgumentParser
import Formats
import Foundation
import Pipeline
import StageSupport

@main
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Scores documents with a trained model.",
    discussion: """
      New documents: predict --model model.stage FILE, or - for standard input; JSON lines \
      ({"id": …, "title": …, "text": …}), the original's corpus lines, or plain text with \
      --plain. Prints tags with their scores, a line a document (tab-separated, or JSON lines \
      with --json).

      Test documents: predict --model model.stage --documents documents.stage --split \
      split.stage --output predictions.stage writes the scores that evaluate reads.
      """)

  @Option(help: "The output of train.")
  var model: String

  @Argument(help: "New documents; - is standard input.")
  var file: String?

  @Option(help: "The output of preprocess, to score its test documents.")
  var documents: String?

  @Option(help: "The output of split.")
  var split: String?

  @Option(name: .shortAndLong, help: "The stage file to write for test documents.")
  var output: String?

  @Option(help: "Which documents of the split to score: test or validation.")
  var part: FoldPart = .test

  @Option(help: "The fold whose validation documents are scored, from 0.")
  var fold = 0

  @Option(help: "Features of the documents, where the model was trained on such a file.")
  var features: String?

  @Option(help: "Give every tag with a score above this (default: the model's tuned threshold).")
  var threshold: Float?

  @Option(help: "Give the n best tags instead.")
  var topK: Int?

  @Flag(help: "Read FILE as plain text: a document a paragraph.")
  var plain = false

  @Flag(help: "Print JSON lines.")
  var json = false

  @Flag(help: "With --json: add the attention weights of title words, words and sentences.")
  var attention = false

  @Option(help: "Documents a batch.")
  var batchSize = 128

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "Work even where the output is up to date.")
  var force = false

  @Flag(name: .shortAndLong, help: "Print errors only.")
  var quiet = false

  func validate() throws {
    if (file == nil) == (documents == nil) {
      throw ValidationError("Give either new documents (FILE or -) or --documents.")
    }
    if documents != nil, split == nil || output == nil {
      throw ValidationError("--documents needs --split and --output.")
    }
    if let topK, topK < 1 { throw ValidationError("--top-k must be at least 1, but is \(topK).") }
    if batchSize < 1 {
      throw ValidationError("--batch-size must be at least 1, but is \(batchSize).")
    }
    if let threshold, !(threshold >= 0 && threshold < 1) {
      throw ValidationError("--threshold must be from 0 to below 1, but is \(threshold).")
    }
    if part == .training { throw ValidationError("--part must be test or validation.") }
    if fold < 0 { throw ValidationError("--fold must not be negative, but is \(fold).") }
    if attention, !json { throw ValidationError("--attention needs --json.") }
  }

  func run() throws {
    let pool = WorkerPool(threads: threads.count)
    if let documents, let split, let output {
      var options = StageOptions()
      options.output = output
      options.force = force
      options.quiet = quiet
      try scoreTest(documents: documents, split: split, options: options, pool: pool)
    } else if let file {
      try annotate(file, pool: pool)
    }
  }

  private func scoreTest(
    documents path: String, split: String, options: StageOptions, pool: WorkerPool
  ) throws {
    var parameters: [String: StageHeader.Value] = [
      "batchSize": .int(batchSize),
      "model": try StageReader(path: model, expecting: .model).header.parameters["model"]
        ?? .string("model"),
    ]
    if part != .test {
      parameters["part"] = .string(part.rawValue)
      parameters["fold"] = .int(fold)
    }
    let run = try StageRun(
      stage: "predict", revision: 1, options: options,
      inputs: [("model", model), ("documents", path), ("split", split)]
        + (features.map { [("features", $0)] } ?? []),
      parameters: parameters)
    if run.isUpToDate() { return }
    let stored = try StoredModel(path: model, pool: pool)
    let chosen = try FoldDocuments(documents: path, split: split, fold: fold, parts: [part])
      .documents(part)
    let meter = ProgressMeter("predict", total: chosen.count, isQuiet: run.isQuiet)
    let started = Date()
    let set: PredictionSet
    switch stored {
    case .network(let trained):
      let scored = Scorer(
        trained.network, form: trained.form, batchSize: batchSize,
        floor: trained.isOriginal ? 0 : 0.001
      ).score(chosen.map(trained.documentEncoder.encode), progress: { meter.update($0) }).scored
      set = PredictionSet(
        labels: trained.labels, labelCounts: trained.labelCounts.map(Int.init),
        trainingDocuments: trained.trainingDocuments, ids: chosen.map(\.id), scored: scored,
        threshold: trained.threshold, k: trained.k)
    case .baseline(let trained):
      let given = try features.map { GivenFeatures(try FeatureRows(path: $0)) }
      set = PredictionSet(
        labels: trained.labels, labelCounts: trained.labelCounts.map(Int.init),
        trainingDocuments: trained.trainingDocuments, ids: chosen.map(\.id),
        scored: try naming(features) { try trained.score(chosen, given: given, pool: pool) },
        threshold: trained.threshold, k: trained.k)
    }
    meter.finish()
    let speed = Double(chosen.count) / Date().timeIntervalSince(started)
    let writer = try run.writer(.predictions)
    try set.write(to: writer)
    try writer.commit(summary: ["documents": .int(chosen.count)])
    run.say("predict: \(chosen.count) documents, \(Int(speed)) documents/s")
  }

  /// Reads documents as they come and prints their tags batch by batch.
  private func annotate(_ file: String, pool: WorkerPool) throws {
    PartialFiles.removeWhenInterrupted()
    guard case .network(let trained) = try StoredModel(path: model, pool: pool) else {
      throw InputError(
        file: model, problem: "is a baseline, which scores documents of a split only",
        remedy: "Give --documents, --split and --output")
    }
    var options = CorpusOptions()
    options.requiresTags = false
    if plain { options.format = .paragraphs }
    var reader = DocumentReader(CorpusReader(try ByteSource(path: file), options: options))
    let printer = AnnotationPrinter(
      trained, threshold: threshold, topK: topK, asJSON: json, withAttention: attention)
    var batch: [Document] = []
    while let document = try reader.next() {
      batch.append(document)
      if batch.count == batchSize {
        try printer.printBatch(batch)
        batch.removeAll()
      }
    }
    if !batch.isEmpty { try printer.printBatch(batch) }
    let report = reader.report
    for rejection in report.rejections {
      printError("\(file == "-" ? "(standard input)" : file):\(rejection.line): skipped: \(rejection.reason).")
    }
    if report.rejected > report.rejections.count {
      printError("… and \(report.rejected - report.rejections.count) more records were skipped.")
    }
    if report.documents == 0 {
      throw InputError(
        file: file, problem: "holds no document to annotate",
        remedy: "Give JSON lines with title and text, or plain text with --plain")
    }
  }
}

extension FoldPart: ExpressibleByArgument {}
