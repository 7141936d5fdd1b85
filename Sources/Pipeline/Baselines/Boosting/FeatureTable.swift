// A dense table of numbers, one row per case: what boosted trees learn from. It is not
// a SparseMatrix, whose rows hold thousands of columns of which most are zero.

/// Rows of `width` numbers each, one after another.
package struct FeatureTable: Equatable, Sendable {
  let width: Int
  private(set) var values: [Float] = []

  /// The number of rows.
  var count: Int { width == 0 ? 0 : values.count / width }

  package init(width: Int) { self.width = width }

  /// Adds a row at the end.
  ///
  /// - Precondition: as many numbers as the table is wide, none of them NaN.
  package mutating func append(_ row: [Float]) {
    precondition(row.count == width, "a number for each column")
    values.append(contentsOf: row)
  }

  /// Adds all rows of `other` at the end.
  ///
  /// - Precondition: both are equally wide.
  package mutating func append(contentsOf other: FeatureTable) {
    precondition(other.width == width, "tables of equal width")
    values.append(contentsOf: other.values)
  }

  /// A copy of a row.
  subscript(row: Int) -> [Float] { Array(values[row * width..<(row + 1) * width]) }

  /// The rows with these numbers, in their order.
  package func rows(_ numbers: [Int]) -> FeatureTable {
    var part = FeatureTable(width: width)
    part.values.reserveCapacity(numbers.count * width)
    for number in numbers {
      part.values.append(contentsOf: values[number * width..<(number + 1) * width])
    }
    return part
  }
}
