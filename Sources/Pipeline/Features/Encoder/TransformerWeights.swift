// The weights of a transformer, in the order in which the kernels read them. The names of
// the tensors are those of the published models.
import Formats
import PipelineNumerics

/// A weight matrix in the kernels' order, with its bias: x Wᵀ + b.
struct PackedLinear: Sendable {
  /// Wᵀ, inputs × outputs.
  private enum Weights: Sendable {
    case single(PackedMatrix)
    case bytes(Int8Matrix)
  }
  private let weights: Weights
  private let biases: MatrixBuffer
  var bias: VectorView { biases.row(0) }

  /// - Parameters:
  ///   - weights: outputs × inputs, row-major, as PyTorch keeps them.
  init(inputs: Int, weights: [Float], bias: [Float], precision: EncoderPrecision) {
    self.weights = withMatrix(weights, columns: inputs) {
      precision == .int8 ? .bytes(Int8Matrix($0.transposed)) : .single(PackedMatrix($0.transposed))
    }
    biases = MatrixBuffer(bias, columns: bias.count)
  }

  /// y = x Wᵀ, without the bias.
  func multiply(_ x: MatrixView, into y: MatrixView) {
    switch weights {
    case .single(let matrix): PipelineNumerics.multiply(x, matrix, into: y)
    case .bytes(let matrix): PipelineNumerics.multiply(x, matrix, into: y)
    }
  }
}

/// Gain and shift of a layer normalisation.
struct LayerNorm: Sendable {
  private let memory: MatrixBuffer
  var gain: VectorView { memory.row(0) }
  var shift: VectorView { memory.row(1) }

  init(gain: [Float], shift: [Float]) { memory = MatrixBuffer(gain + shift, columns: gain.count) }
}

/// Everything learnt of one layer.
struct TransformerLayer: Sendable {
  /// Queries, keys and values, side by side.
  let attention: PackedLinear
  let attentionOutput: PackedLinear
  let attentionNorm: LayerNorm
  let inner: PackedLinear
  let output: PackedLinear
  let outputNorm: LayerNorm
}

/// All weights of a network.
struct TransformerWeights: Sendable {
  /// pieces × width.
  let pieces: [Float]
  /// positions × width, with the vector of the first segment.
  let positions: MatrixBuffer
  let norm: LayerNorm
  let layers: [TransformerLayer]

  /// Reads the tensors that `shape` needs.
  ///
  /// - Throws: `InputError` if one is missing or has another shape.
  init(_ file: SafeTensorsFile, shape: EncoderShape, precision: EncoderPrecision) throws {
    let names = TensorNames(shape.family, in: file)
    let width = shape.width
    func vector(_ name: String, _ count: Int) throws -> [Float] {
      try file.floats(names.prefix + name, shape: [count])
    }
    func matrix(_ name: String, _ rows: Int, _ columns: Int) throws -> [Float] {
      try file.floats(names.prefix + name, shape: [rows, columns])
    }
    func norm(_ name: String) throws -> LayerNorm {
      // The oldest files call gain and shift by other names.
      let isOld =
        file.tensors[names.prefix + name + ".weight"] == nil
        && file.tensors[names.prefix + name + ".gamma"] != nil
      return LayerNorm(
        gain: try vector(name + (isOld ? ".gamma" : ".weight"), width),
        shift: try vector(name + (isOld ? ".beta" : ".bias"), width))
    }
    func linear(_ parts: [String], _ inputs: Int, _ outputs: Int) throws -> PackedLinear {
      PackedLinear(
        inputs: inputs,
        weights: try parts.flatMap { try matrix($0 + ".weight", outputs, inputs) },
        bias: try parts.flatMap { try vector($0 + ".bias", outputs) },
        precision: precision)
    }
    pieces = try matrix("embeddings.word_embeddings.weight", shape.pieces, width)
    var positions = try matrix("embeddings.position_embeddings.weight", shape.positions, width)
    if shape.segments > 0 {
      let segments = try matrix("embeddings.token_type_embeddings.weight", shape.segments, width)
      for i in positions.indices { positions[i] += segments[i % width] }
    }
    self.positions = MatrixBuffer(positions, columns: width)
    self.norm = try norm("embeddings.LayerNorm")
    layers = try (0..<shape.layers).map { layer in
      let layer = names.layer(layer)
      return TransformerLayer(
        attention: try linear(names.attention.map { layer + $0 }, width, width),
        attentionOutput: try linear([layer + names.attentionOutput], width, width),
        attentionNorm: try norm(layer + names.attentionNorm),
        inner: try linear([layer + names.inner], width, shape.innerWidth),
        output: try linear([layer + names.output], shape.innerWidth, width),
        outputNorm: try norm(layer + names.outputNorm))
    }
  }
}

/// What the tensors of a family are called.
private struct TensorNames {
  /// What some programs put before all names.
  let prefix: String
  let layers: String
  let attention: [String]
  let attentionOutput: String
  let attentionNorm: String
  let inner: String
  let output: String
  let outputNorm: String

  init(_ family: EncoderShape.Family, in file: SafeTensorsFile) {
    let prefixes = ["", "bert.", "distilbert.", "model.", "0.auto_model."]
    prefix = prefixes.first { file.tensors[$0 + "embeddings.word_embeddings.weight"] != nil } ?? ""
    switch family {
    case .bert:
      layers = "encoder.layer."
      attention = ["query", "key", "value"].map { "attention.self." + $0 }
      attentionOutput = "attention.output.dense"
      attentionNorm = "attention.output.LayerNorm"
      inner = "intermediate.dense"
      output = "output.dense"
      outputNorm = "output.LayerNorm"
    case .distilBERT:
      layers = "transformer.layer."
      attention = ["q_lin", "k_lin", "v_lin"].map { "attention." + $0 }
      attentionOutput = "attention.out_lin"
      attentionNorm = "sa_layer_norm"
      inner = "ffn.lin1"
      output = "ffn.lin2"
      outputNorm = "output_layer_norm"
    }
  }

  func layer(_ number: Int) -> String { layers + "\(number)." }
}
