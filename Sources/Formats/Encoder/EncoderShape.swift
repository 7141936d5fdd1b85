// The shape of a transformer as its config.json states it. What cannot be computed here
// is refused with its name.
import FormatsFiles

/// The sizes and choices of a BERT-like transformer.
public struct EncoderShape: Equatable, Sendable {
  /// Whose names the tensors have.
  public enum Family: String, Sendable {
    case bert
    case distilBERT = "distilbert"
  }

  /// The function between the two products of a layer.
  public enum Activation: Sendable {
    /// GELU by the error function.
    case gelu
    /// GELU by its approximation with tanh.
    case geluTanh
    case relu
  }

  /// The architecture.
  public var family: Family
  /// The width of a token's state.
  public var width: Int
  /// The number of layers.
  public var layers: Int
  /// The heads of each layer; they divide `width`.
  public var heads: Int
  /// The width between the two products of a layer.
  public var innerWidth: Int
  /// The longest sequence, in word pieces.
  public var positions: Int
  /// Rows of the table of segment vectors; 0 if there is none.
  public var segments: Int
  /// Rows of the table of word pieces.
  public var pieces: Int
  /// What layer normalisation adds to the variance.
  public var epsilon: Float
  /// What is between the two products of a layer.
  public var activation: Activation

  /// Reads a `config.json`.
  ///
  /// - Throws: `InputError` for a model of another architecture, or sizes that do not fit
  ///   together.
  public init(_ config: ExactJSON, file: String) throws {
    func invalid(_ problem: String) -> InputError {
      InputError(
        file: file, problem: problem,
        remedy: "Give the folder of a BERT, MiniLM, DistilBERT, E5, BGE or GTE encoder")
    }
    guard let type = config["model_type"]?.string else { throw invalid("names no model_type") }
    guard let family = Family(rawValue: type) else {
      throw invalid("is of the architecture \"\(type)\"; only bert and distilbert are supported")
    }
    func size(_ name: String, _ range: ClosedRange<Int>) throws -> Int {
      guard let value = config[name]?.integer, range.contains(value) else {
        throw invalid("\(name) is missing or not between \(range.lowerBound) and \(range.upperBound)")
      }
      return value
    }
    let isBERT = family == .bert
    self.family = family
    width = try size(isBERT ? "hidden_size" : "dim", 1...16_384)
    layers = try size(isBERT ? "num_hidden_layers" : "n_layers", 1...256)
    heads = try size(isBERT ? "num_attention_heads" : "n_heads", 1...1_024)
    innerWidth = try size(isBERT ? "intermediate_size" : "hidden_dim", 1...65_536)
    positions = try size("max_position_embeddings", 3...65_536)
    pieces = try size("vocab_size", 5...4_000_000)
    segments = isBERT ? try size("type_vocab_size", 1...1_024) : 0
    guard width % heads == 0 else {
      throw invalid("the width \(width) cannot be shared among \(heads, "head")")
    }
    let epsilon = config["layer_norm_eps"]?.number ?? 1e-12
    guard epsilon > 0, epsilon < 1 else { throw invalid("layer_norm_eps is not between 0 and 1") }
    self.epsilon = Float(epsilon)
    let activation = config[isBERT ? "hidden_act" : "activation"]?.string ?? "gelu"
    switch activation {
    case "gelu": self.activation = .gelu
    case "gelu_new", "gelu_pytorch_tanh": self.activation = .geluTanh
    case "relu": self.activation = .relu
    default: throw invalid("the activation \"\(activation)\" is not supported")
    }
    let positionType = config["position_embedding_type"]?.string ?? "absolute"
    guard positionType == "absolute" else {
      throw invalid("position embeddings of the type \"\(positionType)\" are not supported")
    }
    guard config["is_decoder"]?.bool != true else { throw invalid("is a decoder, not an encoder") }
  }
}
