import XCTest

@testable import PipelineNumerics
@testable import PipelineText

final class NearbyFormsTests: XCTestCase {
  private func pairs(_ words: [String], bucketLimit: Int = 64) -> Set<[Int]> {
    var found: Set<[Int]> = []
    forEachNearbyPair(words.map { Array($0.unicodeScalars) }, bucketLimit: bucketLimit) {
      found.insert([min($0, $1), max($0, $1)])
    }
    return found
  }

  func testMistakes() {
    XCTAssertEqual(
      pairs([
        "semanticweb", "semanticwe", "semantcweb", "sematnicweb", "semanticwex", "xemanticweb",
        "semweb",
      ]),
      [[0, 1], [0, 2], [0, 3], [0, 4], [1, 4]])
    XCTAssertEqual(pairs(["aab", "ab", "aaab", "a", ""]), [[0, 1], [0, 2], [1, 3]])
    XCTAssertEqual(pairs(["\u{1F600}ab", "\u{1F600}b"]), [[0, 1]])
  }

  /// Against the comparison of all pairs, over few letters so that repeats and
  /// near words are frequent.
  func testFindsWhatComparingAllPairsFinds() {
    var random = RandomStream(seed: 7)
    for _ in 0..<20 {
      let words = Set(
        (0..<60).map { _ in
          String(
            (0..<Int.random(in: 0...6, using: &random)).map { _ in
              "abc".randomElement(using: &random) ?? "a"
            })
        }
      ).sorted()
      let scalars = words.map { Array($0.unicodeScalars) }
      var expected: Set<[Int]> = []
      for a in words.indices {
        for b in words.indices where a < b && isNearby(scalars[a], scalars[b]) {
          expected.insert([a, b])
        }
      }
      XCTAssertEqual(pairs(words, bucketLimit: 1_000), expected)
    }
  }

  func testManyWordsWithOneDeletion() {
    // 2,000 words that all share the deletion of their second character.
    let words = (0..<2_000).compactMap { Unicode.Scalar(UInt32(0x4E00 + $0)) }
      .map { [Unicode.Scalar("a"), $0, "b", "c", "d", "e", "f"] }
    var sets = DisjointSets(count: words.count)
    var comparisons = 0
    forEachNearbyPair(words) {
      sets.join(Int32($0), Int32($1))
      comparisons += 1
    }
    XCTAssertEqual(sets.root(of: Int32(words.count - 1)), 0)
    XCTAssertLessThanOrEqual(comparisons, 64 * words.count)
  }
}
