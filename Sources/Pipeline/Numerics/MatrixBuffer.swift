// A matrix that owns its memory, reused from step to step.

/// Memory that takes the shape of one matrix after the other. It grows and is never shrunk.
/// Sendable because it is reshaped by one thread, before others write disjoint parts of its view.
@usableFromInline
package final class MatrixBuffer: @unchecked Sendable {
  private let memory: AlignedBuffer<Float>
  /// The matrix as it was last shaped; empty at first. Inlined for the same reason as
  /// `AlignedBuffer.base`.
  @inlinable package var view: MatrixView { current }
  @exclusivity(unchecked) @usableFromInline private(set) var current: MatrixView

  package init() {
    memory = AlignedBuffer()
    current = MatrixView(memory.base, rows: 0, columns: 0)
  }

  /// A matrix of zeros.
  package init(zeros rows: Int, _ columns: Int) {
    memory = AlignedBuffer(zeros: rows * columns)
    current = MatrixView(memory.base, rows: rows, columns: columns)
  }

  /// A matrix whose rows follow each other in `values`.
  package convenience init(_ values: [Float], columns: Int) {
    self.init()
    reshape(columns == 0 ? 0 : values.count / columns, columns).elements.copy(values)
  }

  /// Memory for a matrix; its contents are undefined.
  @usableFromInline
  @discardableResult
  package func reshape(_ rows: Int, _ columns: Int) -> MatrixView {
    current = MatrixView(memory.reserve(rows * columns), rows: rows, columns: columns)
    return current
  }

  @discardableResult
  package func reshapeZeros(_ rows: Int, _ columns: Int) -> MatrixView {
    current = MatrixView(memory.reserveZeros(rows * columns), rows: rows, columns: columns)
    return current
  }

  @inlinable
  package subscript(i: Int, j: Int) -> Float {
    get { view[i, j] }
    set { view[i, j] = newValue }
  }

  @inlinable
  package subscript(rows range: Range<Int>) -> MatrixView { view[rows: range] }

  @inlinable
  package func row(_ i: Int) -> VectorView { view.row(i) }

  /// Row i becomes row `places[i]` of another matrix.
  @inlinable
  @discardableResult
  package func gather(_ places: some Collection<some BinaryInteger>, of x: MatrixView) -> MatrixView {
    let rows = reshape(places.count, x.columns)
    rows.gather(places, of: x)
    return rows
  }
}
