// The weights of a transformer, in the order in which the kernels read them. The names of
// the tensors are those of the published models.
import CNumerics
import Formats
import PipelineNumerics

/// A weight matrix in the kernels' order, with its bias.
struct PackedLinear: Sendable {
  /// The numbers of a row that goes in and of one that comes out.
  let inputs: Int
  let outputs: Int
  private let packed: AlignedBuffer<Float>
  private let biases: AlignedBuffer<Float>

  /// - Parameters:
  ///   - weights: outputs × inputs, row-major, as PyTorch keeps them.
  init(inputs: Int, outputs: Int, weights: [Float], bias: [Float]) {
    self.inputs = inputs
    self.outputs = outputs
    packed = AlignedBuffer(zeros: jn_packed_size(outputs, inputs))
    jn_pack(outputs, inputs, weights, 1, inputs, packed.base)
    biases = AlignedBuffer(bias)
  }

  var bias: UnsafePointer<Float> { UnsafePointer(biases.base) }

  /// to (rows × outputs) = x (rows × inputs) · Wᵀ, without the bias.
  func multiply(_ x: UnsafePointer<Float>, rows: Int, to: FloatPointer) {
    jn_gemm_packed(rows, outputs, inputs, x, inputs, 1, packed.base, to, outputs, 0)
  }
}

/// Gain and shift of a layer normalisation.
struct LayerNorm: Sendable {
  private let gains: AlignedBuffer<Float>
  private let shifts: AlignedBuffer<Float>

  init(gain: [Float], shift: [Float]) {
    gains = AlignedBuffer(gain)
    shifts = AlignedBuffer(shift)
  }

  var gain: UnsafePointer<Float> { UnsafePointer(gains.base) }
  var shift: UnsafePointer<Float> { UnsafePointer(shifts.base) }
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
  let positions: [Float]
  let norm: LayerNorm
  let layers: [TransformerLayer]

  /// Reads the tensors that `shape` needs.
  ///
  /// - Throws: `InputError` if one is missing or has another shape.
  init(_ file: SafeTensorsFile, shape: EncoderShape) throws {
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
        inputs: inputs, outputs: parts.count * outputs,
        weights: try parts.flatMap { try matrix($0 + ".weight", outputs, inputs) },
        bias: try parts.flatMap { try vector($0 + ".bias", outputs) })
    }
    pieces = try matrix("embeddings.word_embeddings.weight", shape.pieces, width)
    var positions = try matrix("embeddings.position_embeddings.weight", shape.positions, width)
    if shape.segments > 0 {
      let segments = try matrix("embeddings.token_type_embeddings.weight", shape.segments, width)
      for i in positions.indices { positions[i] += segments[i % width] }
    }
    self.positions = positions
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

extension AlignedBuffer where Element == Float {
  /// A copy of `values`.
  convenience init(_ values: [Float]) {
    self.init(zeros: values.count)
    base.update(from: values, count: values.count)
  }
}
