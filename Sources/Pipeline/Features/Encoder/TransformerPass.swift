// The equations of a transformer, for the tokens of several texts at once.
//
//     x  = norm(piece vectors + position vectors)
//     a  = softmax(q kᵀ / √d) v       for each text and head; q, k, v = x W + b
//     x  = norm(x + a W + b)
//     x  = norm(x + f(x W + b) W + b)
import CNumerics
import Formats
import PipelineNumerics

/// The memory and the steps of one pass.
struct TransformerPass {
  private let shape: EncoderShape
  /// Text t has the tokens bounds[t] ..< bounds[t + 1].
  private let bounds: [Int]
  private let states: AlignedBuffer<Float>
  private let projected: AlignedBuffer<Float>
  private let context: AlignedBuffer<Float>
  private let inner: AlignedBuffer<Float>
  private let scores: AlignedBuffer<Float>
  /// So many tokens go through the two wide products together, that what is between them
  /// stays in the cache.
  private static let block = 64

  private var tokens: Int { bounds[bounds.count - 1] }

  /// - Parameter bounds: where each text begins, and where the last one ends.
  init(_ shape: EncoderShape, bounds: [Int]) {
    self.shape = shape
    self.bounds = bounds
    let count = bounds[bounds.count - 1]
    states = AlignedBuffer()
    states.reserve(count * shape.width)
    projected = AlignedBuffer()
    projected.reserve(count * 3 * shape.width)
    context = AlignedBuffer()
    context.reserve(count * shape.width)
    inner = AlignedBuffer()
    inner.reserve(Self.block * shape.innerWidth)
    let longest = zip(bounds, bounds.dropFirst()).map { $1 - $0 }.max() ?? 0
    scores = AlignedBuffer()
    scores.reserve(longest * longest)
  }

  /// The states of all tokens after the last layer, tokens × width.
  func run(_ numbers: [Int32], _ weights: TransformerWeights) -> FloatPointer {
    embed(numbers, weights)
    for layer in weights.layers {
      attend(layer)
      widen(layer)
    }
    return states.base
  }

  private func embed(_ numbers: [Int32], _ weights: TransformerWeights) {
    let width = shape.width
    weights.pieces.withUnsafeBufferPointer { pieces in
      weights.positions.withUnsafeBufferPointer { positions in
        guard let pieces = pieces.baseAddress, let positions = positions.baseAddress else { return }
        for text in 0..<bounds.count - 1 {
          for token in bounds[text]..<bounds[text + 1] {
            let state = states.base + token * width
            state.update(from: pieces + Int(numbers[token]) * width, count: width)
            jn_add(width, state, positions + (token - bounds[text]) * width)
          }
        }
      }
    }
    normalise(states.base, rows: tokens, bias: nil, adding: nil, weights.norm)
  }

  private func attend(_ layer: TransformerLayer) {
    let width = shape.width
    let d = width / shape.heads
    let row = 3 * width
    layer.attention.multiply(states.base, rows: tokens, to: projected.base)
    for token in 0..<tokens { jn_add(row, projected.base + token * row, layer.attention.bias) }
    let scale = 1 / Float(d).squareRoot()
    for text in 0..<bounds.count - 1 {
      let count = bounds[text + 1] - bounds[text]
      for head in 0..<shape.heads {
        let queries = projected.base + bounds[text] * row + head * d
        // scores = q kᵀ
        jn_gemm(count, count, d, queries, row, 1, queries + width, 1, row, scores.base, count, 0)
        jn_softmax_rows(count, count, scores.base, count, scale)
        jn_gemm(
          count, d, count, scores.base, count, 1, queries + 2 * width, row, 1,
          context.base + bounds[text] * width + head * d, width, 0)
      }
    }
    // The projections are used up: their memory takes the sum.
    let sum = projected.base
    layer.attentionOutput.multiply(context.base, rows: tokens, to: sum)
    normalise(
      sum, rows: tokens, bias: layer.attentionOutput.bias, adding: states.base, layer.attentionNorm)
    states.base.update(from: sum, count: tokens * width)
  }

  private func widen(_ layer: TransformerLayer) {
    let width = shape.width
    let kind: Int32 =
      switch shape.activation {
      case .gelu: 0
      case .geluTanh: 1
      case .relu: 2
      }
    for start in stride(from: 0, to: tokens, by: Self.block) {
      let rows = min(Self.block, tokens - start)
      let state = states.base + start * width
      layer.inner.multiply(state, rows: rows, to: inner.base)
      jn_bias_activation(rows, shape.innerWidth, inner.base, layer.inner.bias, kind)
      layer.output.multiply(inner.base, rows: rows, to: context.base)
      normalise(
        context.base, rows: rows, bias: layer.output.bias, adding: state, layer.outputNorm)
      state.update(from: context.base, count: rows * width)
    }
  }

  /// x = norm(x + bias + other), row by row.
  private func normalise(
    _ x: FloatPointer, rows: Int, bias: UnsafePointer<Float>?, adding other: FloatPointer?,
    _ norm: LayerNorm
  ) {
    jn_add_layer_norm(rows, shape.width, x, bias, other, norm.gain, norm.shift, shape.epsilon)
  }
}
