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
      preprocess: 1 document, 2 sentences, 6 words, 1 tag (json-lines)
      preprocess: tags in `tags` are separated by blanks
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
    XCTAssertEqual(try documents().map(\.id), ["a", "line-3"])
  }

  func testOriginalLines() throws {
    try corpus("a b __abstract__ c d e __label__x  y\n")
    XCTAssertEqual(
      try succeed("preprocess", arguments("--sentence-words", "2")),
      """
      preprocess: 1 document, 2 sentences, 5 words, 2 tags (original)
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

  func testLanguage() throws {
    try corpus(
      """
      {"id":"en","text":"This is what we can say of the model.","tags":"t"}
      {"id":"de","text":"Das ist es, was wir von dem Modell und der Welt wissen.","tags":"t"}
      {"id":"zh","text":"深度学习用于文本分类","tags":"t"}
      {"id":"short","title":"Deep learning","tags":"t"}

      """)
    try Data("this\nis\nwhat\nwe\ncan\nof\nthe\n".utf8)
      .write(to: folder.appendingPathComponent("stop"))
    let said = """
      preprocess: 2 documents, 1 sentence, 4 words, 2 tags (json-lines)
      preprocess: tags in `tags` are separated by blanks
      preprocess: 2 records are in another language

      """
    XCTAssertEqual(
      try succeed(
        "preprocess",
        arguments("--language", "en", "--stop-words", path("stop"), "--threads", "2")),
      said)
    XCTAssertEqual(try documents().map(\.id), ["en", "short"])
    let contents = try StageContents(path: path("out/d.stage"), expecting: .documents)
    XCTAssertEqual(contents.summary["otherLanguage"], .int(2))
    XCTAssertEqual(contents.header.parameters["language"], .string("en"))
    XCTAssert(
      try errorOf("preprocess", arguments("--language", "xx"))
        .hasPrefix("Error: --language must be one of cs, da, de, "))
    try corpus("{\"text\":\"Das ist es, was wir von der Welt wissen.\",\"tags\":\"t\"}\n")
    XCTAssertEqual(
      try errorOf("preprocess", arguments("--language", "en")),
      "Error: corpus: holds no document in the language en; 1 are in another one. "
        + "Give another --language, or none.\n")
  }

  /// A pipe would be empty when it is read after it was hashed. Nobody writes into
  /// this one: it is not even opened.
  func testPipesAreRefused() throws {
    XCTAssertEqual(mkfifo(path("corpus"), 0o600), 0)
    XCTAssertEqual(
      try errorOf("preprocess", arguments()),
      "Error: corpus: is a pipe, which cannot be read twice. "
        + "Write its bytes to a file; a corpus or knowledge base may come on standard input (-).\n")
    XCTAssertEqual(
      try errorOf("preprocess", ["--corpus", "/dev/zero", "-o", path("d.stage")]),
      "Error: /dev/zero: is a device, which cannot be read twice. "
        + "Write its bytes to a file; a corpus or knowledge base may come on standard input (-).\n")
  }

  func testErrors() throws {
    try corpus("")
    XCTAssertEqual(
      try errorOf("preprocess", arguments()),
      "Error: corpus: holds no document. Give a corpus with documents.\n")
    try corpus("\nno mark\n")
    XCTAssertEqual(
      try errorOf("preprocess", arguments()),
      "Error: corpus: is in none of the formats that are recognised. Give one with --format "
        + "(docs/corpora.md lists them), such as lines, paragraphs or whole-text for text without tags.\n")
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

  func testFolderStopWordsAndRejections() throws {
    let folder = path("dump")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }
    try write("CREATE TABLE bibtex (content_id int, title text, abstract text, simhash1 text);", "tables.sql")
    try write("1\tx\t1\t2\td\nbad\n", "tas")
    try write("1\tThe title\tOne the other.\t\\N\n2\tUntagged\t\t\n", "bibtex")
    try Data("\u{FEFF}# English\rthe\r".utf8).write(to: URL(fileURLWithPath: path("stop")))
    XCTAssertEqual(
      try succeed(
        "preprocess",
        [
          "--corpus", folder, "-o", path("d.stage"), "--stop-words", path("stop"),
          "--rejections", path("bad.txt"),
        ]),
      """
      preprocess: 1 document, 1 sentence, 3 words, 1 tag (bibsonomy-dump)
      preprocess: 1 record was skipped: without tags or of another kind
      preprocess: left out 1 record that cannot be used
        tas line 2 has 1 column, 5 are expected

      """)
    XCTAssertEqual(
      try String(contentsOfFile: path("bad.txt"), encoding: .utf8),
      "tas line 2 has 1 column, 5 are expected\n")
    XCTAssertEqual(
      try DocumentsReader.all(path: path("d.stage")),
      [Document(id: "1", title: ["title"], sentences: [["one", "other"]], tags: ["x"])])
    let header = try StageContents(path: path("d.stage"), expecting: .documents).header
    XCTAssertEqual(
      header.inputs.map(\.role),
      ["corpus/bibtex", "corpus/tables.sql", "corpus/tas", "stop-words"])
    try Data("\n".utf8).write(to: URL(fileURLWithPath: path("stop")))
    XCTAssertEqual(
      try errorOf(
        "preprocess",
        ["--corpus", folder, "-o", path("e.stage"), "--stop-words", path("stop")]),
      "Error: stop: holds no word. Give a list with one word per line.\n")
  }

  func testFeatures() throws {
    try corpus("2 3 2\n0,1 0:1 2:0.5\n 1:1\n")
    XCTAssertEqual(
      try succeed("preprocess", arguments("--train-rows", "1")),
      """
      preprocess: 2 rows of 3 features, 2 labels, 2 tags (features only: for baselines)
      preprocess: 1 document has no tags

      """)
    let rows = try FeatureRows(path: path("out/d.stage"))
    XCTAssertEqual(rows.columns, [0, 2, 1])
    XCTAssertEqual(rows.trainingRows, 1)
    XCTAssert(
      try errorOf("preprocess", arguments("--train-rows", "2"))
        .contains("holds 2 rows, so 2 cannot be the training part of them"))
  }

  func testCorpusDump() throws {
    try corpus("title,tags\nA b,x;y\nbad\n")
    let result = try runStage("corpus-dump", [path("corpus")])
    XCTAssertEqual(result.output, "{\"id\":\"2\",\"title\":\"A b\",\"tags\":[\"x\",\"y\"]}\n")
    XCTAssertEqual(
      result.errors,
      """
      corpus-dump: 1 document, 2 tags, 3 lines (csv)
      corpus-dump: columns: title from `title`, tags from `tags`
      corpus-dump: tags in `tags` are separated by semicolon
      corpus-dump: left out 1 record that cannot be used
        line 3 has 1 column, the first line names 2

      """)
    let check = try runStage("corpus-dump", ["--check", path("corpus")])
    XCTAssertEqual(check.output, "")
    XCTAssertEqual(check.errors, result.errors)
  }
}
