// The equations of a transformer, for the tokens of several texts at once.
//
//     x  = norm(piece vectors + position vectors)
//     a  = softmax(q kᵀ / √d) v       for each text and head; q, k, v = x W + b
//     x  = norm(x + a W + b)
//     x  = norm(x + f(x W + b) W + b)
import Formats
import PipelineNumerics

/// The memory and the steps of one pass.
struct TransformerPass {
  private let shape: EncoderShape
  /// Text t has the tokens bounds[t] ..< bounds[t + 1].
  private let bounds: [Int]
  /// [tokens, width]
  private let states: MatrixView
  private let context: MatrixView
  /// Queries, keys and values, [tokens, 3 width].
  private let projected = MatrixBuffer()
  /// [block, inner width]
  private let inner: MatrixView
  private let scores = MatrixBuffer()
  private let memory = [MatrixBuffer(), MatrixBuffer(), MatrixBuffer()]
  /// The number of tokens that go through the two wide products together, so that the values
  /// between them stay in the cache.
  private static let block = 64

  /// - Parameter bounds: where each text begins, and where the last one ends.
  init(_ shape: EncoderShape, bounds: [Int]) {
    self.shape = shape
    self.bounds = bounds
    let tokens = bounds[bounds.count - 1]
    states = memory[0].reshape(tokens, shape.width)
    context = memory[1].reshape(tokens, shape.width)
    inner = memory[2].reshape(Self.block, shape.innerWidth)
  }

  /// The states of all tokens after the last layer, tokens × width.
  func run(_ numbers: [Int32], _ weights: TransformerWeights) -> MatrixView {
    embed(numbers, weights)
    for layer in weights.layers {
      attend(layer)
      widen(layer)
    }
    return states
  }

  private func embed(_ numbers: [Int32], _ weights: TransformerWeights) {
    let width = shape.width
    for (start, end) in zip(bounds, bounds.dropFirst()) {
      for token in start..<end {
        let piece = Int(numbers[token])
        states.row(token).copy(weights.pieces[piece * width..<(piece + 1) * width])
        states.row(token).add(weights.positions.row(token - start))
      }
    }
    normalise(states, weights.norm)
  }

  private func attend(_ layer: TransformerLayer) {
    let width = shape.width
    let d = width / shape.heads
    let projected = projected.reshape(states.rows, 3 * width)
    layer.attention.multiply(states, into: projected)
    for token in 0..<projected.rows { projected.row(token).add(layer.attention.bias) }
    for (start, end) in zip(bounds, bounds.dropFirst()) {
      let scores = scores.reshape(end - start, end - start)
      for head in 0..<shape.heads {
        // q, k and v of the text's tokens.
        func part(_ number: Int) -> MatrixView {
          let first = number * width + head * d
          return projected[rows: start..<end][columns: first..<first + d]
        }
        multiply(part(0), part(1).transposed, into: scores)
        scores.softmaxRows(scale: 1 / Float(d).squareRoot())
        multiply(
          scores, part(2), into: context[rows: start..<end][columns: head * d..<(head + 1) * d])
      }
    }
    // The projections are no longer needed: their memory takes the sum.
    let sum = self.projected.reshape(states.rows, width)
    layer.attentionOutput.multiply(context, into: sum)
    normalise(sum, layer.attentionNorm, adding: states, bias: layer.attentionOutput.bias)
    states.elements.copy(sum.elements)
  }

  private func widen(_ layer: TransformerLayer) {
    for start in stride(from: 0, to: states.rows, by: Self.block) {
      let block = start..<min(start + Self.block, states.rows)
      let (state, inner, sum) = (states[rows: block], inner[rows: 0..<block.count], context[rows: block])
      layer.inner.multiply(state, into: inner)
      inner.activate(activation, bias: layer.inner.bias)
      layer.output.multiply(inner, into: sum)
      normalise(sum, layer.outputNorm, adding: state, bias: layer.output.bias)
      state.elements.copy(sum.elements)
    }
  }

  private var activation: Activation {
    switch shape.activation {
    case .gelu: .gelu
    case .geluTanh: .geluTanh
    case .relu: .relu
    }
  }

  /// x = norm(x + bias + other), row by row.
  private func normalise(
    _ x: MatrixView, _ norm: LayerNorm, adding other: MatrixView? = nil, bias: VectorView? = nil
  ) {
    x.normaliseRows(
      adding: other, bias: bias, gain: norm.gain, shift: norm.shift, epsilon: shape.epsilon)
  }
}
