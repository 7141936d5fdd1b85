// Views of matrices: where rows, slices and the transposed matrix are, and what is done with rows.
import XCTest

@testable import PipelineNumerics

final class MatrixViewTests: XCTestCase {
  /// 0 1 2 3 / 10 11 12 13 / 20 21 22 23
  private func matrix() -> MatrixBuffer {
    MatrixBuffer((0..<3).flatMap { i in (0..<4).map { Float(10 * i + $0) } }, columns: 4)
  }

  func testSlicesAndTranspose() {
    let buffer = matrix()
    let a = buffer.view
    XCTAssertEqual(a.row(1).values, [10, 11, 12, 13])
    XCTAssertEqual(a[rows: 1..<3].rowByRow, [10, 11, 12, 13, 20, 21, 22, 23])
    XCTAssertEqual(a[columns: 1..<3].rowByRow, [1, 2, 11, 12, 21, 22])
    XCTAssertEqual(a[columns: 1..<3][rows: 2..<3].row(0).values, [21, 22])
    XCTAssertEqual(a.transposed.rowByRow, [0, 10, 20, 1, 11, 21, 2, 12, 22, 3, 13, 23])
    XCTAssertEqual(a.transposed[rows: 1..<3].transposed.rowByRow, a[columns: 1..<3].rowByRow)
    XCTAssertEqual(a.reversed.row(0).values, [20, 21, 22, 23])
    XCTAssertEqual(a[rows: 0..<2].reversed.rowByRow, [10, 11, 12, 13, 0, 1, 2, 3])
    XCTAssertEqual(a.part(2, rows: 1).rowByRow, [20, 21, 22, 23])
    XCTAssertEqual(a[2, 3], 23)
    XCTAssertEqual(a.transposed[3, 2], 23)
    XCTAssertTrue(a.isContiguous && a[rows: 1..<2].isContiguous)
    XCTAssertFalse(a[columns: 0..<2].isContiguous)
    XCTAssertFalse(a.transposed.hasRows)
    XCTAssertEqual(a.elements.count, 12)
  }

  func testViewsShareTheirMemory() {
    let buffer = matrix()
    buffer.view.transposed[1, 2] = 5
    buffer.view[rows: 1..<2][columns: 3..<4].row(0)[0] = 6
    XCTAssertEqual(buffer.row(2).values, [20, 5, 22, 23])
    XCTAssertEqual(buffer[1, 3], 6)
    let first = buffer.row(0)
    let all = MatrixView(repeating: first, rows: 3)
    XCTAssertEqual(all.rowByRow, [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3])
    buffer.view.fill(with: first)
    XCTAssertEqual(buffer.view.rowByRow, all.rowByRow)
  }

  func testGather() {
    let (from, to) = (matrix(), MatrixBuffer())
    to.gather([2, 0, 2] as [Int32], of: from.view)
    XCTAssertEqual(to.view.rowByRow, [20, 21, 22, 23, 0, 1, 2, 3, 20, 21, 22, 23])
    // Into some columns of a wider matrix.
    let wide = MatrixBuffer(zeros: 2, 6)
    wide.view[columns: 1..<5].gather([1, 0], of: from.view)
    XCTAssertEqual(wide.view.rowByRow, [0, 10, 11, 12, 13, 0, 0, 0, 1, 2, 3, 0])
  }

  func testBuffersTakeOneShapeAfterTheOther() {
    let buffer = MatrixBuffer()
    XCTAssertEqual(buffer.view.rows, 0)
    for (rows, columns) in [(2, 3), (50, 70), (1, 1), (0, 5)] {
      let view = buffer.reshapeZeros(rows, columns)
      XCTAssertEqual([view.rows, view.columns], [rows, columns])
      XCTAssertTrue(view.elements.values.allSatisfy { $0 == 0 })
      view.elements.fill(1)
    }
  }

  func testRows() {
    let buffer = matrix()
    let (x, y) = (buffer.row(1), buffer.row(2))
    XCTAssertEqual(x.dot(y), 994)
    XCTAssertEqual(x[0..<2].sumOfSquares(), 221)
    XCTAssertEqual(x[0..<2].sumOfSquares(adding: y[0..<2], times: 0.5), 20 * 20 + 21.5 * 21.5)
    y.add(x, times: 2)
    XCTAssertEqual(y.values, [40, 43, 46, 49])
    y.add(x)
    XCTAssertEqual(y.values, [50, 54, 58, 62])
    y.set(x, times: 3)
    y.scale(by: 0.5)
    XCTAssertEqual(y.values, [15, 16.5, 18, 19.5])
    let sum = buffer.row(0)
    sum.clear()
    sum.addRows(of: buffer[rows: 1..<3])
    XCTAssertEqual(sum.values, [25, 27.5, 30, 32.5])
    sum[1..<3].copy([7, 8])
    XCTAssertEqual(sum.values, [25, 7, 8, 32.5])
  }

  func testGroupsOfRows() {
    let (from, sums) = (matrix(), MatrixBuffer(zeros: 3, 4))
    let groups = RowGroups(starts: [0, 2, 2], ends: [2, 2, 5], members: [0, 2, 1, 1, 0])
    groups.add(0..<2, of: from.view, to: sums.view)
    groups.add(2..<3, of: from.view, to: sums.view)
    XCTAssertEqual(sums.view.rowByRow, [20, 22, 24, 26, 0, 0, 0, 0, 20, 23, 26, 29])
  }
}
