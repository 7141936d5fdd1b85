import Formats
@testable import PipelineBaselines
@testable import PipelineNumerics
import XCTest

final class BoostedTreesTests: XCTestCase {
  /// Three columns: two whole numbers and a fraction, and answers that depend on them.
  private func cases(_ count: Int, seed: UInt64 = 3) -> (table: FeatureTable, truth: [Bool]) {
    var random = RandomStream(seed: seed)
    var table = FeatureTable(width: 3)
    var truth: [Bool] = []
    for _ in 0..<count {
      let (a, b) = (Float(random.next(below: 7)), Float(random.next(below: 40)))
      let c = Float(random.nextUniform())
      table.append([a, b, c])
      let odds = (a > 3 ? 0.7 : 0.15) + (b > 10 && c < 0.5 ? 0.25 : 0)
      truth.append(random.nextUniform() < odds)
    }
    return (table, truth)
  }

  private func parameters(rounds: Int = 8, leaves: Int = 5) -> BoostedTrees.Parameters {
    var parameters = BoostedTrees.Parameters()
    (parameters.rounds, parameters.leaves) = (rounds, leaves)
    (parameters.minimumCases, parameters.l2, parameters.learningRate) = (10, 0.5, 0.3)
    return parameters
  }

  /// The same trees by the definition alone: every value is tried as a bound, every sum is
  /// made anew.
  private func plain(
    _ table: FeatureTable, _ truth: [Bool], _ parameters: BoostedTrees.Parameters
  ) -> [Double] {
    let share = (Double(truth.count { $0 }) + 0.5) / (Double(truth.count) + 1)
    var sums = [Double](repeating: log(share / (1 - share)), count: truth.count)
    for _ in 0..<parameters.rounds {
      let p = sums.map { 1 / (1 + exp(-$0)) }
      let gradients = zip(p, truth).map { $0 - ($1 ? 1 : 0) }
      let curvatures = p.map { $0 * (1 - $0) }
      func strength(_ rows: [Int]) -> Double {
        let g = rows.reduce(0) { $0 + gradients[$1] }
        return g * g / (rows.reduce(0) { $0 + curvatures[$1] } + parameters.l2)
      }
      var leaves = [Array(truth.indices)]
      while leaves.count < parameters.leaves {
        var best = (gain: 1e-9, leaf: -1, left: [Int](), right: [Int]())
        for (number, rows) in leaves.enumerated() {
          for column in 0..<table.width {
            for bound in Set(rows.map { table[$0][column] }).sorted() {
              let left = rows.filter { table[$0][column] <= bound }
              let right = rows.filter { table[$0][column] > bound }
              guard min(left.count, right.count) >= parameters.minimumCases else { continue }
              let gain = strength(left) + strength(right) - strength(rows)
              if gain > best.gain + 1e-9 { best = (gain, number, left, right) }
            }
          }
        }
        guard best.leaf >= 0 else { break }
        leaves[best.leaf] = best.left
        leaves.append(best.right)
      }
      for rows in leaves {
        let g = rows.reduce(0) { $0 + gradients[$1] }
        let h = rows.reduce(0) { $0 + curvatures[$1] }
        for row in rows { sums[row] -= parameters.learningRate * g / (h + parameters.l2) }
      }
    }
    return sums.map { 1 / (1 + exp(-$0)) }
  }

  func testAgreesWithThePlainDefinition() {
    let (table, truth) = cases(200)
    let trees = BoostedTrees(
      table, truth: truth, parameters: parameters(), pool: WorkerPool(threads: 2))
    for (a, b) in zip(trees.probabilities(table), plain(table, truth, parameters())) {
      XCTAssertEqual(Double(a), b, accuracy: 1e-4)
    }
  }

  func testLearnsWhatTheAnswersDependOn() {
    let (table, truth) = cases(4_000)
    let trees = BoostedTrees(
      table, truth: truth, parameters: BoostedTrees.Parameters(), pool: WorkerPool(threads: 2))
    let (others, _) = cases(2_000, seed: 8)
    for (row, p) in zip(0..<others.count, trees.probabilities(others)) {
      let values = others[row]
      let odds = (values[0] > 3 ? 0.7 : 0.15) + (values[1] > 10 && values[2] < 0.5 ? 0.25 : 0)
      XCTAssertEqual(Double(p), odds, accuracy: 0.3)
    }
    let mean = trees.probabilities(table).reduce(0, +) / Float(table.count)
    XCTAssertEqual(Double(mean), Double(truth.count { $0 }) / Double(truth.count), accuracy: 0.01)
  }

  func testThreadsDoNotShow() {
    let (table, truth) = cases(9_000)
    let one = BoostedTrees(
      table, truth: truth, parameters: parameters(), pool: WorkerPool(threads: 1))
    let three = BoostedTrees(
      table, truth: truth, parameters: parameters(), pool: WorkerPool(threads: 3))
    XCTAssertEqual(one, three)
  }

  func testAnswersThatAreAllTheSame() {
    let (table, _) = cases(50)
    for answer in [true, false] {
      let trees = BoostedTrees(
        table, truth: Array(repeating: answer, count: 50), parameters: parameters(),
        pool: WorkerPool(threads: 1))
      XCTAssertEqual(trees.roots, [])
      XCTAssertEqual(trees.probabilities(table)[0], answer ? 50.5 / 51 : 0.5 / 51, accuracy: 1e-5)
    }
    let nothing = BoostedTrees(
      FeatureTable(width: 3), truth: [], parameters: parameters(), pool: WorkerPool(threads: 1))
    XCTAssertEqual(nothing.base, 0)
  }

  func testConstantColumnsAndManyValues() {
    var table = FeatureTable(width: 2)
    var truth: [Bool] = []
    for i in 0..<1_000 {
      table.append([1, Float(i)])
      truth.append(i >= 500)
    }
    let bins = FeatureBins(table, pool: WorkerPool(threads: 1))
    XCTAssertEqual(bins.bounds[0], [])
    XCTAssertLessThanOrEqual(bins.bounds[1].count, 254)
    XCTAssertEqual(Set(bins.bins[1_000...]).count, bins.bounds[1].count + 1)
    let trees = BoostedTrees(
      table, truth: truth, parameters: BoostedTrees.Parameters(), pool: WorkerPool(threads: 1))
    XCTAssert(trees.nodes.allSatisfy { $0.feature != 0 })
    let p = trees.probabilities(table)
    XCTAssertLessThan(p[400], 0.01)
    XCTAssertGreaterThan(p[600], 0.99)
  }

  func testIsReadAsItWasWritten() throws {
    let (table, truth) = cases(500)
    let trees = BoostedTrees(
      table, truth: truth, parameters: parameters(), pool: WorkerPool(threads: 1))
    let path = try temporaryPath("trees.stage")
    let writer = try StageWriter(
      path: path, kind: .model,
      header: StageHeader(stage: "fuse", revision: 1, parameters: [:], inputs: []))
    try trees.write(to: writer, named: "trees")
    try writer.commit()
    let contents = try StageContents(path: path, expecting: .model)
    XCTAssertEqual(try BoostedTrees(contents, named: "trees", width: 3), trees)
    // A table of two columns has no third one.
    XCTAssert(trees.nodes.contains { $0.feature == 2 })
    XCTAssertThrowsError(try BoostedTrees(contents, named: "trees", width: 2))
  }
}
