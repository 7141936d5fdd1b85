// Vectors of documents' texts by a pretrained sentence encoder. What the models make of
// them is not decided here.
import ArgumentParser
import Formats
import Foundation
import Pipeline
import StageSupport

@main
struct Encode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Encodes titles and texts of documents with a pretrained sentence encoder.",
    discussion: """
      The encoder is a folder as sentence-transformers publishes it: config.json, \
      model.safetensors, tokenizer.json or vocab.txt, and modules.json with its pooling. \
      BERT, MiniLM, DistilBERT, E5, BGE and GTE encoders with a WordPiece tokenizer can be \
      used; anything else is refused by name. scripts/fetch-encoder fetches a small one.

      The documents hold words without case and without most punctuation; that is what is \
      encoded. For cased encoders much is lost by that.
      """,
    version: JMAN.version)

  @Option(help: "The output of preprocess.")
  var documents: String

  @Option(help: ArgumentHelp("The folder of the encoder.", valueName: "folder"))
  var encoder: String

  @Option(
    help: """
      What to encode beside titles: windows (as many whole sentences as the encoder takes at \
      once) or sentences.
      """)
  var unit: TextEncoding.Unit = .windows

  @Option(
    help: ArgumentHelp(
      "Text before everything that is encoded, such as \"passage: \" for E5.", valueName: "text"))
  var prefix = ""

  @Option(
    help: ArgumentHelp(
      "The most word pieces of a text (default: as many as the encoder allows).", valueName: "n"))
  var longest: Int?

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var options: StageOptions

  func validate() throws {
    if let longest, longest < 1 {
      throw ValidationError("--longest must be at least 1, but is \(longest).")
    }
  }

  func run() throws {
    let folder = try EncoderFolder(path: encoder)
    var parameters: [String: StageHeader.Value] = [
      "unit": .string(unit.rawValue), "prefix": .string(prefix),
    ]
    if let longest { parameters["longest"] = .int(longest) }
    let run = try StageRun(
      stage: "encode", revision: 1, options: options,
      inputs: [("documents", documents)] + folder.files, parameters: parameters, isNumeric: true)
    if run.isUpToDate() { return }

    let pool = WorkerPool(threads: threads.count)
    let sentences = try SentenceEncoder(folder)
    let texts = try TextVectoriser(
      sentences, hash: folder.contentHash(), unit: unit, prefix: prefix, longest: longest)
    let stage = try run.writer(.encoded, level: 1)
    let writer = try EncodedWriter(stage, encoding: texts.encoding)
    let reader = try DocumentsReader(path: documents)
    let meter = ProgressMeter("encode: documents", isQuiet: run.isQuiet)
    let started = Date()
    var documents = 0
    var vectors = 0
    while true {
      var block: [Document] = []
      while block.count < 256, let document = try reader.nextDocument() { block.append(document) }
      if block.isEmpty { break }
      let encoded = texts.encode(block, pool: pool)
      try writer.write(encoded)
      documents += block.count
      vectors += encoded.reduce(0) { $0 + $1.vectors.count } / sentences.dimensions
      meter.update(documents)
    }
    meter.finish()
    guard documents > 0 else {
      throw InputError(file: self.documents, problem: "holds no documents")
    }
    try stage.commit(summary: [
      "documents": .int(documents), "vectors": .int(vectors),
      "dimensions": .int(sentences.dimensions),
    ])
    let seconds = Date().timeIntervalSince(started)
    run.say(
      "encode: \(vectors) vectors of \(sentences.dimensions) dimensions from \(documents) documents, "
        + String(format: "%.1f documents/s", Double(documents) / seconds))
  }
}

extension TextEncoding.Unit: ExpressibleByArgument {}
