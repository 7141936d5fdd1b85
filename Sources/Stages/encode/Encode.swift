// Vectors of documents' texts by a pretrained sentence encoder. The models decide how to
// use them.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineBaselines
import PipelineEmbedding
import PipelineFeatures
import PipelineNumerics
import PipelineRelations
import PipelineText
import Foundation
import StageSupport

@main
struct Encode: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Encodes titles and texts of documents with a pretrained sentence encoder.",
    discussion: """
      The encoder is a folder as sentence-transformers publishes it: config.json, \
      model.safetensors, tokenizer.json or vocab.txt, and modules.json with its pooling. \
      BERT, MiniLM, DistilBERT, E5, BGE and GTE encoders with a WordPiece tokenizer can be \
      used; anything else is refused by name. scripts/fetch-encoder fetches a small one.

      The documents hold words without case and without most punctuation; that is what is \
      encoded. Cased encoders lose much by that.

      With --vocabulary the names of its tags are encoded instead, one vector per tag: for a \
      concept the mean of its preferred and alternative names in one language. train-baseline and \
      build-sim-sub take them as --label-vectors, train as --label-embedding. With --concepts \
      too, the other concepts of a whole vocabulary have vectors, which training never saw.
      """,
    version: JMAN.version)

  @Option(help: "The output of preprocess.")
  var documents: String?

  @Option(help: "The output of build-vocab, to encode the names of its tags.")
  var vocabulary: String?

  @Option(
    help: ArgumentHelp(
      "With --vocabulary: the output of build-concepts, to encode its other concepts too.",
      valueName: "file"))
  var concepts: String?

  @Option(help: ArgumentHelp("The folder of the encoder.", valueName: "folder"))
  var encoder: String

  @OptionGroup var choices: Options<EncodeParameters>
  @OptionGroup var names: NamesOptions
  @OptionGroup var precisionOptions: Options<EncodingPrecision>
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var options: StageOptions

  func validate() throws {
    guard (documents == nil) != (vocabulary == nil) else {
      throw ValidationError("Give --documents or --vocabulary, one of them.")
    }
    if vocabulary == nil, names.areGiven || concepts != nil {
      throw ValidationError("--names and --concepts need --vocabulary.")
    }
  }

  func run() throws {
    let folder = try EncoderFolder(path: encoder)
    let (chosen, precision) = (choices.parameters(), precisionOptions.parameters())
    if let vocabulary { return try encodeNames(vocabulary, folder, chosen, precision) }
    let documentsPath = documents ?? ""
    let run = try StageRun(
      stage: "encode", revision: 2, options: options,
      inputs: [("documents", documentsPath)] + folder.files, parameters: headerValues(of: chosen, precision),
      isNumeric: true)
    if run.isUpToDate() { return }

    try precision.choose()
    let pool = WorkerPool(threads: threads.count)
    let sentences = try SentenceEncoder(folder, precision: precision.precision)
    let texts = try TextVectoriser(
      sentences, hash: folder.contentHash(), unit: chosen.unit, prefix: chosen.prefix,
      longest: chosen.longest)
    let stage = try run.writer(.encoded, level: 1)
    let writer = try EncodedWriter(stage, encoding: texts.encoding)
    let reader = try DocumentsReader(path: documentsPath)
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
      throw InputError(file: documentsPath, problem: "holds no documents")
    }
    try stage.commit(summary: [
      "documents": .int(documents), "vectors": .int(vectors),
      "dimensions": .int(sentences.dimensions),
    ])
    let seconds = Date().timeIntervalSince(started)
    run.say(
      "encode: \(vectors, "vector") of \(sentences.dimensions, "dimension") from "
        + "\(documents, "document"), " + String(format: "%.1f documents/s", Double(documents) / seconds))
  }
}

extension Encode {
  /// Encodes the names of the tags of a vocabulary.
  private func encodeNames(
    _ path: String, _ folder: EncoderFolder, _ chosen: EncodeParameters, _ precision: EncodingPrecision
  ) throws {
    var chosen = chosen
    chosen.encodesNames = true
    // Earlier headers had commas between languages.
    let parameters = headerValues(of: chosen, precision).merging(
      ["names": .string(names.names.joined(separator: ","))]) { _, names in names }
    let run = try StageRun(
      stage: "encode", revision: 2, options: options,
      inputs: [("vocabulary", path)] + (concepts.map { [("concepts", $0)] } ?? []) + folder.files,
      parameters: parameters, isNumeric: true)
    if run.isUpToDate() { return }
    let vocabulary = try CorpusVocabulary(StageContents(path: path, expecting: .vocabulary))
    var (labels, table) = (vocabulary.labels.texts, vocabulary.concepts)
    if let concepts {
      let whole = try ConceptTable(path: concepts)
      (labels, table) = (LabelNames.labels(labels, and: whole), whole)
    }
    // Reports if no name is in the languages that are wanted.
    _ = try names.names(of: labels, table)
    try precision.choose()
    let encoder = try SentenceEncoder(folder, precision: precision.precision)
    let texts = try TextVectoriser(
      encoder, hash: folder.contentHash(), unit: .sentences, prefix: chosen.prefix,
      longest: chosen.longest)
    let vectors = WordVectors(
      words: labels, dimensions: encoder.dimensions,
      values: encoder.encode(
        names: ConceptNames.synonyms(of: labels, concepts: table, languages: names.names),
        prefix: chosen.prefix, pool: WorkerPool(threads: threads.count)))
    let writer = try run.writer(.vectors)
    try vectors.write(to: writer)
    try texts.encoding.write(to: writer)
    try writer.commit(summary: [
      "words": .int(vectors.count), "dimensions": .int(vectors.dimensions),
    ])
    run.say("encode: \(vectors.count, "vector") of the names of tags")
  }
}

extension TextEncoding.Unit: ExpressibleByArgument {}

/// How texts are encoded.
struct EncodeParameters: DeclaredParameters {
  var unit = TextEncoding.Unit.windows
  var prefix = ""
  /// Nil is as long as the encoder allows.
  var longest: Int?
  /// Whether names of tags are encoded instead of documents; they have no parts.
  var encodesNames = false

  static let declarations: [Declaration<Self>] = [
    .init(
      "unit", \.unit,
      """
      What to encode in addition to titles: windows (as many whole sentences as the encoder takes at \
      once) or sentences.
      """, isUsed: { !$0.encodesNames }),
    .init(
      "prefix", \.prefix, "Text before everything that is encoded, such as \"passage: \" for E5.", valueName: "text"),
    .init(
      "longest", \.longest, in: .atLeast(1), "Maximum word pieces per text.", valueName: "n",
      default: "as many as the encoder allows", header: { $0.longest.map { .int($0) } }),
  ]
}
