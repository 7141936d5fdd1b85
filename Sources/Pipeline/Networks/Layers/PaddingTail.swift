// The backward direction's pass through trailing padding, which is the same for
// every sequence of a batch: computed once, for the exact (unmasked) mode.
import PipelineNumerics

/// The states of a GRU that reads nothing but padding: c_0 is the initial
/// state, c_k the state after k paddings.
final class PaddingTail: Sendable {
  private let hiddenSize: Int
  private let stateRows = MatrixBuffer()
  // Row k: c_k U before the gates, kept for sequences that begin at c_k.
  private let products = MatrixBuffer()
  private let gates = MatrixBuffer()
  private let candidates = MatrixBuffer()
  private var span: Int { gates.view.rows }

  init(hiddenSize: Int) { self.hiddenSize = hiddenSize }

  /// c_0 … c_span, [span + 1, H].
  var states: MatrixView { stateRows.view }

  /// c_k.
  @inline(__always)
  func state(_ k: Int) -> VectorView { stateRows.row(k) }

  /// c_k U.
  @inline(__always)
  func product(_ k: Int) -> VectorView { products.row(k) }

  /// Computes c_1 … c_span.
  ///
  /// - Parameter projection: of the padding, [1, 3H].
  func forward(_ cell: GRUCell, projection: MatrixView, initial: VectorView, span: Int) {
    let h = hiddenSize
    let states = stateRows.reshape(span + 1, h)
    let products = products.reshape(span + 1, 3 * h)
    gates.reshape(span, 3 * h)
    candidates.reshape(span, h)
    state(0).copy(initial)
    let ids: ArraySlice<Int32> = [0]
    for k in 0...span {
      multiply(states[rows: k..<k + 1], cell.packedRecurrent, into: products[rows: k..<k + 1])
      if k == span { break }
      gates.row(k).copy(product(k))
      step(k).forward(ids, of: projection, into: states[rows: k + 1..<k + 2])
    }
  }

  /// The step from c_k to c_(k + 1).
  private func step(_ k: Int) -> RecurrentStep {
    RecurrentStep(
      from: states[rows: k..<k + 1], gates: gates[rows: k..<k + 1],
      candidates: candidates[rows: k..<k + 1])
  }

  /// The gradients of what `forward` computed.
  ///
  /// - Parameters:
  ///   - gradients: [span + 1, H], dL/dc_k; overwritten.
  ///   - recurrent: [H, 3H], dL/dU is added.
  ///   - input: [3H], the gradient of the padding's projection is added.
  func backward(
    _ cell: GRUCell, gradients: MatrixView, recurrent: MatrixView, input: VectorView
  ) {
    let h = hiddenSize
    let (carry, dGates, dInput) = (
      MatrixBuffer(zeros: 1, h), MatrixBuffer(zeros: 1, 3 * h), MatrixBuffer(zeros: 1, 3 * h)
    )
    for k in (0..<span).reversed() {
      step(k).backward(
        gradients[rows: k + 1..<k + 2], carry: carry.view, dGates: dGates.view,
        dInputs: dInput.view)
      input.add(dInput.row(0))
      multiply(dGates.view, cell.packedRecurrentTransposed, into: carry.view, adding: true)
      for i in 0..<h { recurrent.row(i).add(dGates.row(0), times: state(k)[i]) }
    }
  }
}
