// The steps of attention and of transformers that are not products.
import CNumerics

extension MatrixView {
  /// Each row x becomes u = tanh(x + bias); its score becomes u · context.
  package func makeScores(bias: VectorView, context: VectorView, into scores: VectorView) {
    assert(isContiguous && scores.count == rows, "a score for each row")
    assert(bias.count == columns && context.count == columns, "vectors as long as rows")
    jn_attention_scores(rows, columns, base, bias.base, context.base, scores.base)
  }

  /// Each row u becomes dScore · context ⊙ (1 − u²); dContext += Σ dScore · u.
  package func backScores(_ dScores: VectorView, context: VectorView, dContext: VectorView) {
    assert(isContiguous && dScores.count == rows, "a score for each row")
    assert(context.count == columns && dContext.count == columns, "vectors as long as rows")
    jn_attention_scores_backward(
      rows, columns, base, dScores.base, context.base, dContext.base)
  }

  /// Each row x becomes exp(scale · x), divided by its sum; `scale` is above 0.
  package func softmaxRows(scale: Float) {
    assert(hasRows, "rows lie side by side")
    jn_softmax_rows(rows, columns, base, rowStride, scale)
  }

  /// Each row x becomes f(x + bias).
  package func activate(_ activation: Activation, bias: VectorView) {
    assert(isContiguous && bias.count == columns, "a bias as long as rows")
    jn_bias_activation(rows, columns, base, bias.base, activation.rawValue)
  }

  /// Each row x, after `bias` and the row of `other` are added to it, if they are given, becomes
  /// gain ⊙ (x − mean) / √(variance + ε) + shift.
  package func normaliseRows(
    adding other: MatrixView? = nil, bias: VectorView? = nil, gain: VectorView, shift: VectorView,
    epsilon: Float
  ) {
    assert(isContiguous && other?.isContiguous != false, "rows lie side by side")
    assert((other == nil) == (bias == nil), "a bias with another matrix")
    assert(gain.count == columns && shift.count == columns, "vectors as long as rows")
    jn_add_layer_norm(
      rows, columns, base, bias?.base, other?.base, gain.base, shift.base, epsilon)
  }
}

/// What follows a product.
package enum Activation: Int32, Sendable {
  /// GELU by the error function.
  case gelu = 0
  /// GELU by its approximation with tanh.
  case geluTanh = 1
  /// max(0, x)
  case relu = 2
  case tanh = 3
}

extension VectorView {
  /// e becomes e ⊙ (1 − u²): the gradient's way through u = tanh x.
  package func backTanh(_ u: VectorView) {
    assert(u.count == count, "\(u.count) elements for \(count)")
    jn_tanh_backward(count, base, u.base)
  }

  /// σ(x), element by element.
  package func sigmoid(of x: VectorView) {
    assert(x.count == count, "\(x.count) elements for \(count)")
    jn_sigmoid(count, x.base, base)
  }

  /// σ(x), element by element, with the sum that the cross-entropy needs.
  ///
  /// - Returns: Σ log(1 + exp x).
  package func sigmoidAndSoftplus(of x: VectorView) -> Double {
    assert(x.count == count, "\(x.count) elements for \(count)")
    return jn_sigmoid_softplus(count, x.base, base)
  }
}
