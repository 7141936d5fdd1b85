// PLST against NumPy's singular value decomposition and scikit-learn's Ridge.
@testable import PipelineBaselines
@testable import PipelineFeatures
@testable import PipelineNumerics
import XCTest

final class LabelSpaceTests: XCTestCase {
  private let labels: [[Int32]] = [[0, 3], [0], [1, 3], [1, 2], [0, 2], [2]]
  private let features = SparseMatrix(
    columnCount: 3,
    rows: [[1, 0, 0.5], [0.8, 0.2, 0], [0, 1, 0.3], [0.1, 0.9, 0], [0.5, 0.5, 1], [0, 0, 1]]
      .map { SparseRow(columns: [0, 1, 2], values: $0) })

  func testScoresAreThoseOfNumPyAndScikitLearn() {
    // Directions, not centred, scores of the first two documents.
    let expected: [(Int, Bool, [[Float]])] = [
      (1, false, [[0.728254, -0.783419, -0.728254, 0.116752], [0.510223, -0.648668, -0.510223, -0.017998]]),
      (1, true, [[0.364127, -0.558376, -0.364127, -0.108291], [0.255111, -0.491001, -0.255111, -0.175666]]),
      (2, false, [[0.994558, -1.152896, -0.46195, -0.252725], [0.514001, -0.653911, -0.506444, -0.023241]]),
      (2, true, [[0.510108, -0.760914, -0.218146, -0.310829], [0.26983, -0.511422, -0.240393, -0.196087]]),
      (4, false, [[0.979639, -1.174392, -0.452921, -0.235474], [0.551049, -0.541016, -0.661516, -0.221203]]),
      (9, true, [[0.98982, -0.42053, 0.273539, 0.04893], [0.775524, -0.103841, 0.169242, 0.056065]]),
    ]
    let pool = WorkerPool(threads: 2)
    for (codes, isUncentred, numbers) in expected {
      var parameters = PrincipalLabelSpace.Parameters()
      parameters.codes = codes
      parameters.ridge = 0.5
      parameters.isUncentred = isUncentred
      let model = PrincipalLabelSpace(
        TrainingSet(features: features, labels: labels, labelCount: 4), parameters: parameters,
        pool: pool)
      let scores = model.scores(of: features, pool: pool)
      for (row, values) in numbers.enumerated() {
        for (found, number) in zip(scores[row].values, values) {
          XCTAssertEqual(found, number, accuracy: 2e-5, "\(codes) codes, \(isUncentred)")
        }
      }
    }
  }

  func testDirectionsOfManyLabelsConverge() {
    // Labels 2 i and 2 i + 1 always come together, in 2 (20 - i) of 420 documents.
    var rows: [[Int32]] = []
    for pair in 0..<20 {
      for _ in 0..<2 * (20 - pair) { rows.append([Int32(2 * pair), Int32(2 * pair + 1)]) }
    }
    let space = LabelSubspace(rows, labelCount: 40, directions: 5, seed: 1)
    let values = space.directions.map { direction in
      rows.reduce(0.0) { sum, row in
        let mean = zip(direction, space.means).reduce(0) { $0 + $1.0 * $1.1 }
        let code = row.reduce(-mean) { $0 + direction[Int($1)] }
        return sum + code * code
      }.squareRoot()
    }
    // numpy.linalg.svd of the centred matrix.
    for (found, number) in zip(values, Self.singularValues) {
      XCTAssertEqual(found, number, accuracy: 1e-6)
    }
    for direction in space.directions {
      for pair in 0..<20 {
        XCTAssertEqual(direction[2 * pair], direction[2 * pair + 1], accuracy: 1e-6)
      }
    }
  }

  private static let singularValues = [8.87402392, 8.62880746, 8.38130898, 8.12849043, 7.86885955]

  func testRegressionWithoutPenaltyFitsExactly() {
    // z = 2 a - b + 3, over more documents than features.
    let rows: [[Float]] = [[1, 0], [0, 1], [2, 1], [3, 5], [1, 1]]
    let matrix = SparseMatrix(
      columnCount: 2, rows: rows.map { SparseRow(columns: [0, 1], values: $0) })
    let solution = RidgeRegression(matrix, ridge: 0)
      .solve(rows.map { 2 * Double($0[0]) - Double($0[1]) + 3 })
    XCTAssertEqual(solution.weights[0], 2, accuracy: 1e-8)
    XCTAssertEqual(solution.weights[1], -1, accuracy: 1e-8)
    XCTAssertEqual(solution.bias, 3, accuracy: 1e-8)
    // A feature that never varies gets no weight.
    let constant = SparseMatrix(
      columnCount: 1, rows: (0..<3).map { _ in SparseRow(columns: [0], values: [1]) })
    XCTAssertEqual(RidgeRegression(constant, ridge: 0).solve([1, 2, 3]).weights, [0])
  }

  func testEigenvaluesOfASmallMatrix() {
    let (values, vectors) = symmetricEigen([[2, 1], [1, 2]])
    XCTAssertEqual(values[0], 3, accuracy: 1e-12)
    XCTAssertEqual(values[1], 1, accuracy: 1e-12)
    XCTAssertEqual(vectors[0][0], vectors[0][1], accuracy: 1e-12)
  }

  func testParametersOutOfRangeAreNamed() {
    var parameters = PrincipalLabelSpace.Parameters()
    XCTAssertNil(complaint { try parameters.validate() })
    parameters.ridge = -1
    XCTAssertEqual(complaint { try parameters.validate() }, "ridge must be at least 0, but is -1.0")
    parameters.codes = 0
    XCTAssertEqual(complaint { try parameters.validate() }, "codes must be at least 1, but is 0")
  }
}
