// A matrix in the order in which the products read it: worth the copy if it is multiplied more
// than once.
import CNumerics

/// The right factor of a product, laid out for the kernels. Sendable because it is packed by
/// one thread, before others read it.
@usableFromInline
package final class PackedMatrix: @unchecked Sendable {
  @usableFromInline let memory = AlignedBuffer<Float>()
  package private(set) var rows = 0
  package private(set) var columns = 0

  package init() {}

  /// A copy of `matrix`, or of its transpose if it is given as `x.transposed`.
  package convenience init(_ matrix: MatrixView) {
    self.init()
    pack(matrix)
  }

  /// Takes a copy of another matrix.
  package func pack(_ matrix: MatrixView) {
    rows = matrix.rows
    columns = matrix.columns
    jn_pack(matrix.c, memory.reserve(jn_packed_size(columns, rows)))
  }
}
