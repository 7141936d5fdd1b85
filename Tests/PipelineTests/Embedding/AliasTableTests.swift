import XCTest

@testable import PipelineEmbedding
@testable import PipelineNumerics

final class AliasTableTests: XCTestCase {
  func testDrawsByWeight() {
    let weights: [Double] = [5, 0, 1, 100, 0.5, 3, 3, 0, 40]
    let table = AliasTable(weights: weights)
    var random = RandomStream(seed: 4)
    var counts = [Int](repeating: 0, count: weights.count)
    let draws = 400_000
    for _ in 0..<draws { counts[Int(table.draw(&random))] += 1 }
    let total = weights.reduce(0, +)
    for (outcome, weight) in weights.enumerated() {
      let share = weight / total
      // Five standard deviations.
      let tolerance = 5 * (share * (1 - share) / Double(draws)).squareRoot()
      XCTAssertEqual(
        Double(counts[outcome]) / Double(draws), share, accuracy: tolerance, "\(outcome)")
    }
  }

  func testOneAndEqualWeights() {
    var random = RandomStream(seed: 4)
    let one = AliasTable(weights: [0.1])
    XCTAssertEqual((0..<100).map { _ in one.draw(&random) }, [Int32](repeating: 0, count: 100))
    let equal = AliasTable(weights: [Double](repeating: 0.1, count: 7))
    XCTAssertEqual(Set((0..<1_000).map { _ in equal.draw(&random) }), Set(0..<7))
  }
}
