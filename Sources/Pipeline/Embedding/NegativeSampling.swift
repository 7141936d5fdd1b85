// One step of negative sampling: the inner loop of word2vec. It knows vectors,
// not words or windows.
import PipelineNumerics
import CNumerics

/// Learns to tell the word that was seen from words drawn at random.
///
/// With h the vector of the input (a word, or the mean of a context), o_t the
/// output vectors of the targets, y = 1 for the first target and 0 for the
/// others, the step goes down the gradient of
///
///     loss = − Σ_t  y_t log σ(h · o_t) + (1 − y_t) log σ(−h · o_t)
///
/// (Mikolov et al. 2013, equation 4). Targets are taken one after the other:
/// one that occurs twice sees its own first update.
struct NegativeSampling {
  /// Output vectors, rows `stride` apart.
  let outputs: FloatPointer
  /// The length of a row; what is beyond the dimensions is zero and stays so.
  let stride: Int

  /// Updates the outputs, and adds to `change` (a row) what is to be added to
  /// the input: −rate · ∂loss/∂h at the outputs before their update.
  @inline(__always)
  func step(
    input: UnsafePointer<Float>, targets: UnsafePointer<Int32>, count: Int, rate: Float,
    change: FloatPointer
  ) {
    var i = 0
    while i < count {
      let output = outputs + Int(targets[i]) &* stride
      let score = jn_dot(stride, input, output)
      let truth: Float = i == 0 ? 1 : 0
      let step = (truth - 1 / (1 + exponential(-score))) * rate
      jn_axpy(stride, change, step, output)
      jn_axpy(stride, output, step, input)
      i &+= 1
    }
  }
}
