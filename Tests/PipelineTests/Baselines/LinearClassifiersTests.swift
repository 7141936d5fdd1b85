// The solver against scikit-learn's numbers for the same six documents.
import CNumerics
import XCTest

@testable import PipelineBaselines
@testable import PipelineFeatures
@testable import PipelineNumerics

final class LinearClassifiersTests: XCTestCase {
  private let features: [[Float]] = [
    [1, 0, 0.5], [0.8, 0.2, 0], [0, 1, 0.3], [0.1, 0.9, 0], [0.5, 0.5, 1], [0, 0, 1],
  ]
  private let positives: [Int32] = [0, 1, 4]

  private func matrix() -> SparseMatrix {
    SparseMatrix(
      columnCount: 3,
      rows: features.map { row in
        let columns = row.indices.filter { row[$0] != 0 }
        return SparseRow(columns: columns.map { Int32($0) }, values: columns.map { row[$0] })
      })
  }

  private func parameters(_ loss: MarginLoss, cost: Double = 1) -> LinearParameters {
    var parameters = LinearParameters()
    parameters.loss = loss
    parameters.cost = cost
    parameters.epsilon = 1e-6
    parameters.passes = 20_000
    parameters.pruning = 0
    return parameters
  }

  /// LinearSVC(loss=…, C=1) and LogisticRegression(solver="liblinear", C=2).
  private let expected: [(MarginLoss, Double, [Float])] = [
    (.squaredHinge, 1, [1.3470412, -0.3554738, 0.0806934, -0.3899398]),
    (.hinge, 1, [1.3485207, -0.6644970, -0.0650888, -0.3159763]),
    (.logistic, 2, [1.3625414, -0.6453267, 0.0377767, -0.2012367]),
  ]

  func testFeaturesAreFoundFromEverywhere() {
    var features: [Int32] = []
    for count in 0..<40 {
      let classifiers = LinearClassifiers(
        features: features,
        weights: SparseMatrix(
          columnCount: 1, rows: features.map { _ in SparseRow(columns: [0], values: [1]) }),
        biases: [0])
      for wanted in -1...Int32(count * 5 + 1) {
        for from in 0...count {
          XCTAssertEqual(
            classifiers.place(of: wanted, from: from), features[from...].firstIndex(of: wanted),
            "\(wanted) from \(from) of \(features)")
        }
      }
      features.append(Int32(count * 4 + count % 4))
    }
  }

  func testSolutionsAreThoseOfScikitLearn() {
    let problem = LinearProblem(matrix(), rows: Array(0..<6))
    // The same class in several lanes of two groups, and its opposite.
    let negatives: [Int32] = [2, 3, 5]
    let classes = [positives, negatives] + Array(repeating: positives, count: 17)
    for (loss, cost, numbers) in expected {
      let trained = LinearClassifiers(
        problem, positives: classes, parameters: parameters(loss, cost: cost),
        pool: WorkerPool(threads: 2))
      for lane in classes.indices {
        let sign: Float = lane == 1 ? -1 : 1
        var found = trained.weights.dense().enumerated()
          .filter { $0.offset % classes.count == lane }.map(\.element)
        found.append(trained.biases[lane])
        for (a, b) in zip(found, numbers) {
          XCTAssertEqual(a, sign * b, accuracy: 2e-4, "\(loss), lane \(lane)")
        }
      }
    }
  }

  func testEveryInstructionSetFindsTheSameSolution() {
    let before = String(cString: jn_isa())
    let problem = LinearProblem(matrix(), rows: Array(0..<6))
    for isa in ["base", "avx2", "avx512"] where jn_set_isa(isa) == 1 {
      for (loss, cost, numbers) in expected {
        let trained = LaneSolver(
          problem, positives: [positives], parameters: parameters(loss, cost: cost)
        ).solve()
        XCTAssertEqual(trained.biases[0], numbers[3], accuracy: 2e-4, "\(isa) \(loss)")
      }
    }
    XCTAssertEqual(jn_set_isa(before), 1)
  }

  func testRowsOfAPartAreTakenAlone() {
    // Of rows 1, 3 and 4 the columns are 0, 1 (three times) and 2 (once).
    let problem = LinearProblem(matrix(), rows: [1, 3, 4])
    XCTAssertEqual(problem.features, [0, 1, 2])
    XCTAssertEqual(problem.starts, [0, 2, 4, 7])
    XCTAssertEqual(problem.squaredLengths[0], 1.68, accuracy: 1e-6)
    let few = LinearProblem(matrix(), rows: [5])
    XCTAssertEqual(few.features, [2])
    XCTAssertEqual(few.columns, [0])
  }

  func testSmallWeightsAreDroppedAndMarginsAddUp() {
    var pruned = parameters(.squaredHinge)
    pruned.pruning = 0.2
    let trained = LinearClassifiers(
      LinearProblem(matrix(), rows: Array(0..<6)), positives: [positives], parameters: pruned,
      pool: WorkerPool(threads: 1))
    XCTAssertEqual(trained.features, [0, 1])
    var margins: [Float] = [0.5]
    trained.addMargins(of: SparseRow(columns: [1, 2], values: [2, 9]), to: &margins)
    XCTAssertEqual(margins[0], 0.5 - 0.3899398 - 2 * 0.3554738, accuracy: 1e-3)
  }

  func testParametersOutOfRangeAreNamed() {
    var parameters = LinearParameters()
    XCTAssertNil(complaint { try parameters.validate() })
    parameters.pruning = -1
    XCTAssertEqual(complaint { try parameters.validate() }, "pruning must be at least 0, but is -1.0")
    parameters.passes = 0
    XCTAssertEqual(complaint { try parameters.validate() }, "passes must be at least 1, but is 0")
    parameters.epsilon = 0
    XCTAssertEqual(complaint { try parameters.validate() }, "epsilon must be above 0, but is 0.0")
    parameters.cost = .nan
    XCTAssertEqual(complaint { try parameters.validate() }, "cost must be above 0, but is nan")
  }
}
