// What a ranker sees of related labels.
import Formats
import XCTest

@testable import Pipeline

final class StackedRankerTests: XCTestCase {
  func testRelatedLabels() throws {
    var builder = ConceptTableBuilder()
    let (animal, cat, tree) = (
      builder.concept("animal".utf8), builder.concept("cat".utf8), builder.concept("tree".utf8)
    )
    builder.addBroader(animal, of: cat)
    builder.addRelated(cat, tree)
    let labels = ["cat", "unknown", "animal", "tree"]
    let concepts = builder.finish()
    let related = try XCTUnwrap(RelatedLabels(labels, concepts: concepts))
    XCTAssertEqual(Array(related.kinds[0][0]), [2])
    XCTAssertEqual(Array(related.kinds[1][2]), [0])
    XCTAssertEqual(Array(related.kinds[2][3]), [0])
    XCTAssert(related.kinds.allSatisfy { $0[1].isEmpty })

    let features = StackedFeatures(members: 1, labelCounts: [1, 1, 1, 1], relations: related)
    let scores = RankedScores(
      SparseRow(columns: [0, 1, 2], values: [0.25, 0.5, 0.75]), [0, 1, 2, 3])
    let (found, table) = features.rows(of: [scores])
    XCTAssertEqual(found, [0, 1, 2])
    XCTAssertEqual(Array(table[0].suffix(3)), [0.75, -1, 0])
    XCTAssertEqual(Array(table[1].suffix(3)), [-1, -1, -1])
    XCTAssertEqual(Array(table[2].suffix(3)), [-1, 0.25, -1])

    XCTAssertNil(RelatedLabels(labels, concepts: nil))
    XCTAssertNil(RelatedLabels(["cat", "unknown"], concepts: concepts))
  }
}
