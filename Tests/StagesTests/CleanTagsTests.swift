import Formats
import XCTest

final class CleanTagsTests: StageTestCase {
  private let header = StageHeader(
    stage: "test", revision: 1, source: "a test", parameters: [:], inputs: [])

  private func writeDocuments(_ tags: [[String]]) throws {
    let writer = try StageWriter(path: path("documents.stage"), kind: .documents, header: header)
    var documents = DocumentsWriter(writer)
    for (number, tags) in tags.enumerated() {
      try documents.write(
        Document(id: "\(number)", title: ["a"], sentences: [["b", "c"]], tags: tags))
    }
    try documents.finish()
    try writer.commit()
  }

  private func write(_ text: String, _ name: String) throws -> String {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    return path(name)
  }

  private func arguments(_ more: String...) -> [String] {
    ["--documents", path("documents.stage"), "-o", path("clean.stage"), "--wordnet", "none"] + more
  }

  private func tags() throws -> [[String]] {
    try DocumentsReader.all(path: path("clean.stage")).map(\.tags)
  }

  private func report(_ name: String = "clean.stage.tags.tsv") throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  private let corpus = [
    ["semantic_web", "toread", "rdf,owl"], ["SemanticWeb", "semanticweb", "networks"],
    ["semantic-web", "network"], ["toread"],
  ]

  func testDocuments() throws {
    try writeDocuments(corpus)
    XCTAssertEqual(
      try succeed("clean-tags", arguments("--min-documents", "2")),
      """
      clean-tags: 8 raw tags, 6 of them kept as 2 labels
      clean-tags: dropped 1 rare, 1 personal
      clean-tags: left out 1 document without tags

      """)
    XCTAssertEqual(
      try tags(), [["semantic_web"], ["semantic_web", "network"], ["semantic_web", "network"]])
    let title = try XCTUnwrap(try report().split(separator: "\n").first)
    XCTAssert(
      title.hasSuffix(
        ", base forms by rules for plurals (WordNet is not there: apt install wordnet-base)"))
    XCTAssertEqual(
      try report(),
      """
      \(title)
      tag\tuses\tfate\tlabels\trare labels
      SemanticWeb\t1\tkept\tsemantic_web\t
      network\t1\tkept\tnetwork\t
      networks\t1\tkept\tnetwork\t
      rdf,owl\t1\trare\t\trdf owl
      semantic-web\t1\tkept\tsemantic_web\t
      semantic_web\t1\tkept\tsemantic_web\t
      semanticweb\t1\tkept\tsemantic_web\t
      toread\t2\tpersonal\t\t

      """)
    let contents = try StageContents(path: path("clean.stage"), expecting: .documents)
    XCTAssertEqual(contents.header.source, "a test")
    XCTAssertEqual(contents.header.inputs.map(\.role), ["documents"])
    XCTAssertEqual(contents.summary["labels"], .int(2))
    XCTAssertEqual(contents.summary["rawTags/personal"], .int(1))
    XCTAssertEqual(
      try succeed("clean-tags", arguments("--min-documents", "2")),
      "clean-tags: clean.stage is up to date\n")
    // A lost report is made again, and one of another run.
    let whole = try report()
    try FileManager.default.removeItem(atPath: path("clean.stage.tags.tsv"))
    try succeed("clean-tags", arguments("--min-documents", "2", "-q"))
    XCTAssertEqual(try report(), whole)
    for other in ["# run 0, base forms by WordNet\n", whole + "more\n", String(whole.dropLast(9))] {
      _ = try write(other, "clean.stage.tags.tsv")
      try succeed("clean-tags", arguments("--min-documents", "2", "-q"))
      XCTAssertEqual(try report(), whole)
    }
  }

  func testChoices() throws {
    try writeDocuments(corpus)
    XCTAssertEqual(
      try succeed(
        "clean-tags",
        arguments(
          "--min-documents", "1", "--keep-untagged", "--no-join", "--no-lemmas", "--no-camel-case",
          "--no-split-lists", "--report", path("r"), "--drop",
          try write("rdf\r\rnetwork\r", "drop"),
          "--keep", try write("toread\n", "keep"))),
      "clean-tags: 8 raw tags, 7 of them kept as 5 labels\nclean-tags: dropped 1 listed\n")
    XCTAssertEqual(
      try tags(),
      [
        ["semantic_web", "toread", "rdf_owl"], ["semanticweb", "networks"], ["semantic_web"],
        ["toread"],
      ])
    XCTAssert(try report("r").contains("network\t1\tlisted\t\t\n"))
    XCTAssertEqual(
      try StageContents(path: path("clean.stage"), expecting: .documents).header.inputs.map(\.role),
      ["documents", "keep", "drop"])
  }

