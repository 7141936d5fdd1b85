import XCTest

@testable import Pipeline

final class LinearStartTests: XCTestCase {
  /// 40 documents of 12 features; label l is decided by features l and l + 5.
  private let features = SparseMatrix(
    columnCount: 12,
    rows: (0..<40).map { d in
      let columns = Set([d % 12, d * 7 % 12, d * 5 / 3 % 12]).sorted().map { Int32($0) }
      return SparseRow(columns: columns, values: columns.map { 0.3 + Float(($0 + 1) % 4) / 5 })
    })

  private func positives(_ labels: Int) -> [[Int32]] {
    (0..<labels).map { label in
      (0..<Int32(40)).filter {
        let columns = features[Int($0)].columns
        return columns.contains(Int32(label)) || columns.contains(Int32(label + 5))
      }
    }
  }

  private func start(rank: Int, threads: Int = 1) throws -> LinearStart {
    try XCTUnwrap(
      LinearStart(
        features, positives: positives(6), parameters: parameters, rank: rank,
        pool: WorkerPool(threads: threads)))
  }

  private var parameters: LinearParameters {
    var parameters = LinearParameters()
    parameters.pruning = 0
    return parameters
  }

  /// With as many dimensions as labels the product is the linear model itself.
  func testFullRankGivesTheLinearModelsMargins() throws {
    let classifiers = LinearClassifiers(
      LinearProblem(features, rows: Array(0..<40)), positives: positives(6),
      parameters: parameters, pool: WorkerPool(threads: 1))
    for rank in [6, 8] {
      let start = try start(rank: rank)
      for document in 0..<40 {
        var margins = [Float](repeating: 0, count: 6)
        classifiers.addMargins(of: features[document], to: &margins)
        for label in 0..<6 {
          var logit = start.biases[label]
          for entry in features.entries(of: document) {
            let row = Int(features.columns[entry]) * rank
            for i in 0..<rank {
              logit +=
                features.values[entry] * start.table[row + i] * start.output[label * rank + i]
            }
          }
          XCTAssertEqual(
            logit, LinearStart.logOddsOfMargin * margins[label], accuracy: 1e-4,
            "rank \(rank), document \(document), label \(label)")
        }
      }
    }
  }

  /// Fewer dimensions keep most of the weights, and both factors are alike in size.
  func testLowRankKeepsWhatWeighsMost() throws {
    func weights(_ start: LinearStart, _ rank: Int) -> [Float] {
      (0..<12).flatMap { feature in
        (0..<6).map { label in
          (0..<rank).reduce(0) {
            $0 + start.table[feature * rank + $1] * start.output[label * rank + $1]
          }
        }
      }
    }
    let full = try weights(start(rank: 6), 6)
    let low = try start(rank: 4)
    let error = zip(full, weights(low, 4)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let all = full.reduce(0) { $0 + $1 * $1 }
    XCTAssertLessThan(error, 0.25 * all)
    XCTAssertGreaterThan(error, 0)
    func meanSquare(_ values: [Float]) -> Float {
      values.reduce(0) { $0 + $1 * $1 } / Float(values.count)
    }
    XCTAssertEqual(meanSquare(low.table) / meanSquare(low.output), 1, accuracy: 0.01)
  }

  func testThreadsChangeNothing() throws {
    let (one, three) = try (start(rank: 4), start(rank: 4, threads: 3))
    XCTAssertEqual(one.table, three.table)
    XCTAssertEqual(one.output, three.output)
    XCTAssertEqual(one.biases, three.biases)
  }

  func testWithoutFeaturesThereIsNone() {
    XCTAssertNil(
      LinearStart(
        SparseMatrix(columnCount: 3, rows: Array(repeating: SparseRow(), count: 4)),
        positives: [[0, 1]], parameters: LinearParameters(), rank: 2,
        pool: WorkerPool(threads: 1)))
  }
}
