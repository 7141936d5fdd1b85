// Classifier chains and HOMER on cases that can be followed by hand.
@testable import PipelineBaselines
@testable import PipelineFeatures
@testable import PipelineNumerics
import XCTest

final class ChainsAndHierarchyTests: XCTestCase {
  // MARK: - Chains

  func testPermutationsAreNumPys() {
    // numpy.random.RandomState(seed).permutation(10)
    let expected: [UInt32: [Int32]] = [
      0: [2, 8, 4, 9, 1, 6, 7, 3, 0, 5], 1: [2, 9, 6, 4, 0, 3, 1, 7, 8, 5],
      2: [4, 1, 5, 0, 7, 2, 3, 6, 9, 8],
    ]
    for (seed, order) in expected {
      var generator = MersenneTwister(plainSeed: seed)
      XCTAssertEqual(generator.numpyPermutation(10), order)
    }
    var generator = MersenneTwister(plainSeed: 3)
    XCTAssertEqual(generator.numpyPermutation(1), [0])
    XCTAssertEqual(generator.numpyPermutation(0), [])
  }

  /// Label 0 is feature 0. Label 1 is the exclusive or of features 0 and 1, which
  /// no linear function of the features is; with label 2 = both features it is
  /// one of labels and features.
  private var logic: TrainingSet {
    let pairs: [(Float, Float)] = [(0, 0), (0, 1), (1, 0), (1, 1)]
    let documents = (0..<80).map { pairs[$0 % 4] }
    return TrainingSet(
      features: SparseMatrix(
        columnCount: 2,
        rows: documents.map { a, b in
          SparseRow(columns: [0, 1], values: [2 * a - 1, 2 * b - 1])
        }),
      labels: documents.map { a, b in
        (a == 1 ? [0] : []) + (a != b ? [2] : []) + (a == 1 && b == 1 ? [1] : [])
      }, labelCount: 4)
  }

  private func decisions(_ scores: SparseMatrix, _ rows: Int) -> [[Int32]] {
    (0..<rows).map { row in
      zip(scores[row].columns, scores[row].values).filter { $0.1 > 0 }.map(\.0)
    }
  }

  func testLaterLabelsSeeEarlierOnes() {
    var parameters = ClassifierChains.Parameters()
    parameters.order = .frequency
    parameters.linear.cost = 100
    parameters.linear.passes = 5000
    let pool = WorkerPool(threads: 2)
    let chain = ClassifierChains(logic, parameters: parameters, pool: pool)
    let scores = chain.scores(of: logic.features, pool: pool)
    // Label 3 has no training document and is never listed.
    XCTAssertEqual(scores[0].columns, [0, 1, 2])
    XCTAssertEqual(decisions(scores, 4), [[], [2], [0, 2], [0, 1]])
    let alone = OneVersusRest(logic, parameters: parameters.linear, pool: pool)
    XCTAssertNotEqual(
      decisions(alone.scores(of: logic.features, pool: pool), 4), [[], [2], [0, 2], [0, 1]])
  }

  func testVotesOfHalfTheChainsAreEnough() {
    var parameters = ClassifierChains.Parameters()
    parameters.chains = 2
    parameters.linear.cost = 100
    parameters.linear.passes = 5000
    parameters.linear.seed = 0
    let pool = WorkerPool(threads: 1)
    var votes = parameters
    votes.votes = true
    let scores = ClassifierChains(logic, parameters: votes, pool: pool)
      .scores(of: logic.features, pool: pool)
    for row in 0..<4 {
      for value in scores[row].values {
        XCTAssert([-0.5, 0, 0.5].contains { abs($0 - value) < 1e-5 }, "\(value)")
        // A tie is above 0.
        if abs(value) < 0.1 { XCTAssertGreaterThan(value, 0) }
      }
    }
  }

  // MARK: - Hierarchy

  func testLabelsThatComeTogetherStayTogether() {
    // Labels 0 and 3, 1 and 4, 2 and 5 have the same documents.
    let members: [[Int32]] = [[0, 1], [2, 3], [4, 5], [0, 1], [2, 3], [4, 5]]
    for seed in 0..<5 {
      var random = RandomStream(seed: UInt64(seed))
      let groups = BalancedClustering(members: members, documents: 6).groups(3, random: &random)
      XCTAssertEqual(groups.sorted { $0[0] < $1[0] }, [[0, 3], [1, 4], [2, 5]])
    }
  }

