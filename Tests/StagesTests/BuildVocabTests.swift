import Formats
import PipelineText
import XCTest

final class BuildVocabTests: StageTestCase {
  private let header = StageHeader(stage: "test", revision: 1, parameters: [:], inputs: [])

  /// Four documents; the last is the test set, the third for validation.
  override func setUpWithError() throws {
    try super.setUpWithError()
    let writer = try StageWriter(path: path("documents.stage"), kind: .documents, header: header)
    var documents = DocumentsWriter(writer)
    for (i, tags) in [["x", "x"], ["x", "y"], ["z"], ["", "t"]].enumerated() {
      try documents.write(
        Document(id: "\(i)", title: ["common"], sentences: [["word\(i)", ""]], tags: tags))
    }
    try documents.finish()
    try writer.commit()
    try writeSplit([0, 1], validation: [2], test: [3])
  }

  private func writeSplit(_ training: [Int32], validation: [Int32], test: [Int32]) throws {
    let split = try StageWriter(path: path("split.stage"), kind: .split, header: header)
    try split.write("test", test)
    try split.write("fold0/training", training)
    try split.write("fold0/validation", validation)
    try split.commit()
  }

  private func arguments(_ more: String...) -> [String] {
    ["--documents", path("documents.stage"), "-o", path("out/v.stage")] + more
  }

  private func vocabulary() throws -> CorpusVocabulary {
    try CorpusVocabulary(StageContents(path: path("out/v.stage"), expecting: .vocabulary))
  }

  func testScopes() throws {
    let split = ["--split", path("split.stage"), "--min-word-count", "1"]
    XCTAssertEqual(
      try succeed("build-vocab", arguments() + split),
      "build-vocab: 2 documents, 3 words, 2 labels\n")
    XCTAssertEqual(try vocabulary().words.texts, ["common", "word1", "word0"])
    XCTAssertEqual(try vocabulary().labels.texts, ["x", "y"])
    XCTAssertEqual(try vocabulary().labels.counts, [2, 1])
    try succeed("build-vocab", arguments("--scope", "all") + split)
    XCTAssertEqual(try vocabulary().labels.texts, ["x", "z", "y", "t"])
    try succeed("build-vocab", arguments("--compat", "original") + split)
    XCTAssertEqual(try vocabulary().labels.texts, ["x", "z", "y", "t", ""])
    XCTAssertEqual(try vocabulary().labels.counts, [3, 1, 1, 1, 1])
    try succeed("build-vocab", arguments("--compat", "original", "--scope", "training") + split)
    XCTAssertEqual(try vocabulary().labels.counts, [3, 1])
  }

  func testASecondRunIsUpToDate() throws {
    try succeed("build-vocab", arguments("--min-word-count", "1"))
    XCTAssertEqual(
      try succeed("build-vocab", arguments("--min-word-count", "1")),
      "build-vocab: out/v.stage is up to date\n")
    XCTAssertEqual(
      try succeed("build-vocab", arguments("--min-word-count", "2")),
      "build-vocab: 4 documents, 1 word, 4 labels\n")
  }

  /// In a tiny corpus every word counts; the original takes no notice of the size.
  func testTheLeastCountFollowsTheSizeOfTheCorpus() throws {
    XCTAssertEqual(
      try succeed("build-vocab", arguments()), "build-vocab: 4 documents, 5 words, 4 labels\n")
    XCTAssert(
      try errorOf("build-vocab", arguments("--compat", "original")).contains(
        "no word occurs 5 times"))
    func least(words: Int) -> Int {
      var builder = VocabularyBuilder()
      let sentence = [String](repeating: "w", count: words)
      builder.add(Document(id: "", title: [], sentences: [sentence], tags: []))
      return builder.suitableWordCount
    }
    XCTAssertEqual([19_999, 20_000, 99_999, 100_000].map(least), [1, 2, 2, 5])
  }

  func testATinyVocabularyIsAWarning() throws {
    let writer = try StageWriter(path: path("documents.stage"), kind: .documents, header: header)
    var documents = DocumentsWriter(writer)
    for i in 0..<60 {
      try documents.write(Document(id: "\(i)", title: ["common", "\(i)"], sentences: [], tags: ["t"]))
    }
    try documents.finish()
    try writer.commit()
    let said = try succeed("build-vocab", arguments("--min-word-count", "5"))
    XCTAssert(
      said.contains(
        "warning: only 1 words of 60 documents are frequent enough, so models know little of a "
          + "text. Lower --min-word-count (MIN_WORD_COUNT), which is 5."), said)
  }

  func testErrors() throws {
    XCTAssertEqual(
      try errorOf("build-vocab", arguments("--min-word-count", "5")),
      "Error: documents.stage: no word occurs 5 times. Lower --min-word-count.\n")
    XCTAssertEqual(
      try errorOf("build-vocab", arguments("--min-word-count", "1", "--min-label-count", "9")),
      "Error: documents.stage: no tag occurs 9 times. Lower --min-label-count, or give "
        + "preprocess documents with tags.\n")
    XCTAssert(
      try errorOf("build-vocab", arguments("--min-word-count", "0"))
        .hasPrefix("Error: --min-word-count must be at least 1, but is 0.\n"))
    XCTAssert(
      try errorOf("build-vocab", arguments("--scope", "training")).hasPrefix(
        "Error: --scope training needs --split, the output of the stage split.\n"))
    XCTAssertFalse(FileManager.default.fileExists(atPath: path("out/v.stage")))
    try writeSplit([], validation: [0], test: [1])
    XCTAssertEqual(
      try errorOf("build-vocab", arguments("--split", path("split.stage"))),
      "Error: documents.stage: holds no document to count. "
        + "Make the training part of the split larger.\n")
    try writeSplit([0, 1, 2, 3, 4, 5, 6], validation: [7], test: [8])
    XCTAssertEqual(
      try errorOf("build-vocab", arguments("--split", path("split.stage"))),
      "Error: documents.stage: holds 4 documents, but the split names document 7. "
        + "Run split again on this file.\n")
  }
}
