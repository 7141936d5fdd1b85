// Kernel machines against scikit-learn's SVC on the same six documents.
import CNumerics
@testable import PipelineBaselines
@testable import PipelineFeatures
@testable import PipelineNumerics
import XCTest

final class SupportVectorTests: XCTestCase {
  private let positives: [Int32] = [0, 1, 4]
  private let features = SparseMatrix(
    columnCount: 3,
    rows: [[1, 0, 0.5], [0.8, 0.2, 0], [0, 1, 0.3], [0.1, 0.9, 0], [0.5, 0.5, 1], [0, 0, 1]]
      .map { SparseRow(columns: [0, 1, 2], values: $0) })

  private func parameters(
    _ kernel: KernelShape, cost: Double, gamma: Double? = nil
  ) -> KernelParameters {
    var parameters = KernelParameters()
    parameters.kernel = kernel
    parameters.cost = cost
    parameters.gamma = gamma
    parameters.tolerance = 1e-7
    return parameters
  }

  /// `SVC(…).decision_function`.
  private var expected: [(KernelParameters, [Float])] {
    [
      (parameters(.rbf, cost: 1, gamma: 2), [1, 1, -1, -1, 0.682734, -0.612167]),
      (parameters(.rbf, cost: 100), [1, 1, -1, -1, 1, -1]),
      (parameters(.linear, cost: 1), [1, 0.572941, -1, -0.818824, 0.035294, -0.464706]),
      (parameters(.linear, cost: 0.3), [0.516, 0.282, -0.516, -0.432, 0.036, -0.114]),
    ]
  }

  private func training(_ features: SparseMatrix) -> TrainingSet {
    // Labels: the class, nowhere, everywhere.
    TrainingSet(
      features: features, labels: (0..<6).map { positives.contains($0) ? [0, 2] : [2] },
      labelCount: 3)
  }

  func testDecisionsAreThoseOfScikitLearn() throws {
    let before = String(cString: jn_isa())
    for isa in ["base", "avx2", "avx512"] where jn_set_isa(isa) == 1 {
      for (parameters, numbers) in expected {
        let pool = WorkerPool(threads: 2)
        let machines = try SupportVectorMachines(
          training(features), parameters: parameters, pool: pool)
        let scores = machines.scores(of: features, pool: pool)
        for (row, number) in numbers.enumerated() {
          XCTAssertEqual(scores[row].columns, [0, 2])
          XCTAssertEqual(scores[row].values[0], number, accuracy: 1e-5, "\(isa) \(parameters)")
          XCTAssertGreaterThan(scores[row].values[1], 0)
        }
      }
    }
    XCTAssertEqual(jn_set_isa(before), 1)
  }

  func testSparseAndDenseDocumentsHaveTheSameKernels() {
    // The same rows in a space of 100 features are held as an inverted index.
    let wide = SparseMatrix(
      columnCount: 100,
      rows: (0..<6).map { number in
        let row = features[number]
        return SparseRow(columns: row.columns.map { $0 * 30 }, values: row.values)
      })
    for gamma in [0, 2.0] {
      let dense = KernelBasis(features, KernelFunction(gamma: gamma))
      let sparse = KernelBasis(wide, KernelFunction(gamma: gamma))
      let (a, b) = (MatrixBuffer(zeros: 6, 16), MatrixBuffer(zeros: 6, 16))
      dense.kernels(of: features, 0..<6, into: a.view)
      sparse.kernels(of: wide, 0..<6, into: b.view)
      for i in 0..<6 {
        for j in 0..<6 {
          XCTAssertEqual(a[i, j], b[i, j], accuracy: 1e-6)
        }
      }
      // Rows 0 and 3: 0.1 and 1.87 = 0.9² + 0.9² + 0.5².
      XCTAssertEqual(a[0, 3], gamma == 0 ? 0.1 : 0.023754, accuracy: 1e-5)
    }
  }

  func testAPartOfTheKernelMatrixIsTheMatrixOfAPart() throws {
    let pool = WorkerPool(threads: 1)
    let whole = try KernelMatrix(features, KernelFunction(gamma: 1), memory: 1, pool: pool)
    let part = KernelMatrix(whole, rows: [1, 4, 5])
    XCTAssertEqual(part.row(0)[2], whole.row(1)[5])
    XCTAssertEqual(part.row(2)[1], whole.row(5)[4])
    XCTAssertEqual(part.diagonal[1], 1)
  }

  func testTooManyDocumentsAreRefused() {
    var rows = SparseMatrix(columnCount: 1)
    for _ in 0..<1000 { rows.append(SparseRow(columns: [0], values: [1])) }
    XCTAssertThrowsError(
      try KernelMatrix(
        rows, KernelFunction(gamma: 1), memory: 2, pool: WorkerPool(threads: 1))
    ) {
      XCTAssertEqual(
        $0 as? KernelTooLarge, KernelTooLarge(documents: 1000, needed: 3, allowed: 2))
    }
  }

  func testIdenticalDocumentsOfBothClassesComeToAnEnd() throws {
    let rows = SparseMatrix(
      columnCount: 1, rows: (0..<40).map { _ in SparseRow(columns: [0], values: [1]) })
    let pool = WorkerPool(threads: 1)
    let machines = try SupportVectorMachines(
      TrainingSet(features: rows, labels: (0..<40).map { $0 % 4 == 0 ? [0] : [] }, labelCount: 1),
      parameters: KernelParameters(), pool: pool)
    XCTAssertLessThan(machines.scores(of: rows, pool: pool)[0].values[0], 0)
  }

  func testParametersOutOfRangeAreNamed() {
    var parameters = KernelParameters()
    XCTAssertNil(complaint { try parameters.validate() })
    parameters.memory = 0
    XCTAssertEqual(complaint { try parameters.validate() }, "kernelMemory must be at least 1, but is 0")
    parameters.tolerance = 0
    XCTAssertEqual(complaint { try parameters.validate() }, "tolerance must be above 0, but is 0.0")
    parameters.gamma = 0
    XCTAssertEqual(complaint { try parameters.validate() }, "gamma must be above 0, but is 0.0")
    parameters.cost = 0
    XCTAssertEqual(complaint { try parameters.validate() }, "cost must be above 0, but is 0.0")
  }
}
