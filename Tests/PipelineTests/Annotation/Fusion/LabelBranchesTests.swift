// What a ranker sees of the labels around a label, on a hierarchy small enough to add up by hand.
import Formats
import XCTest

@testable import PipelineAnnotation
@testable import PipelineBaselines
@testable import PipelineFeatures

final class LabelBranchesTests: XCTestCase {
  /// arts → music → (jazz → bebop, opera); opera is below theatre too. Theatre is not a label.
  private func branches(
    _ labels: [String] = ["arts", "music", "jazz", "bebop", "opera", "bare"], circle: Bool = false
  ) -> LabelBranches? {
    var builder = ConceptTableBuilder()
    func number(_ name: String) -> Int32 { builder.concept(Array(name.utf8)) }
    var pairs = [
      ("music", "arts"), ("theatre", "arts"), ("jazz", "music"), ("bebop", "jazz"),
      ("opera", "music"), ("opera", "theatre"),
    ]
    if circle { pairs.append(("arts", "bebop")) }
    for (name, above) in pairs {
      let concept = number(name)
      builder.addBroader(number(above), of: concept)
    }
    return LabelBranches(labels: labels, concepts: builder.finish())
  }

  private func scores(_ values: [(Int32, Float)]) -> RankedScores {
    let row = SparseRow(columns: values.map(\.0), values: values.map(\.1))
    return RankedScores(row, (0..<6).map { $0 })
  }

  private func row(
    _ label: Int32, _ given: [(Int32, Float)], _ branches: LabelBranches
  ) -> [Float] {
    let known = Dictionary(uniqueKeysWithValues: given)
    return branches.row(
      of: label, score: known[label] ?? 0, sums: branches.sums(scores(given)),
      scoreOf: { known[$0] ?? 0 })
  }

  func testSumsOfBranches() throws {
    let branches = try XCTUnwrap(branches())
    let given: [(Int32, Float)] = [(1, 0.5), (2, 0.25), (3, 0.125), (4, 0.0625)]
    // Jazz: bebop below it; music above; in music's branch the rest is opera.
    XCTAssertEqual(row(2, given, branches), [0.125, 0.5, 0.0625, 0.375 / 0.9375])
    // Music: its three narrower ones; arts has no score; the rest of its branch is nothing,
    // since opera, though also below theatre, is counted once.
    XCTAssertEqual(row(1, given, branches), [0.4375, 0, 0, 1])
    // Opera has two parents: the branch of music is the likelier.
    XCTAssertEqual(row(4, given, branches), [0, 0.5, 0.375, 0.0625 / 0.9375])
    // Arts is at the top: all below it, nothing above.
    XCTAssertEqual(row(0, given, branches), [0.9375, 0, 0, 1])
    // No concept of the vocabulary.
    XCTAssertEqual(row(5, given + [(5, 0.75)], branches), [0, 0, 0, 1])
  }

  func testCircleEnds() throws {
    let branches = try XCTUnwrap(branches(circle: true))
    XCTAssertEqual(row(3, [(3, 0.5), (2, 0.25)], branches)[1], 0.25)
  }

  func testNothingWithoutHierarchy() {
    XCTAssertNil(LabelBranches(labels: ["a"], concepts: nil))
    XCTAssertNil(LabelBranches(labels: ["a"], concepts: ConceptTableBuilder().finish()))
    XCTAssertNil(branches(["arts", "bare"]), "no label has a broader concept")
  }

  /// The ranker's table has the columns only if there is a hierarchy.
  func testColumnsOfTheRanker() throws {
    let document = RankedDocument(
      members: [scores([(2, 0.25), (1, 0.5)]), scores([(3, 0.125)])])
    let counts = [Int64](repeating: 1, count: 6)
    let plain = StackedFeatures(members: 2, labelCounts: counts, branches: nil)
    let with = StackedFeatures(members: 2, labelCounts: counts, branches: branches())
    XCTAssertEqual(with.width, plain.width + 2 * LabelBranches.width)
    let (labels, table) = with.rows(of: document)
    XCTAssertEqual(labels, [1, 2, 3])
    XCTAssertEqual(Array(table[1].prefix(plain.width)), plain.rows(of: document).table[1])
    XCTAssertEqual(Array(table[1].suffix(8)), [0, 0.5, 0, 0.25 / 0.75, 0.125, 0, 0, 1])
  }
}
