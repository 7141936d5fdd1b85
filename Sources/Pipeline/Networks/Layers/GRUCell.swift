// The weights of one gated recurrent unit. The recurrence itself is in
// BidirectionalGRU.
import PipelineNumerics

/// One gated recurrent unit (docs/original.md, Networks), x E wide, state H wide:
///
///     z  = σ(x W_z + h U_z + b_z)
///     r  = σ(x W_r + h U_r + b_r)
///     c  = tanh(x W_h + r ⊙ (h U_h) + b_h)      the reset gate acts after the product
///     h' = (1 − z) ⊙ h + z ⊙ c
///
/// The three gates are side by side: W is [E, 3H], U [H, 3H], b [3H].
final class GRUCell: Sendable {
  let inputSize: Int
  let hiddenSize: Int
  /// W, [E, 3H]: update gate, reset gate, candidate.
  let inputKernel: Parameter
  /// U, [H, 3H].
  let recurrentKernel: Parameter
  /// b, [3H].
  let bias: Parameter

  // W, U and their transposes in the order in which the kernels read them, and
  // the product of the initial state with U; made again after each update.
  let packedInput = PackedMatrix()
  let packedInputTransposed = PackedMatrix()
  let packedRecurrent = PackedMatrix()
  let packedRecurrentTransposed = PackedMatrix()
  private let product: MatrixBuffer
  var initialProduct: VectorView { product.row(0) }

  init(_ name: String, inputSize: Int, hiddenSize: Int, trained: Bool) {
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
    inputKernel = Parameter("\(name)/inputKernel", .kernel, inputSize, 3 * hiddenSize, trained: trained)
    recurrentKernel = Parameter(
      "\(name)/recurrentKernel", .kernel, hiddenSize, 3 * hiddenSize, trained: trained)
    bias = Parameter("\(name)/bias", .bias, 3 * hiddenSize, trained: trained)
    product = MatrixBuffer(zeros: 1, 3 * hiddenSize)
  }

  var parameters: [Parameter] { [inputKernel, recurrentKernel, bias] }

  /// Normal matrices; biases as the original's (Glorot) or zero.
  func initialise(glorotBias: Bool, using random: inout RandomStream) {
    inputKernel.initialiseNormal(deviation: 0.1, using: &random)
    recurrentKernel.initialiseNormal(deviation: 0.1, using: &random)
    if glorotBias { bias.initialiseGlorotVector(length: hiddenSize, using: &random) }
  }

  /// Prepares what the recurrence reads; must be called when the weights have changed.
  ///
  /// - Parameter initial: the value of every element of the initial state.
  func prepare(initial: Float, training: Bool) {
    let (w, u) = (inputKernel.matrix, recurrentKernel.matrix)
    packedInput.pack(w)
    packedRecurrent.pack(u)
    if training {
      packedInputTransposed.pack(w.transposed)
      packedRecurrentTransposed.pack(u.transposed)
    }
    initialProduct.clear()
    if initial != 0 {
      for i in 0..<hiddenSize { initialProduct.add(u.row(i), times: initial) }
    }
  }
}
