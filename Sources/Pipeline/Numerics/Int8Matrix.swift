// A matrix of whole numbers for products where speed counts more than the last digits.
import CNumerics

/// The right factor of a product, rounded to 8 bits with one scale per column: a quarter of the
/// memory. Several threads may read one.
@usableFromInline
package final class Int8Matrix: Sendable {
  @usableFromInline let memory = AlignedBuffer<UInt8>()
  package let rows: Int
  package let columns: Int

  /// Takes a rounded copy of `matrix`: a column's numbers are multiples of 1/127 of the greatest
  /// magnitude in it.
  package init(_ matrix: MatrixView) {
    rows = matrix.rows
    columns = matrix.columns
    jn_pack_int8(matrix.c, memory.reserve(jn_int8_size(columns, rows)))
  }
}

/// c = a b with the rows of `a` rounded to 8 bits too, one scale per row.
///
/// Sums are exact, so every instruction set gives the same numbers.
///
/// - Precondition: the elements of a row of `a`, and of a row of `c`, are contiguous; `a` has at
///   most 133,000 columns.
package func multiply(_ a: MatrixView, _ b: Int8Matrix, into c: MatrixView) {
  precondition(a.columns == b.rows && a.columns <= 133_000, "\(a.columns) columns times \(b.rows) rows")
  precondition(c.rows == a.rows && c.columns == b.columns && c.hasRows && a.hasRows, "the product's shape")
  jn_multiply_int8(a.c, b.memory.base, c.c)
}
