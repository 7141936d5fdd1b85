import Formats
import XCTest

final class PreprocessTests: StageTestCase {
  private func corpus(_ text: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent("corpus"))
  }

  private func arguments(_ more: String...) -> [String] {
    ["--corpus", path("corpus"), "-o", path("out/d.stage")] + more
  }

  private func documents() throws -> [Document] {
    try DocumentsReader.all(path: path("out/d.stage"))
  }

  func testJSONLines() throws {
    try corpus(
      """
      {"id":"a","title":"On C++","text":"We did. It works!","tags":["x y","x y",""]}
      {"id":"a","text":"again","tags":"t"}
      {"text":"no tag","tags":[]}

      """)
    XCTAssertEqual(
      try succeed("preprocess", arguments("--source", "three lines")),
      """
      preprocess: 1 documents, 2 sentences, 6 words, 1 tags (json-lines)
      preprocess: left out 1 empty and 1 repeated tags
      preprocess: left out 2 records that cannot be used
        line 2 has the id `a` of an earlier record
        line 3 has no tags

      """)
    XCTAssertEqual(
      try documents(),
      [
        Document(
          id: "a", title: ["on", "c++"], sentences: [["we", "did"], ["it", "works"]],
          tags: ["x_y"])
      ])
    let contents = try StageContents(path: path("out/d.stage"), expecting: .documents)
    XCTAssertEqual(contents.header.source, "three lines")
    XCTAssertEqual(contents.header.inputs.map(\.role), ["corpus"])
    XCTAssertEqual(
      contents.summary,
      [
        "documents": .int(1), "lines": .int(3), "rejected": .int(2), "emptyTags": .int(1),
        "repeatedTags": .int(1), "untagged": .int(0), "words": .int(6), "sentences": .int(2),
        "tags": .int(1), "format": .string("json-lines"), "merged": .int(0),
        "passedOver": .int(0), "repaired": .int(0), "strayTags": .int(0), "rareTags": .int(0),
      ])
    XCTAssertEqual(
      try succeed("preprocess", arguments("--source", "three lines")),
      "preprocess: out/d.stage is up to date\n")
    try succeed("preprocess", arguments("--allow-untagged", "-q"))
    XCTAssertEqual(try documents().map(\.id), ["a", "3"])
  }

  func testOriginalLines() throws {
    try corpus("a b __abstract__ c d e __label__x  y\n")
    XCTAssertEqual(
      try succeed("preprocess", arguments("--sentence-words", "2")),
      """
      preprocess: 1 documents, 2 sentences, 5 words, 2 tags (original)
      preprocess: left out 1 empty and 0 repeated tags

      """)
    XCTAssertEqual(try documents()[0].title, ["a", "b"])
    XCTAssertEqual(
      try documents()[0].sentences.map { $0.filter { !$0.isEmpty } }, [["c", "d"], ["e"]])
    XCTAssertEqual(try documents()[0].tags, ["x", "y"])
    try succeed("preprocess", arguments("--compat", "original"))
    XCTAssertEqual(try documents()[0].tags, ["x", "", "y"])
    try succeed("preprocess", arguments("--untitled", "--format", "original"))
    XCTAssertEqual(try documents()[0].title, [])
  }

  func testStandardInput() throws {
    let result = try runStage(
      "preprocess",
      ["--corpus", "-", "--format", "paragraphs", "--allow-untagged", "-o", path("d.stage")],
      input: "One two.\n\nThree\n")
    XCTAssertEqual(
      result.errors,
      "preprocess: 2 documents, 2 sentences, 3 words, 0 tags (paragraphs)\n"
        + "preprocess: 2 documents have no tags\n")
    XCTAssertEqual(
      try DocumentsReader.all(path: path("d.stage")).map(\.sentences),
      [[["one", "two"]], [["three"]]])
  }

  func testErrors() throws {
    try corpus("")
    XCTAssertEqual(
      try errorOf("preprocess", arguments()),
      "Error: corpus: holds no document. Give a corpus with documents.\n")
    try corpus("\nno mark\n")
    XCTAssertEqual(
      try errorOf("preprocess", arguments()),
      "Error: corpus:2: no record can be used; the first one has no `__label__`. "
        + "Correct the file, or choose its layout with --format.\n")
    try corpus("a __label__x\nb\n")
    XCTAssertEqual(
      try errorOf("preprocess", arguments("--strict")),
      "Error: corpus:2: the record has no `__label__`. Correct the line, or read without "
        + "--strict.\n")
    XCTAssert(
      try errorOf("preprocess", arguments("--sentence-words", "0"))
        .hasPrefix("Error: --sentence-words must be at least 1, but is 0.\n"))
    XCTAssert(
      try errorOf("preprocess", ["--corpus", path("none"), "-o", path("d.stage")])
        .hasPrefix("Error: none: cannot be opened: No such file or directory"))
    XCTAssertFalse(FileManager.default.fileExists(atPath: path("out/d.stage")))
  }

  func testManyRejections() throws {
    try corpus("a __label__x\n" + String(repeating: "b\n", count: 23))
    let printed = try succeed("preprocess", arguments()).split(separator: "\n")
    XCTAssertEqual(printed.count, 1 + 1 + 20 + 1)
    XCTAssertEqual(printed.last, "  and 3 more")
  }
}
