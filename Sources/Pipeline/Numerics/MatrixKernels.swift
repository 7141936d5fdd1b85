// Sums over the rows of matrices.
import CNumerics

extension VectorView {
  /// self += the sum of all rows.
  @inlinable
  package func addRows(of x: MatrixView) {
    assert(x.columns == count && x.hasRows, "rows of \(x.columns) for \(count)")
    jn_add_rows(x.rows, count, x.base, x.rowStride, base)
  }
}

/// Numbers in groups: group g has `members[starts[g] ..< ends[g]]`.
package struct RowGroups: Sendable {
  package let starts: [Int32]
  package let ends: [Int32]
  package let members: [Int32]

  package init(starts: [Int32], ends: [Int32], members: [Int32]) {
    self.starts = starts
    self.ends = ends
    self.members = members
  }

  /// Adds to row g of `sums`, for the groups of a range, the rows of `x` that are its members.
  package func add(_ groups: Range<Int>, of x: MatrixView, to sums: MatrixView) {
    assert(x.isContiguous && sums.isContiguous && x.columns == sums.columns, "rows of one length")
    assert(groups.upperBound <= sums.rows, "a row for each group")
    withPointers(starts, ends, members) {
      jn_add_grouped(
        jn_groups(starts: $0, ends: $1, members: $2), groups.lowerBound, groups.upperBound, x.c,
        sums.c)
    }
  }
}
