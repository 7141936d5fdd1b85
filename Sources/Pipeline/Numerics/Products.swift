// Products of matrices. The tests have plain loops that compute the same.
import CNumerics

/// c = a b, or c += a b if `adding`. Sums run in a fixed order. If `a` has no columns, the
/// product is 0.
///
/// - Precondition: the elements of a row of `c` are contiguous.
@inlinable
package func multiply(_ a: MatrixView, _ b: MatrixView, into c: MatrixView, adding: Bool = false) {
  assert(a.columns == b.rows, "\(a.rows) × \(a.columns) times \(b.rows) × \(b.columns)")
  assert(c.rows == a.rows && c.columns == b.columns && c.hasRows, "the product's shape")
  jn_multiply(a.c, b.c, c.c, adding ? 1 : 0)
}

/// The same with a packed right factor.
@inlinable
package func multiply(_ a: MatrixView, _ b: PackedMatrix, into c: MatrixView, adding: Bool = false) {
  #if DEBUG
    b.check(a, c)
  #endif
  jn_multiply_packed(a.c, b.memory.base, c.c, adding ? 1 : 0)
}

extension PackedMatrix {
  @usableFromInline
  func check(_ a: MatrixView, _ c: MatrixView) {
    assert(a.columns == rows, "\(a.rows) × \(a.columns) times \(rows) × \(columns)")
    assert(c.rows == a.rows && c.columns == columns && c.hasRows, "the product's shape")
  }
}

/// The floating-point operations of all products since the program began; a multiplication and an
/// addition count two.
func operationsOfProducts() -> UInt { jn_operations() }
