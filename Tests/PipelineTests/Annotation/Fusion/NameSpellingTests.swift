// Cosines of documents with names of labels, on names short enough to count by hand.
import Formats
import XCTest

@testable import PipelineAnnotation
@testable import PipelineBaselines
@testable import PipelineFeatures
@testable import PipelineNumerics

final class NameSpellingTests: XCTestCase {
  private let pool = WorkerPool(threads: 1)
  private let labels = ["koira", "kissa", "http://x/1", "bare"]

  private func document(_ text: String) -> Document {
    Document(id: text, title: [], sentences: [text.split(separator: " ").map(String.init)], tags: [])
  }

  /// `http://x/1` is a concept with two names, `bare` one without.
  private var concepts: ConceptTable {
    var builder = ConceptTableBuilder()
    let concept = builder.concept(Array("http://x/1".utf8))
    builder.addName("lehmä".utf8, language: "fi", kind: .preferred, of: concept)
    builder.addName("nötkreatur (djur)".utf8, language: "sv", kind: .alternative, of: concept)
    builder.addName("123".utf8, language: "", kind: .notation, of: concept)
    _ = builder.concept(Array("bare".utf8))
    return builder.finish()
  }

  private func spelling(_ counts: [Int64] = [1, 1, 1, 1], mostNames: Int = 100) -> NameSpelling {
    NameSpelling(
      labels: labels, counts: counts, concepts: concepts, mostNames: mostNames, pool: pool)
  }

  func testANameIsAsNearAsCanBeAndOtherWordsAreNot() {
    let cosines = spelling().cosines(
      of: ["koira", "nötkreatur", "lehmä", "xyz"].map(document),
      with: Array(repeating: [0, 1, 2, 3], count: 4), pool: pool)
    XCTAssertEqual(cosines[0][0], 1, accuracy: 1e-6)
    XCTAssertEqual(cosines[1][2], 1, accuracy: 1e-6)
    XCTAssertEqual(cosines[2][2], 1, accuracy: 1e-6)
    XCTAssertEqual(cosines[3], [0, 0, 0, 0])
    XCTAssertEqual(cosines.map { $0[3] }, [0, 0, 0, 0], "bare has no name")
  }

  func testInflectedWordsAndCompoundsCount() {
    let cosines = spelling().cosines(
      of: [document("koirien"), document("maitolehmät")], with: [[0, 1, 2], [0, 1, 2]], pool: pool)
    XCTAssertGreaterThan(cosines[0][0], 0.3)
    XCTAssertEqual(cosines[0][1...], [0, 0])
    XCTAssertGreaterThan(cosines[1][2], 0.3)
    XCTAssertEqual(cosines[1][..<2], [0, 0])
  }

  /// The cosine is the sum of products of rows that TextFeatures makes.
  func testCosinesAreThoseOfPlainLoops() {
    let names = ["koira", "kissa", "lehmä", "nötkreatur"]
    var parameters = TextFeatures.Parameters()
    parameters.terms = [.characters]
    parameters.minimumDocuments = 1
    let features = TextFeatures(fitting: names.map(document), parameters: parameters, pool: pool)
    func row(_ text: String) -> [Int32: Float] {
      let row = features.row(of: document(text))
      return Dictionary(uniqueKeysWithValues: zip(row.columns, row.values))
    }
    let text = "koiran ja kissan lehmä"
    let own = row(text)
    let expected = names.map { name in
      row(name).sorted { $0.key < $1.key }.reduce(Float(0)) { $0 + $1.value * (own[$1.key] ?? 0) }
    }
    let found = spelling().cosines(of: [document(text)], with: [[2, 0, 1]], pool: pool)
    XCTAssertEqual(found, [[max(expected[2], expected[3]), expected[0], expected[1]]])
  }

  func testBeyondTheBoundOnlyLabelsOfTrainingDocumentsHaveNames() {
    let few = spelling([1, 0, 0, 0], mostNames: 3)
    let cosines = few.cosines(of: [document("koira kissa")], with: [[0, 1]], pool: pool)
    XCTAssertGreaterThan(cosines[0][0], 0.3)
    XCTAssertEqual(cosines[0][1], 0)
  }

  func testIsReadAsItWasWrittenWhateverTheThreads() throws {
    let path = try temporaryPath("spelling.stage")
    let writer = try StageWriter(
      path: path, kind: .model,
      header: StageHeader(stage: "fuse", revision: 1, parameters: [:], inputs: []))
    try spelling().write(to: writer)
    try writer.commit()
    let read = try NameSpelling(StageContents(path: path, expecting: .model), labels: labels.count)
    let documents = (0..<200).map { document("koirat\($0) kissa lehmä\($0 % 7)") }
    let wanted = [[Int32]](repeating: [0, 1, 2], count: documents.count)
    XCTAssertEqual(
      read.cosines(of: documents, with: wanted, pool: WorkerPool(threads: 3)),
      spelling().cosines(of: documents, with: wanted, pool: pool))
    XCTAssertThrowsError(
      try NameSpelling(StageContents(path: path, expecting: .model), labels: 3))
  }

  /// The ranker has one column more, behind what names found as words say.
  func testColumnOfTheRanker() {
    let document = RankedDocument(
      members: [RankedScores(SparseRow(columns: [0, 1], values: [0.5, 0.25]), [0, 1, 2, 3])],
      spelling: [0: 0.75])
    let counts: [Int64] = [1, 1, 1, 1]
    let plain = StackedFeatures(members: 1, labelCounts: counts, branches: nil)
    let with = StackedFeatures(
      members: 1, labelCounts: counts, branches: nil, spelling: spelling())
    XCTAssertEqual(with.width, plain.width + 1)
    let (labels, table) = with.rows(of: document)
    XCTAssertEqual(labels, [0, 1])
    XCTAssertEqual([table[0].last, table[1].last], [0.75, 0])
    XCTAssertEqual(Array(table[0].dropLast()), plain.rows(of: document).table[0])
  }
}
