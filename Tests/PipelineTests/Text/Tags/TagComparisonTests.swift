import Formats
@testable import PipelineNumerics
@testable import PipelineText
import XCTest

final class TagComparisonTests: XCTestCase {
  func testPairs() {
    // Ours: {0 1 2} {3}; theirs: {0 1} {2 3}.
    let result = TagComparison(ours: [[0], [0], [0], [1]], theirs: [[5], [5], [6], [6]])
    XCTAssertEqual(result.pairs, .init(ours: 3, theirs: 2, both: 1))
    XCTAssertEqual(result.pairs.precision, 1 / 3.0)
    XCTAssertEqual(result.pairs.recall, 0.5)
    XCTAssertEqual(result.meanPrecision, (0.5 + 0.5 + 0) / 3)
    XCTAssertEqual(result.meanRecall, (1 + 1 + 0 + 0) / 4.0)
    XCTAssertEqual(result.wronglyTogether, [0: 2])
    XCTAssertEqual(result.wronglyApart, [6: 1])
  }

  func testNothing() {
    let result = TagComparison(ours: [[], [0]], theirs: [[], []])
    XCTAssertEqual([result.pairs.precision, result.pairs.recall, result.meanPrecision], [1, 1, 1])
    XCTAssertEqual(TagComparison(ours: [], theirs: []).tags, 0)
  }

  /// Against sets of pairs.
  func testOverlappingGroups() {
    var random = RandomStream(seed: 7)
    for _ in 0..<50 {
      func groups() -> [[Int]] {
        (0..<12).map { _ in
          Set((0..<random.next(below: 4)).map { _ in random.next(below: 5) }).sorted()
        }
      }
      func pairs(_ groups: [[Int]]) -> Set<[Int]> {
        var pairs: Set<[Int]> = []
        for a in groups.indices {
          for b in groups.indices where a < b && !Set(groups[a]).isDisjoint(with: groups[b]) {
            pairs.insert([a, b])
          }
        }
        return pairs
      }
      let ours = groups()
      let theirs = groups()
      let result = TagComparison(ours: ours, theirs: theirs)
      let x = pairs(ours)
      let y = pairs(theirs)
      XCTAssertEqual(
        result.pairs, .init(ours: x.count, theirs: y.count, both: x.intersection(y).count))
      XCTAssertEqual(result.wronglyTogether.values.reduce(0, +), x.subtracting(y).count)
      XCTAssertEqual(result.wronglyApart.values.reduce(0, +), y.subtracting(x).count)
    }
  }

  /// The groups that JMAN's authors published: what the project promises.
  func testAuthorsGroups() throws {
    let lemmatiser = try RealWordNet.lemmatiser()
    let name = "data/bibsonomy/tag_groups_multiword.txt.gz"
    let groups = try TagGroupsFile.read(path: Shared.path(name))
    XCTAssertEqual(groups.count, 2_502)
    var given = GivenGroups()
    given.add(groups)
    XCTAssertEqual(given.tags.count, 13_167)
    var cleaner = TagCleaner(TagCleaningOptions(), lemmatiser: lemmatiser)
    for tag in given.tags { cleaner.add(tag) }
    let report = TagComparisonReport(
      given: given, groups: groups, mapping: cleaner.mapping(), pooled: nil)
    XCTAssertEqual(
      report.comparisons.map(\.what),
      ["all groups", "ours of several words", "  half 1 of theirs", "  half 2 of theirs"])
    XCTAssertGreaterThan(report.main.pairs.precision, 0.9)
    XCTAssertGreaterThan(report.main.pairs.recall, 0.7)
    // Each half of the groups is as good: the figures do not hang on a few groups.
    for (_, half) in report.comparisons[2...] {
      XCTAssertGreaterThan(half.meanPrecision, 0.95)
      XCTAssertGreaterThan(half.meanRecall, 0.95)
    }
  }

  func testReport() {
    let groups = [
      NamedTagGroup(name: "Semantic_Web", tags: ["semantic_web", "SemanticWeb", "semantics"]),
      NamedTagGroup(name: "Web_Service", tags: ["web_service", "WebService", "web_service"]),
    ]
    var given = GivenGroups()
    given.add(groups)
    var cleaner = TagCleaner(TagCleaningOptions(), lemmatiser: WordLemmatiser(smallWordNet()))
    for tag in given.tags { cleaner.add(tag) }
    let report = TagComparisonReport(
      given: given, groups: groups, mapping: cleaner.mapping(), pooled: given)
    XCTAssertEqual(
      report.text(showing: 3),
      """
      2 groups, 5 raw tags
                                  pairs  precision   recall   of the mean tag
      all groups                      4      1.0000   0.5000   1.0000  0.6000
      ours of several words           4      1.0000   0.5000   1.0000  0.6000
        half 1 of theirs              3      1.0000   0.3333   1.0000  0.3333
        half 2 of theirs              1      1.0000   1.0000   1.0000  1.0000
      truth of all files              4      1.0000   0.5000   1.0000  0.6000
      together in ours alone:
      together in theirs alone:
        2 pairs Semantic_Web: semantic_web 2, semantics 1

      """)
  }
}
