// The backward direction's way through trailing padding, which is the same for
// every sequence of a batch: computed once, for the exact (unmasked) mode.
import PipelineNumerics
import CNumerics
import Foundation

/// The states of a GRU that reads nothing but padding: c_0 is the initial
/// state, c_k the state after k paddings.
final class PaddingTail: @unchecked Sendable {
  private let hiddenSize: Int
  private let states = AlignedBuffer<Float>()
  // Row k: c_k U before the gates, kept for sequences that begin at c_k.
  private let products = AlignedBuffer<Float>()
  private let gates = AlignedBuffer<Float>()
  private let candidates = AlignedBuffer<Float>()
  private var span = 0

  init(hiddenSize: Int) { self.hiddenSize = hiddenSize }

  /// c_k.
  @inline(__always)
  func state(_ k: Int) -> FloatPointer { states.base + k * hiddenSize }

  /// c_k U.
  @inline(__always)
  func product(_ k: Int) -> FloatPointer { products.base + k * 3 * hiddenSize }

  /// Computes c_1 … c_span.
  func forward(_ cell: GRUCell, projection: FloatPointer, initial: FloatPointer, span: Int) {
    let h = hiddenSize
    self.span = span
    states.reserve((span + 1) * h)
    products.reserve((span + 1) * 3 * h)
    gates.reserve(span * 3 * h)
    candidates.reserve(span * h)
    state(0).update(from: initial, count: h)
    var id: Int32 = 0
    for k in 0...span {
      jn_gemm_packed(
        1, 3 * h, h, state(k), h, 1, cell.packedRecurrent.base, product(k), 3 * h, 0)
      if k == span { break }
      (gates.base + k * 3 * h).update(from: product(k), count: 3 * h)
      jn_gru_forward(
        1, h, &id, projection, gates.base + k * 3 * h, state(k), h, state(k + 1), h,
        candidates.base + k * h)
    }
  }

  /// The gradients of what `forward` computed.
  ///
  /// - Parameters:
  ///   - gradients: [span + 1, H], dL/dc_k; used up.
  ///   - recurrent: [H, 3H], dL/dU is added.
  ///   - input: [3H], the gradient of the padding's projection is added.
  func backward(
    _ cell: GRUCell, gradients: FloatPointer, recurrent: FloatPointer, input: FloatPointer
  ) {
    let h = hiddenSize
    let scratch = AlignedBuffer<Float>(zeros: 8 * h)
    let carry = scratch.base
    let dgates = scratch.base + h
    let dinput = scratch.base + 4 * h
    for k in stride(from: span - 1, through: 0, by: -1) {
      // The step from c_k to c_(k + 1).
      jn_gru_backward(
        1, h, gates.base + k * 3 * h, candidates.base + k * h, state(k), h,
        gradients + (k + 1) * h, h, carry, dgates, dinput)
      jn_add(3 * h, input, dinput)
      jn_gemm_packed(
        1, h, 3 * h, dgates, 3 * h, 1, cell.packedRecurrentTransposed.base, carry, h, 1)
      for i in 0..<h { jn_axpy(3 * h, recurrent + i * 3 * h, state(k)[i], dgates) }
    }
  }
}
