// Neighbours by dense vectors: the product block by block is that of plain loops.
import XCTest

@testable import PipelineBaselines
@testable import PipelineFeatures
@testable import PipelineNumerics

final class DenseNeighboursTests: XCTestCase {
  func testDenseNeighboursAreThoseOfPlainLoops() throws {
    let width = 9
    var random = RandomStream(seed: 4)
    func rows(_ count: Int) -> [SparseRow] {
      (0..<count).map { number in
        SparseRow(
          columns: Array(0..<Int32(width)),
          // The last row is that of a document without text.
          values: (0..<width).map { _ in
            number == count - 1 ? 0 : Float(random.nextNormal())
          })
      }
    }
    let documents = 4_500
    let known = rows(documents)
    let labels = (0..<documents).map { [Int32($0 % 50)] }
    var parameters = NearestNeighbours.Parameters()
    parameters.neighbours = 7
    let model = NearestNeighbours(
      TrainingSet(
        features: SparseMatrix(columnCount: width, rows: known), labels: labels, labelCount: 50),
      parameters: parameters)
    XCTAssertTrue(model.isDense)
    let queries = rows(300)
    let found = model.scores(
      of: SparseMatrix(columnCount: width, rows: queries), pool: WorkerPool(threads: 2))
    func unit(_ row: SparseRow) -> [Double] {
      let length = row.values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      return row.values.map { length > 0 ? Double($0) / length : 0 }
    }
    let units = known.map(unit)
    for (number, query) in queries.enumerated() where number % 13 == 0 {
      let query = unit(query)
      let similar = units.enumerated()
        .map { (document: $0, similarity: zip($1, query).reduce(0) { $0 + $1.0 * $1.1 }) }
        .sorted { $0.similarity > $1.similarity }.prefix(7).filter { $0.similarity > 0 }
      let total = similar.reduce(0) { $0 + $1.similarity }
      var expected: [Int32: Double] = [:]
      for (document, similarity) in similar {
        expected[Int32(document % 50), default: 0] += similarity / total
      }
      let row = found[number]
      XCTAssertEqual(Set(row.columns), Set(expected.keys))
      for (label, score) in zip(row.columns, row.values) {
        XCTAssertEqual(Double(score), expected[label] ?? 0, accuracy: 1e-5)
      }
    }
    XCTAssertEqual(found[299].columns, [])
  }
}
