@testable import PipelineFeatures
import XCTest

final class SparseMatrixTests: XCTestCase {
  private let rows = [
    SparseRow(columns: [0, 3], values: [1, 2]), SparseRow(),
    SparseRow(columns: [2], values: [-1]), SparseRow(columns: [1, 2, 4], values: [3, 4, 5]),
  ]

  func testPartsOneAfterAnotherAreTheSameAsAllRows() {
    let whole = SparseMatrix(columnCount: 5, rows: rows)
    let parts = [rows[0..<1], rows[1..<1], rows[1..<4]]
      .map { SparseMatrix(columnCount: 5, rows: Array($0)) }
    XCTAssertEqual(SparseMatrix(columnCount: 5, parts: parts), whole)
    XCTAssertEqual(SparseMatrix(columnCount: 5, parts: []), SparseMatrix(columnCount: 5))
  }

  func testChosenRows() {
    let whole = SparseMatrix(columnCount: 5, rows: rows)
    XCTAssertEqual(
      whole.rows([3, 1, 0]), SparseMatrix(columnCount: 5, rows: [rows[3], rows[1], rows[0]]))
    XCTAssertEqual(whole.rows([]).count, 0)
  }

  func testTheGreatestEntriesOfARow() {
    var row = SparseRow(columns: [1, 4, 5, 8, 9], values: [2, 5, 2, 7, 2])
    row.keepGreatest(5)
    XCTAssertEqual(row.columns, [1, 4, 5, 8, 9])
    // Of three equal values the one of the lowest column.
    row.keepGreatest(3)
    XCTAssertEqual(row, SparseRow(columns: [1, 4, 8], values: [2, 5, 7]))
    row.keepGreatest(0)
    XCTAssertEqual(row, SparseRow())
  }
}
