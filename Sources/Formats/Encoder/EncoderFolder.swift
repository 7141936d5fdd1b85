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
    var files: [(role: String, path: String)] = []
    /// The path of a file of the folder; nil if it is not there.
    func find(_ name: String) throws -> String? {
      let file = path + "/" + name
      guard FileManager.default.fileExists(atPath: file) else { return nil }
      // Opening a pipe would wait.
      try InputError.checkRepeatable(file)
      files.append((role: "encoder/" + name, path: file))
      return file
    }
    func json(_ name: String) throws -> ExactJSON? { try find(name).map { try ExactJSON(path: $0) } }

    let modules = try EncoderModules(json("modules.json"), file: path + "/modules.json")
    let network = modules.network.isEmpty ? "" : modules.network + "/"
    guard let config = try json(network + "config.json") else {
      throw InputError(
        file: path, problem: "has no config.json",
        remedy: "Give the folder of a published encoder, such as scripts/fetch-encoder makes")
    }
    shape = try EncoderShape(config, file: path + "/" + network + "config.json")
    guard let weights = try find(network + "model.safetensors") else {
      throw Self.withoutWeights(path + "/" + network)
    }
    self.weights = weights
    let tokenizerConfig = try json(network + "tokenizer_config.json")
    if let tokenizer = try json(network + "tokenizer.json") {
      self.tokenizer = try WordPieceDescription(
        tokenizer: tokenizer, file: path + "/" + network + "tokenizer.json")
    } else if let vocabulary = try find(network + "vocab.txt") {
      tokenizer = try WordPieceDescription(
        vocabulary: ByteSource(path: vocabulary).readAll(limit: 256 << 20), file: vocabulary,
        config: tokenizerConfig)
    } else {
      throw Self.withoutTokenizer(path + "/" + network)
    }
    guard Int(tokenizer.greatestNumber) < shape.pieces else {
      throw InputError(
        file: path,
        problem: "the tokenizer has a piece numbered \(tokenizer.greatestNumber), but the network "
          + "knows only \(shape.pieces) pieces")
    }
    if let folder = modules.pooling {
      guard let pooling = try json(folder + "/config.json") else {
        throw InputError(file: path, problem: "has no \(folder)/config.json")
      }
      self.pooling = try Pooling(
        pooling, width: shape.width, file: path + "/" + folder + "/config.json")
    } else {
      pooling = .mean
    }
    normalises = modules.normalises
    var longest = shape.positions
    for limit in [
      try json("sentence_bert_config.json")?["max_seq_length"]?.integer,
      tokenizerConfig?["model_max_length"]?.integer,
    ] {
      if let limit, limit >= 3 { longest = min(longest, limit) }
    }
    self.longest = longest
    self.files = files
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

/// What `modules.json` says about the parts of an encoder.
private struct EncoderModules {
  var network = ""
  var pooling: String?
  var normalises = false

  init(_ json: ExactJSON?, file: String) throws {
    guard let json else { return }
    func invalid(_ problem: String) -> InputError { InputError(file: file, problem: problem) }
    guard let modules = json.array, !modules.isEmpty else { throw invalid("lists no modules") }
    for (index, module) in modules.enumerated() {
      guard let type = module["type"]?.string, let path = module["path"]?.string,
        !path.split(separator: "/").contains(".."), !path.hasPrefix("/")
      else { throw invalid("module \(index) has no type or no path in the folder") }
      switch (index, type.split(separator: ".").last) {
      case (0, "Transformer"): network = path
      case (1, "Pooling"): pooling = path
      case (2, "Normalize") where pooling != nil: normalises = true
      default:
        throw invalid(
          "module \(index), \(type), is not supported there; only Transformer, Pooling and "
            + "Normalize, in this order, are")
      }
    }
    guard pooling != nil else { throw invalid("lists no pooling") }
  }
}

extension EncoderFolder.Pooling {
  /// Reads the config.json of a pooling module, in its old and its new form.
  fileprivate init(_ json: ExactJSON, width: Int, file: String) throws {
    var modes = (json.object ?? []).compactMap { key, value in
      key.hasPrefix("pooling_mode_") && value.bool == true
        ? String(key.dropFirst("pooling_mode_".count)) : nil
    }
    if let mode = json["pooling_mode"]?.string { modes = [mode] }
    switch modes {
    case ["mean_tokens"], ["mean"]: self = .mean
    case ["cls_token"], ["cls"]: self = .first
    default:
      throw InputError(
        file: file,
        problem: modes.isEmpty
          ? "names no pooling"
          : "the pooling \(modes.joined(separator: " with ")) is not supported; only the mean of "
            + "all tokens and the first token are")
    }
    for key in ["word_embedding_dimension", "embedding_dimension"] {
      if let given = json[key]?.integer, given != width {
        throw InputError(
          file: file, problem: "pools vectors of length \(given), but the network's have \(width)")
      }
    }
  }
}
