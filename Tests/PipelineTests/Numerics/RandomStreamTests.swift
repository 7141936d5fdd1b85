import XCTest

@testable import PipelineNumerics

final class RandomStreamTests: XCTestCase {
  func testStreamsAreReproducibleAndApart() {
    var a = RandomStream(seed: 1, at: 2, 3)
    var b = RandomStream(seed: 1, at: 2, 3)
    var c = RandomStream(seed: 1, at: 3, 2)
    let first = (0..<8).map { _ in a.next() }
    XCTAssertEqual(first, (0..<8).map { _ in b.next() })
    XCTAssertNotEqual(first, (0..<8).map { _ in c.next() })
  }

  func testNormalHasMeanZeroAndDeviationOne() {
    var random = RandomStream(seed: 5)
    let values = (0..<100_000).map { _ in random.nextNormal() }
    let mean = values.reduce(0, +) / 100_000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100_000
    XCTAssertEqual(mean, 0, accuracy: 0.02)
    XCTAssertEqual(variance, 1, accuracy: 0.02)
  }

  func testShuffleIsAPermutation() {
    var random = RandomStream(seed: 9)
    var values = Array(0..<1_000)
    random.shuffle(&values)
    XCTAssertNotEqual(values, Array(0..<1_000))
    XCTAssertEqual(values.sorted(), Array(0..<1_000))
  }
}
