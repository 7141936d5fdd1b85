// Kernels between vectors, and the two passes of a step of sequential minimal optimisation (Fan,
// Chen, Lin 2005).
import CNumerics

/// Kernels of the rows of `x` with those of `basis`: exp(-gamma |u − v|²), or u · v if gamma is 0.
///
/// - Parameter kernels: [rows of x, rows of basis], its rows a multiple of 16 numbers apart.
/// - Precondition: rows are a multiple of 16 numbers.
package func makeKernels(_ x: MatrixView, _ basis: MatrixView, gamma: Float, into kernels: MatrixView) {
  assert(x.columns == basis.columns && x.columns % 16 == 0, "whole lanes")
  assert(x.isContiguous && basis.isContiguous && kernels.rowStride % 16 == 0, "whole lanes")
  assert(kernels.rows == x.rows && kernels.columns == basis.rows, "the kernels' shape")
  jn_kernel_rows(x.c, basis.c, gamma, kernels.c)
}

/// The violations -y G of the rows of a problem, with the directions in which each may move. There
/// are a multiple of 16 rows; those to spare may not move.
package struct Violations: Sendable {
  /// The greatest difference between two violations.
  package struct Spread {
    /// The last row with the greatest violation among those that may rise.
    package var row = 0
    package var greatest = 0.0
    /// The least one among those that may fall.
    package var least = 0.0
  }

  package let values: AlignedBuffer<Double>
  /// 0 for rows that may rise (fall) along y, else -infinity (infinity).
  private let up: AlignedBuffer<Float>
  private let low: AlignedBuffer<Float>
  private let count: Int

  package init(count: Int) {
    precondition(count % 16 == 0, "whole lanes")
    self.count = count
    values = AlignedBuffer(zeros: count)
    up = AlignedBuffer(zeros: count)
    low = AlignedBuffer(zeros: count)
    for i in 0..<count { set(i, mayRise: false, mayFall: false) }
  }

  package func set(_ row: Int, mayRise: Bool, mayFall: Bool) {
    up[row] = mayRise ? 0 : -.infinity
    low[row] = mayFall ? 0 : .infinity
  }

  /// Subtracts a first + b second, two rows of the kernel matrix.
  package func subtract(_ first: VectorView, times a: Double, _ second: VectorView, times b: Double) -> Spread {
    assert(first.count == count && second.count == count, "whole rows")
    var spread = Spread()
    spread.row = jn_smo_update(
      violations, first.base, second.base, a, b, &spread.greatest, &spread.least)
    return spread
  }

  /// The row that moves with one that has the violation `greatest`: of those below it that may fall,
  /// the one with the greatest gain, and the last of several.
  ///
  /// - Parameter kernels: the kernels of that row with all rows.
  package func partner(
    of row: Int, kernels: VectorView, diagonal: VectorView, greatest: Double
  ) -> Int? {
    assert(kernels.count == count && diagonal.count == count, "whole rows")
    let found = jn_smo_partner(
      violations, kernels.base, diagonal.base, Double(diagonal[row]), greatest)
    return found < 0 ? nil : found
  }

  private var violations: jn_violations {
    jn_violations(count: count, values: values.base, up: up.base, low: low.base)
  }
}
