// The step of gated recurrent units that is not a product, forwards and backwards.
import CNumerics

/// One step of some rows. With x the projection of the input and s = h U:
///
///     z = σ(x_z + s_z)    r = σ(x_r + s_r)    c = tanh(x_h + r ⊙ s_h)    h' = h + z ⊙ (c − h)
@usableFromInline
package struct RecurrentStep {
  /// h, [rows, H]; all rows may be one.
  let previous: MatrixView
  /// s before the step, z | r | s_h after it, [rows, 3H].
  let gates: MatrixView
  /// c after the step, [rows, H].
  let candidates: MatrixView

  package init(from previous: MatrixView, gates: MatrixView, candidates: MatrixView) {
    assert(previous.rows == gates.rows && candidates.rows == gates.rows, "a row for each row")
    assert(gates.columns == 3 * previous.columns && gates.isContiguous, "three gates")
    assert(candidates.columns == previous.columns && candidates.isContiguous, "a candidate")
    self.previous = previous
    self.gates = gates
    self.candidates = candidates
  }

  /// - Parameters:
  ///   - ids: for each row, the row of `projections` that is its x.
  ///   - projections: [inputs, 3H].
  ///   - next: h', [rows, H].
  package func forward(_ ids: ArraySlice<Int32>, of projections: MatrixView, into next: MatrixView) {
    assert(ids.count == gates.rows && next.rows == gates.rows, "a row for each row")
    assert(projections.isContiguous && projections.columns == gates.columns, "three gates")
    ids.withUnsafeBufferPointer {
      guard let ids = $0.baseAddress else { return }
      jn_gru_forward(ids, projections.base, gates.c, previous.c, next.c, candidates.base)
    }
  }

  /// - Parameters:
  ///   - dNext: dL/dh' from above, [rows, H].
  ///   - carry: dL/dh' from later steps; is set to the part of dL/dh that does not go through U,
  ///     [rows, H].
  ///   - dGates: becomes dL/ds, [rows, 3H].
  ///   - dInputs: becomes dL/dx, [rows, 3H]; may be `gates`.
  package func backward(
    _ dNext: MatrixView, carry: MatrixView, dGates: MatrixView, dInputs: MatrixView
  ) {
    assert([dNext, carry, dGates, dInputs].allSatisfy { $0.rows == gates.rows }, "a row for each row")
    assert([carry, dGates, dInputs].allSatisfy(\.isContiguous), "rows lie side by side")
    assert(carry.columns == previous.columns && dGates.columns == gates.columns, "widths")
    jn_gru_backward(
      gates.c, candidates.base, previous.c, dNext.c,
      jn_gru_gradients(carry: carry.base, gates: dGates.base, input: dInputs.base))
  }
}
