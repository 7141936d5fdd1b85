// Gives tags to new documents, for people and programs. What evaluate measures
// is made by `predict`.
import ArgumentParser
import Formats
import Foundation
import Pipeline
import StageSupport

@main
struct Annotate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate",
    abstract: "Gives tags to new documents.",
    discussion: """
      annotate --model model.stage FILE, or - for standard input; JSON lines \
      ({"id": …, "title": …, "text": …}), the original's corpus lines, or plain text with \
      --plain. Prints tags with their scores, a line a document (tab-separated, or JSON lines \
      with --json).
      """)

  @Option(help: "The output of train.")
  var model: String

  @Argument(help: "New documents; - is standard input.")
  var file: String

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

  func validate() throws {
    if let topK, topK < 1 { throw ValidationError("--top-k must be at least 1, but is \(topK).") }
    if batchSize < 1 {
      throw ValidationError("--batch-size must be at least 1, but is \(batchSize).")
    }
    if let threshold, !(threshold >= 0 && threshold < 1) {
      throw ValidationError("--threshold must be from 0 to below 1, but is \(threshold).")
    }
    if attention, !json { throw ValidationError("--attention needs --json.") }
  }

  /// Reads documents as they come and prints their tags batch by batch.
  func run() throws {
    let trained = try loadModel(model, threads: threads)
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
    let name = file == "-" ? "(standard input)" : file
    for rejection in report.rejections {
      printError("\(name):\(rejection.line): skipped: \(rejection.reason).")
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
