// The linear start of a ranker, and what it sees of related labels.
import Formats
import XCTest

@testable import Pipeline

final class StackedRankerTests: XCTestCase {
  private let pool = WorkerPool(threads: 1)

  /// Rows of one member, whose score is the truth's probability.
  private func cases(_ count: Int) -> (table: FeatureTable, truth: [Bool]) {
    var random = RandomStream(seed: 5)
    var table = FeatureTable(width: StackedFeatures.columnsOfMember)
    var truth: [Bool] = []
    for _ in 0..<count {
      let score = Float(1 + random.next(below: 998)) / 1_000
      table.append([score, 0, 0, score])
      truth.append(Float(random.next(below: 1_000)) / 1_000 < score)
    }
    return (table, truth)
  }

  func testProbabilitiesStayWhatTheyAre() throws {
    let (table, truth) = cases(20_000)
    let start = try XCTUnwrap(LinearStart(table, truth: truth, members: 1))
    XCTAssertEqual(start.weights[0], 1, accuracy: 0.05)
    XCTAssertEqual(start.weights[3], 0, accuracy: 0.05)
  }

  func testTheOrderWithinAStepOfTheTreesStays() throws {
    let (table, truth) = cases(2_000)
    var parameters = BoostedTrees.Parameters()
    parameters.rounds = 5
    let ranker = StackedRanker(
      table, truth: truth, members: 1, parameters: parameters, pool: pool)
    var near = FeatureTable(width: StackedFeatures.columnsOfMember)
    for score in [Float(0.90001), 0.90002, 0.90003] { near.append([score, 0, 0, score]) }
    let found = ranker.probabilities(near)
    XCTAssertLessThan(found[0], found[1])
    XCTAssertLessThan(found[1], found[2])
  }

  func testNothingCanBeLearnt() {
    let (table, _) = cases(10)
    for answer in [true, false] {
      XCTAssertNil(
        LinearStart(table, truth: Array(repeating: answer, count: 10), members: 1))
    }
    XCTAssertNil(LinearStart(FeatureTable(width: 4), truth: [], members: 1))
    // Scores that tell all apart, and columns that never change.
    var sure = FeatureTable(width: StackedFeatures.columnsOfMember)
    for i in 0..<100 { sure.append([i < 50 ? 0 : 1, 0, 0, 1]) }
    let start = LinearStart(sure, truth: (0..<100).map { $0 >= 50 }, members: 1)
    XCTAssert(start?.weights.allSatisfy(\.isFinite) ?? false)
  }

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
