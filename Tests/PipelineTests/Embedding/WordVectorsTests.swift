import Formats
import FormatsFiles
@testable import PipelineEmbedding
@testable import PipelineText
import XCTest

final class WordVectorsTests: XCTestCase {
  private func reader(_ text: String) throws -> WordVectorReader {
    let file = try temporaryPath("v.vec")
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return try WordVectorReader(ByteSource(path: file))
  }

  func testDuplicates() throws {
    let text = "3 1\na 1\nb 2\na 3\n"
    var repeated = 0
    let first = try WordVectors(reader(text), repeated: &repeated)
    XCTAssertEqual(first.words, ["a", "b"])
    XCTAssertEqual(first.values, [1, 2])
    XCTAssertEqual(repeated, 1)
    let vectors = try WordVectors(reader(text), like: .original)
    XCTAssertEqual(vectors.words, ["b", "a"])
    XCTAssertEqual(vectors.values, [2, 3])
    XCTAssertEqual(vectors.index(of: "a"), 1)
  }

  /// GloVe's files have no first line, and words hold blanks or nothing.
  func testGloVe() throws {
    let glove = try WordVectors(reader("the 0.1 0.2 0.3\nof 0.2 0.3 0.4\n. . . 0.1 0.2 0.3\n"))
    XCTAssertEqual(glove.words, ["the", "of", ". . ."])
    XCTAssertEqual(glove.dimensions, 3)
    let blanks = try WordVectors(
      reader("3 3\nthe 0.1 0.2 0.3\n. . . 0.2 0.3 0.4\nNew York 0.1 0.2 0.3\n"))
    XCTAssertEqual(blanks.words, ["the", ". . .", "New York"])
    let empty = try reader("3 3\nthe 0.1 0.2 0.3\n 0.2 0.3 0.4\nof 0.1 0.2 0.3\n")
    XCTAssertEqual(try WordVectors(empty).words, ["the", "of"])
    XCTAssertEqual(empty.emptyWords, 1)
  }

  func testLongWordsAreCutOnlyLikeTheOriginal() throws {
    let long = String(repeating: "é", count: 80)
    let text = "1 1\n\(long) 1\n"
    XCTAssertEqual(try WordVectors(reader(text)).words, [long])
    XCTAssertEqual(
      try WordVectors(reader(text), like: .original).words, [String(long.prefix(78))])
  }

  func testOnlyTheVocabulary() throws {
    let vocabulary = Vocabulary(texts: ["c", "a"], counts: [1, 1])
    let vectors = try WordVectors(reader("3 1\na 1\nb 2\nc 3\n"), onlyIn: vocabulary)
    XCTAssertEqual(vectors.words, ["a", "c"])
    XCTAssertEqual(vectors.values, [1, 3])
  }

  func testUnitLengthLeavesZerosAndSurvivesExtremes() {
    var vectors = WordVectors(
      words: ["a", "b", "c", "d"], dimensions: 2, values: [3, 4, 0, 0, 3e30, 4e30, 3e-30, 4e-30])
    XCTAssertEqual(vectors.scaleToUnitLength(), [1])
    for row in [0, 2, 3] {
      XCTAssertEqual(vectors[row].first ?? 0, 0.6, accuracy: 1e-6)
      XCTAssertEqual(vectors[row].last ?? 0, 0.8, accuracy: 1e-6)
    }
    XCTAssertEqual(Array(vectors[1]), [0, 0])
  }

  func testStageFileRoundTrip() throws {
    let vectors = WordVectors(
      words: ["é", "e\u{301}"], dimensions: 3, values: [1, 2, 3, 4, 5, 6])
    let file = try temporaryPath("v.stage")
    let header = StageHeader(stage: "test", revision: 1, parameters: [:], inputs: [])
    let writer = try StageWriter(path: file, kind: .vectors, header: header)
    try vectors.write(to: writer)
    try writer.commit()
    let read = try WordVectors(StageContents(path: file, expecting: .vectors))
    XCTAssertEqual(read.words.map { Array($0.utf8) }, vectors.words.map { Array($0.utf8) })
    XCTAssertEqual(read.values, vectors.values)
    XCTAssertEqual(read.dimensions, 3)
    XCTAssertEqual(read.index(of: "e\u{301}"), 1)
  }

  func testContradictionsInAFileAreErrors() throws {
    func error(_ words: [String], _ values: [Float], _ shape: [Int]) throws -> String {
      let file = try temporaryPath("v.stage")
      let header = StageHeader(stage: "test", revision: 1, parameters: [:], inputs: [])
      let writer = try StageWriter(path: file, kind: .vectors, header: header)
      try writer.write("words", words)
      try writer.write("vectors", values, shape: shape)
      try writer.commit()
      do {
        _ = try WordVectors(StageContents(path: file, expecting: .vectors))
        return "none"
      } catch { return "\(error)".replacingOccurrences(of: file + ": ", with: "") }
    }
    let remedy = "Delete it and run make again: the stage embed makes it."
    XCTAssertEqual(
      try error(["a"], [1, 2], [2, 1]), "vectors: their shape does not fit 1 word. \(remedy)")
    XCTAssertEqual(
      try error(["a"], [.nan], [1, 1]), "vectors: holds a value that is not a finite number. \(remedy)")
    XCTAssertEqual(
      try error(["a", "a"], [1, 2], [2, 1]), "words: \"a\" occurs twice. \(remedy)")
  }
}