  func testUsers() throws {
    try writeDocuments([["web", "rdf"], ["web", "rdf"], ["Web"]])
    let text = "7\tweb\t1\t2\n8\tWeb\n7\trdf\n7\trdf\n"
    // Lists that a spreadsheet saved as "Text (Macintosh)" are the same lists.
    for users in [text, "\u{FEFF}" + text.replacing("\n", with: "\r")] {
      try succeed(
        "clean-tags",
        arguments("--users", try write(users, "users"), "--min-users", "2", "--min-documents", "1", "-q", "--force"))
      XCTAssertEqual(try tags(), [["web"], ["web"], ["web"]])
    }
    XCTAssertEqual(
      try errorOf("clean-tags", arguments("--users", try write("7 web\n", "users"))),
      "Error: users:1: has no tabulator between user and tag. Give lines of user, tabulator, tag.\n"
    )
  }

  /// Case 25: Annif's subjects are not addresses that say nothing.
  func testSubjectsStayAsTheyAre() throws {
    let uri = "http://www.yso.fi/onto/yso/p1"
    try writeDocuments([[uri], [uri], [uri]])
    let said = try succeed("clean-tags", arguments())
    XCTAssert(said.contains("clean-tags: most tags are URIs, which are left as they are\n"), said)
    XCTAssertEqual(try tags(), [[uri], [uri], [uri]])
    try writeDocuments([[uri], ["toread", "myown"], []])
    let error = try errorOf("clean-tags", arguments("--force"))
    XCTAssert(error.contains("dropped were 2 personal, 1 address. "), error)
  }

  func testErrors() throws {
    try writeDocuments([["a"], ["b"]])
    XCTAssertEqual(
      try errorOf("clean-tags", arguments()),
      "Error: documents.stage: no document has a tag that is left after cleaning; "
        + "dropped were 2 rare. Lower --min-documents (3) or --min-users; --no-exclude keeps "
        + "addresses, personal tags and those of systems.\n")
    XCTAssertFalse(FileManager.default.fileExists(atPath: path("clean.stage")))
    for option in ["--min-documents", "--min-users"] {
      let text = try errorOf("clean-tags", arguments(option, "0"))
      XCTAssert(text.hasPrefix("Error: \(option) must be at least 1, but is 0.\n"), text)
    }
    let text = try errorOf("clean-tags", arguments("--wordnet", path("nowhere")))
    XCTAssert(text.hasPrefix("Error: nowhere/index.noun: "), text)
  }

  func testList() throws {
    let list = try write("web\t5\nWebs\t2\n\nsemantic_web\nSemanticWeb\ntoread\n", "list")
    let result = try runStage("clean-tags", ["list", list, "--wordnet", "none"])
    XCTAssertEqual(
      result.output,
      "web\t5\tweb\nsemantic_web\t2\tSemanticWeb\tsemantic_web\nwebs\t2\tWebs\n")
    XCTAssertEqual(
      result.errors,
      "clean-tags: base forms by rules for plurals (WordNet is not there: apt install "
        + "wordnet-base)\n")
    let fates = try runStage(
      "clean-tags", ["list", "-", "--fates", "--wordnet", "none"], input: "toread\nweb\t2\n")
    XCTAssertEqual(
      fates.output,
      "tag\tuses\tfate\tlabels\trare labels\ntoread\t1\tpersonal\t\t\nweb\t2\tkept\tweb\t\n")
  }

  func testCompare() throws {
    let groups = try write(
      "[en] Semantic_Web: semanticweb  semantic-web 1 1\n"
        + "[en] Data_Mining: DataMining  datamining 2\n",
      "groups")
    let result = try runStage(
      "clean-tags", ["compare", groups, "--wordnet", "none", "--show", "1"])
    XCTAssertEqual(
      result.output,
      """
      base forms by rules for plurals (WordNet is not there: apt install wordnet-base)

      groups: 2 groups, 4 raw tags
                                  pairs  precision   recall   of the mean tag
      all groups                      2      1.0000   1.0000   1.0000  1.0000
      ours of several words           2      1.0000   1.0000   1.0000  1.0000
        half 1 of theirs              1      1.0000   1.0000   1.0000  1.0000
        half 2 of theirs              1      1.0000   1.0000   1.0000  1.0000
      together in ours alone:
      together in theirs alone:

      """)
  }
}
