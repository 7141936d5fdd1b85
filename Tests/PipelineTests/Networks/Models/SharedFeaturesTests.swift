@testable import PipelineFeatures
@testable import PipelineNetworks
import XCTest

final class SharedFeaturesTests: XCTestCase {
  private let matrix = SparseMatrix(
    columnCount: 6,
    rows: [
      SparseRow(columns: [0, 3], values: [1, 2]), SparseRow(), SparseRow(columns: [2, 5], values: [-1, 4]),
    ])

  /// Where the entries of a matrix are in memory.
  private func address(_ matrix: SparseMatrix) -> UnsafePointer<Float>? {
    matrix.values.withUnsafeBufferPointer { $0.baseAddress }
  }

  func testAllRowsInOrderAreTheMatrixItself() {
    let rows = SharedFeatures.rows(of: matrix)
    XCTAssertEqual(rows.map(\.row), (0..<3).map { matrix[$0] })
    let whole = SharedFeatures.matrix(of: rows)
    XCTAssertEqual(whole, matrix)
    XCTAssertEqual(address(whole), address(matrix))
  }

  /// Some rows, another order, rows of another matrix with as many, none at all: copies of what was asked for.
  func testOtherRowsAreCopied() {
    let (rows, others) = (SharedFeatures.rows(of: matrix), SharedFeatures.rows(of: matrix.rows([2, 1, 0])))
    let cases: [[SharedFeatures?]] = [
      [rows[2], rows[0]], [rows[0], others[1], rows[2]], [rows[0], nil, rows[2]], [rows[0], rows[1], others[0]],
    ]
    for rows in cases {
      let copy = SharedFeatures.matrix(of: rows)
      XCTAssertNotEqual(address(copy), address(matrix))
      XCTAssertEqual((0..<copy.count).map { copy[$0] }, rows.map { $0?.row ?? SparseRow() })
      XCTAssertEqual(copy.columnCount, 6)
    }
    XCTAssertEqual(SharedFeatures.matrix(of: []).count, 0)
    XCTAssertEqual(SharedFeatures.matrix(of: [nil, nil]).count, 2)
  }

  func testADocumentOfItsOwn() {
    var document = EncodedDocument()
    XCTAssertEqual(document.features, SparseRow())
    document.features = SparseRow(columns: [1], values: [0.5])
    document.features.values[0] = 2
    XCTAssertEqual(document.features, SparseRow(columns: [1], values: [2]))
    XCTAssertEqual([document, EncodedDocument()].featureMatrix.count, 2)
  }
}