  func testGroupsHaveRoomForNoMore() {
    // Five labels of the same documents and two of others: of seven in three groups
    // none has more than three.
    let members: [[Int32]] = [[0, 1], [0, 1], [0, 1], [0, 1], [0, 1, 2], [5], [6]]
    for seed in 0..<10 {
      var random = RandomStream(seed: UInt64(seed))
      let groups = BalancedClustering(members: members, documents: 7).groups(3, random: &random)
      XCTAssertEqual(groups.joined().sorted(), Array(0..<7))
      XCTAssertLessThanOrEqual(groups.map(\.count).max() ?? 9, 3)
    }
  }

  func testLabelsThatCannotBeToldApartAreDividedEvenly() {
    var random = RandomStream(seed: 1)
    let groups = BalancedClustering(
      members: Array(repeating: [0], count: 7), documents: 1
    ).groups(3, random: &random)
    XCTAssertEqual(groups.map(\.count).sorted(), [2, 2, 3])
    // Few labels are groups of their own.
    XCTAssertEqual(
      BalancedClustering(members: [[0], [0]], documents: 1).groups(3, random: &random), [[0], [1]])
  }

  func testBranchesAreTrainedOnTheDocumentsOfTheirNode() {
    // Six labels, two documents each; label 6 has none.
    let labels: [[Int32]] = [[0, 3], [0, 3], [1, 4], [1, 4], [2, 5], [2, 5], []]
    let training = TrainingSet(
      features: SparseMatrix(columnCount: 1, rows: labels.map { _ in SparseRow() }),
      labels: labels, labelCount: 7)
    let plan = HierarchyPlan(training, clusters: 3, seed: 1)
    XCTAssertEqual(plan.nodes.count, 4)
    XCTAssertEqual(plan.branchCount, 9)
    XCTAssertEqual(plan.nodes[0].children, [-2, -3, -4])
    XCTAssertEqual(plan.work[0].documents, [0, 1, 2, 3, 4, 5, 6])
    XCTAssertEqual(Set(plan.work[0].positives), [[0, 1], [2, 3], [4, 5]])
    for (node, work) in zip(plan.nodes, plan.work).dropFirst() {
      let label = node.children[0]
      XCTAssertEqual(node.children, [label, label + 3])
      XCTAssertEqual(work.documents, [2 * label, 2 * label + 1])
      XCTAssertEqual(work.positives, [[0, 1], [0, 1]])
    }
  }

  func testTheHierarchyGivesLabelsOfAllBranchesThatSayYes() throws {
    // Label l is feature l.
    let documents = (0..<60).map { [Int32($0 % 5), Int32(5 + $0 % 3)] }
    let training = TrainingSet(
      features: SparseMatrix(
        columnCount: 8, rows: documents.map { SparseRow(columns: $0, values: [1, 1]) }),
      labels: documents, labelCount: 8)
    let pool = WorkerPool(threads: 2)
    var kernel = KernelParameters()
    kernel.cost = 10
    for kernel in [nil, kernel] {
      var parameters = LabelHierarchy.Parameters()
      parameters.kernel = kernel
      parameters.linear.cost = 10
      let scores = try LabelHierarchy(training, parameters: parameters, pool: pool)
        .scores(of: training.features, pool: pool)
      XCTAssertEqual(scores[0].columns, Array(0..<8))
      XCTAssertEqual(decisions(scores, 60), documents)
    }
  }

  func testParametersOutOfRangeAreNamed() {
    var chains = ClassifierChains.Parameters()
    XCTAssertNil(complaint { try chains.validate() })
    chains.linear.cost = 0
    XCTAssertEqual(complaint { try chains.validate() }, "cost must be above 0, but is 0.0")
    chains.chains = 0
    XCTAssertEqual(complaint { try chains.validate() }, "chains must be from 1 to 10000, but is 0")
    var hierarchy = LabelHierarchy.Parameters()
    XCTAssertNil(complaint { try hierarchy.validate() })
    hierarchy.clusters = 1
    XCTAssertEqual(complaint { try hierarchy.validate() }, "clusters must be at least 2, but is 1")
  }
}
