// Matrices in memory that somebody else owns: the terms in which layers state their equations.
// Operations on them are in Products.swift and the files of kernels next to it.
import CNumerics

/// A matrix in memory that it does not own: element (i, j) is `rowStride` · i + `columnStride` · j
/// numbers after the first one. Rows, columns and the transposed matrix are views of the same
/// memory; whoever uses a view must keep its buffer alive (so no `MatrixBuffer(…).view`).
/// Threads that use one matrix must write disjoint parts; the caller ensures that.
@usableFromInline
package struct MatrixView: @unchecked Sendable {
  @usableFromInline package let base: FloatPointer
  @usableFromInline package let rows: Int
  @usableFromInline package let columns: Int
  @usableFromInline package let rowStride: Int
  @usableFromInline package let columnStride: Int

  @inlinable
  init(_ base: FloatPointer, _ rows: Int, _ columns: Int, _ rowStride: Int, _ columnStride: Int) {
    assert(rows >= 0 && columns >= 0, "a matrix of \(rows) × \(columns)")
    self.base = base
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  /// A matrix that is kept row by row.
  @inlinable
  package init(_ base: FloatPointer, rows: Int, columns: Int) {
    self.init(base, rows, columns, columns, 1)
  }

  /// A matrix of which every row is `row`.
  @inlinable
  package init(repeating row: VectorView, rows: Int) {
    self.init(row.base, rows, row.count, 0, 1)
  }

  @inlinable
  package var transposed: MatrixView { MatrixView(base, columns, rows, columnStride, rowStride) }

  /// The same rows, the last one first.
  @inlinable
  package var reversed: MatrixView {
    MatrixView(base + max(rows - 1, 0) * rowStride, rows, columns, -rowStride, columnStride)
  }

  @inlinable
  package subscript(rows range: Range<Int>) -> MatrixView {
    assert(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    return MatrixView(
      base + range.lowerBound * rowStride, range.count, columns, rowStride, columnStride)
  }

  /// Part i of a matrix that is cut into parts of a given number of rows.
  @inlinable
  package func part(_ i: Int, rows count: Int) -> MatrixView { self[rows: i * count..<(i + 1) * count] }

  @inlinable
  package subscript(columns range: Range<Int>) -> MatrixView {
    assert(range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) of \(columns)")
    return MatrixView(
      base + range.lowerBound * columnStride, rows, range.count, rowStride, columnStride)
  }

  @inlinable
  package subscript(i: Int, j: Int) -> Float {
    get {
      assert(0..<rows ~= i && 0..<columns ~= j, "(\(i), \(j)) of \(rows) × \(columns)")
      return base[i * rowStride + j * columnStride]
    }
    nonmutating set {
      assert(0..<rows ~= i && 0..<columns ~= j, "(\(i), \(j)) of \(rows) × \(columns)")
      base[i * rowStride + j * columnStride] = newValue
    }
  }

  /// - Precondition: the elements of a row are contiguous.
  @inlinable
  package func row(_ i: Int) -> VectorView {
    assert(0..<rows ~= i && hasRows, "row \(i) of \(rows)")
    return VectorView(base + i * rowStride, count: columns)
  }

  /// All elements, row by row.
  ///
  /// - Precondition: they are contiguous.
  @inlinable
  package var elements: VectorView {
    assert(isContiguous, "rows lie side by side")
    return VectorView(base, count: rows * columns)
  }

  /// Whether the elements of a row are contiguous.
  @inlinable
  package var hasRows: Bool { columnStride == 1 || columns <= 1 }

  /// Whether row follows row without a gap.
  @inlinable
  package var isContiguous: Bool { hasRows && (rowStride == columns || rows <= 1) }

  /// Copies a vector into every row.
  @inlinable
  package func fill(with row: VectorView) {
    for i in 0..<rows { self.row(i).copy(row) }
  }

  /// Row i becomes row `places[i]` of another matrix.
  @inlinable
  package func gather(_ places: some Collection<some BinaryInteger>, of x: MatrixView) {
    for (i, place) in places.enumerated() { row(i).copy(x.row(Int(place))) }
  }

  /// The matrix in the form that the kernels take.
  @inlinable
  var c: jn_matrix {
    jn_matrix(
      base: base, rows: rows, columns: columns, row_stride: rowStride, column_stride: columnStride)
  }
}

/// Calls `body` with the matrix whose rows follow each other in `values`. It must not be written.
package func withMatrix<Result>(
  _ values: [Float], columns: Int, _ body: (MatrixView) -> Result
) -> Result {
  values.withUnsafeBufferPointer {
    guard let base = $0.baseAddress, columns > 0 else {
      return body(MatrixBuffer(zeros: 0, columns).view)
    }
    return body(
      MatrixView(
        UnsafeMutablePointer(mutating: base), rows: $0.count / columns, columns: columns))
  }
}
