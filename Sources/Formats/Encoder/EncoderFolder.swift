// The folder of a published sentence encoder: what is in it, and whether all of it can be
// used here. The weights are read when they are asked for.
import FormatsFiles
import Foundation

/// A sentence encoder as sentence-transformers and transformers publish them.
///
///     config.json               the shape of the network
///     model.safetensors         its weights
///     tokenizer.json            or vocab.txt with tokenizer_config.json
///     modules.json              what follows the network; without it: the mean
///     1_Pooling/config.json     how the vectors of tokens become one
///     sentence_bert_config.json the longest text
public struct EncoderFolder: Sendable {
  /// How the vectors of a text's tokens become one.
  public enum Pooling: String, Sendable {
    case mean, first
  }

  /// The folder.
  public let path: String
  /// The sizes, from `config.json`.
  public let shape: EncoderShape
  /// How text becomes word pieces.
  public let tokenizer: WordPieceDescription
  /// How the vectors of a text's tokens become one.
  public let pooling: Pooling
  /// Whether vectors are brought to length 1.
  public let normalises: Bool
  /// The longest text in word pieces, with its first and last token.
  public let longest: Int
  /// The files that were read, by their role, in a fixed order.
  public let files: [(role: String, path: String)]
  private let weights: String

  /// Reads everything but the weights.
  ///
  /// - Throws: `InputError` that names what is missing or not supported.
  public init(path: String) throws {
    self.path = path
    var folder = FolderFiles(path: path)
    let modules = try EncoderModules(folder.json("modules.json"), file: folder.place("modules.json"))
    let network = modules.network.isEmpty ? "" : modules.network + "/"
    guard let config = try folder.json(network + "config.json") else {
      throw InputError(
        file: path, problem: "has no config.json",
        remedy: "Give the folder of a published encoder, such as scripts/fetch-encoder makes")
    }
    shape = try EncoderShape(config, file: folder.place(network + "config.json"))
    guard let weights = try folder.find(network + "model.safetensors") else {
      throw Self.withoutWeights(folder.place(network))
    }
    self.weights = weights
    let tokenizerConfig = try folder.json(network + "tokenizer_config.json")
    tokenizer = try Self.tokenizer(in: network, of: &folder, config: tokenizerConfig)
    guard Int(tokenizer.greatestNumber) < shape.pieces else {
      throw InputError(
        file: path,
        problem: "the tokenizer has a piece numbered \(tokenizer.greatestNumber), but the network "
          + "knows only \(shape.pieces) pieces")
    }
    if let module = modules.pooling {
      pooling = try Pooling(in: module, of: &folder, width: shape.width)
    } else {
      pooling = .mean
    }
    normalises = modules.normalises
    let limits = [
      try folder.json("sentence_bert_config.json")?["max_seq_length"]?.integer,
      tokenizerConfig?["model_max_length"]?.integer,
    ]
    longest = limits.compactMap { $0 }.filter { $0 >= 3 }.reduce(shape.positions, min)
    files = folder.found
  }

  private static func tokenizer(
    in network: String, of folder: inout FolderFiles, config: ExactJSON?
  ) throws -> WordPieceDescription {
    if let tokenizer = try folder.json(network + "tokenizer.json") {
      return try WordPieceDescription(tokenizer: tokenizer, file: folder.place(network + "tokenizer.json"))
    }
    guard let vocabulary = try folder.find(network + "vocab.txt") else {
      throw withoutTokenizer(folder.place(network))
    }
    return try WordPieceDescription(
      vocabulary: ByteSource(path: vocabulary).readAll(limit: 256 << 20), file: vocabulary, config: config)
  }

  /// One hash of everything that was read.
  ///
  /// - Throws: `InputError` when a file cannot be read.
  public func contentHash() throws -> ContentHash {
    var hasher = try ContentHasher()
    for file in files {
      let line = "\(file.role) \(try ContentHash(ofFile: file.path))\n"
      Array(line.utf8).withUnsafeBytes { hasher.update($0) }
    }
    return hasher.finish()
  }

  /// Opens the weights.
  ///
  /// - Throws: `InputError` as `SafeTensorsFile`.
  public func openWeights() throws -> SafeTensorsFile { try SafeTensorsFile(path: weights) }

  private static func withoutWeights(_ folder: String) -> InputError {
    let others = [
      ("model.safetensors.index.json", "weights in several files are not supported"),
      ("pytorch_model.bin", "pytorch_model.bin is a program as much as data and is not read"),
      ("model.onnx", "ONNX files are not read"),
    ]
    let found = others.first { FileManager.default.fileExists(atPath: folder + $0.0) }
    return InputError(
      file: String(folder.dropLast()), problem: "has no model.safetensors" + (found.map { "; " + $0.1 } ?? ""),
      remedy: "Save the model as one safetensors file")
  }

  private static func withoutTokenizer(_ folder: String) -> InputError {
    let others = [
      ("sentencepiece.bpe.model", "sentencepiece"), ("spiece.model", "sentencepiece"),
      ("merges.txt", "BPE"),
    ]
    let found = others.first { FileManager.default.fileExists(atPath: folder + $0.0) }
    return InputError(
      file: String(folder.dropLast()),
      problem: "has neither tokenizer.json nor vocab.txt"
        + (found.map { "; \($0.1) tokenizers are not supported" } ?? ""),
      remedy: "Give an encoder with a BERT (WordPiece) tokenizer")
  }
}
