import Formats
import FormatsFiles
@testable import PipelineText
import XCTest

final class VocabularyTests: XCTestCase {
  private let header = StageHeader(stage: "test", revision: 1, parameters: [:], inputs: [])

  private func document(_ tags: [String], title: [String] = [], _ words: [[String]] = [])
    -> Document
  {
    Document(id: "", title: title, sentences: words, tags: tags)
  }

  private func scalars(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }

  /// The order, the counts and the empty label of the original program.
  func testGoldenLabels() throws {
    let golden = try Shared.json("golden/data/labels.json")
    let lines = try String(
      contentsOfFile: Shared.path("golden/data/labels.txt"), encoding: .utf8
    ).split(separator: "\n")
    var builder = VocabularyBuilder(like: .original)
    for line in lines {
      let tags = try XCTUnwrap(line.components(separatedBy: "__label__").last)
        .trimmingCharacters(in: .whitespaces)
      builder.add(document(tags.components(separatedBy: " ")))
    }
    let counts = try XCTUnwrap(golden["counts"] as? [String: Int])
    for minimum in [0, 3, 6] {
      let labels = builder.build(minimumWordCount: 1, minimumLabelCount: minimum).labels
      XCTAssertEqual(labels.texts, golden["min_count_\(minimum)"] as? [String])
      XCTAssertEqual(labels.counts, labels.texts.map { counts[$0] })
      XCTAssert(labels.texts.indices.allSatisfy { labels.index(of: labels.texts[$0]) == $0 })
    }
  }

  func testEqualCountsFallByScalars() {
    // U+FFFD is below U+1F600, although UTF-16 orders them the other way.
    let texts = ["b", "a", "é", "e\u{301}", "\u{FFFD}", "\u{1F600}", "B"]
    let vocabulary = Vocabulary(
      counting: Dictionary(uniqueKeysWithValues: texts.map { (ExactString($0), 2) }))
    XCTAssertEqual(
      scalars(vocabulary.texts),
      scalars(["\u{1F600}", "\u{FFFD}", "é", "e\u{301}", "b", "a", "B"]))
    XCTAssert(vocabulary.texts.indices.allSatisfy { vocabulary.index(of: vocabulary.texts[$0]) == $0 })
  }

  func testCanonicallyEqualTextsAreTwoEntries() {
    let vocabulary = Vocabulary(texts: ["e\u{301}", "é"], counts: [2, 1])
    XCTAssertEqual(vocabulary.index(of: "é"), 1)
    XCTAssertEqual(vocabulary.index(of: "e\u{301}"), 0)
    XCTAssertNil(vocabulary.index(of: "e"))
  }

  func testRepeatedAndEmptyTags() {
    let documents = [document(["x", "x", ""]), document(["y", "x"]), document([])]
    func labels(like behaviour: Behaviour) -> CorpusVocabulary {
      var builder = VocabularyBuilder(like: behaviour)
      for document in documents { builder.add(document) }
      return builder.build(minimumWordCount: 1, minimumLabelCount: 1)
    }
    XCTAssertEqual(labels(like: .own).labels.texts, ["x", "y"])
    XCTAssertEqual(labels(like: .own).labels.counts, [2, 1])
    XCTAssertEqual(labels(like: .own).meanTagsPerDocument, 1)
    XCTAssertEqual(labels(like: .original).labels.texts, ["x", "y", ""])
    XCTAssertEqual(labels(like: .original).labels.counts, [3, 1, 1])
  }

  func testWordsAreCountedInTitleAndContentWithoutHoles() {
    var builder = VocabularyBuilder()
    builder.add(document(["t"], title: ["a", ""], [["b", "a", ""], ["c", "a", "b"]]))
    let words = builder.build(minimumWordCount: 2, minimumLabelCount: 1).words
    XCTAssertEqual(words.texts, ["a", "b"])
    XCTAssertEqual(words.counts, [3, 2])
  }

  func testStageFileRoundTrip() throws {
    let file = try temporaryPath("v.stage")
    var builder = VocabularyBuilder(like: .original)
    builder.add(document(["", "é", "e\u{301}"], [["a"]]))
    let vocabulary = builder.build(minimumWordCount: 1, minimumLabelCount: 1)
    let writer = try StageWriter(path: file, kind: .vocabulary, header: header)
    try vocabulary.write(to: writer)
    try writer.commit(summary: vocabulary.summary)
    let contents = try StageContents(path: file, expecting: .vocabulary)
    XCTAssertEqual(contents.summary["tagsPerDocument"], .int(3))
    let read = try CorpusVocabulary(contents)
    XCTAssertEqual(scalars(read.labels.texts), scalars(vocabulary.labels.texts))
    XCTAssertEqual(read.labels.counts, [1, 1, 1])
    XCTAssertEqual(read.words.texts, ["a"])
    XCTAssertEqual(read.documents, 1)
  }

  func testContradictionsInAFileAreErrors() throws {
    func error(texts: [String], counts: [Int64], documents: Int64 = 1) throws -> String {
      let file = try temporaryPath("v.stage")
      let writer = try StageWriter(path: file, kind: .vocabulary, header: header)
      try writer.write("words/text", texts)
      try writer.write("words/count", counts)
      try writer.write("labels/text", ["l"])
      try writer.write("labels/count", [1 as Int64])
      try writer.write("documents", [documents])
      try writer.commit()
      do {
        _ = try CorpusVocabulary(StageContents(path: file, expecting: .vocabulary))
        return "none"
      } catch {
        return "\(error)".replacingOccurrences(of: file, with: "FILE")
      }
    }
    let remedy = "Delete it and run make again: the stage build-vocab makes it."
    XCTAssertEqual(
      try error(texts: ["a", "b", "a"], counts: [3, 2, 1]),
      "FILE: words/text: \"a\" occurs twice. \(remedy)")
    XCTAssertEqual(
      try error(texts: ["a", "b"], counts: [3]),
      "FILE: words/count: holds 1 element, 2 are expected. \(remedy)")
    XCTAssertEqual(
      try error(texts: ["a"], counts: [-1]),
      "FILE: words/count: a count is negative. \(remedy)")
    XCTAssertEqual(
      try error(texts: ["a"], counts: [1], documents: -1),
      "FILE: documents: the number of documents is negative. \(remedy)")
    XCTAssertEqual(try error(texts: ["a"], counts: [1]), "none")
  }
}
