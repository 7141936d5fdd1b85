import Formats
import XCTest

final class CorpusStatsTests: StageTestCase {
  override func setUpWithError() throws {
    try super.setUpWithError()
    let header = StageHeader(
      stage: "test", revision: 1, source: "a test", parameters: [:], inputs: [])
    let writer = try StageWriter(path: path("documents.stage"), kind: .documents, header: header)
    var documents = DocumentsWriter(writer)
    for number in 0..<12 {
      try documents.write(
        Document(
          id: "\(number)", title: ["a"], sentences: [["b", "c"]],
          tags: number % 2 == 0 ? ["x", "y"] : ["x"]))
    }
    try documents.finish()
    try writer.commit()
  }

  func testTableAndJSON() throws {
    let result = try runStage(
      "corpus-stats", ["--documents", path("documents.stage"), "--json", path("s.json")])
    XCTAssertEqual(result.status, 0, result.errors)
    XCTAssert(
      result.output.hasPrefix(
        "Documents from: a test\ndocuments                             12\n"), result.output)
    XCTAssert(result.output.hasSuffix("most frequent tags: x (12), y (6)\n"), result.output)
    let json = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent("s.json")))
        as? [String: Any])
    XCTAssertEqual(json["documents"] as? Int, 12)
    XCTAssertEqual((json["tagsPerDocument"] as? [String: Double])?["mean"], 1.5)
    XCTAssertEqual(
      (json["tagFrequencies"] as? [[String: Double]])?.map { $0["tags"] }, [2, 2, 2, 1])
    XCTAssertNil(json["vocabulary"])
    let printed = try runStage(
      "corpus-stats", ["--documents", path("documents.stage"), "--json", "-"])
    XCTAssertEqual(
      Data(printed.output.utf8), try Data(contentsOf: folder.appendingPathComponent("s.json")))
  }

  func testVocabularyAndRelations() throws {
    try succeed(
      "build-vocab", ["--documents", path("documents.stage"), "-o", path("v.stage"), "-q"])
    try Data("x,y,true\n".utf8).write(to: folder.appendingPathComponent("kb.csv"))
    try succeed(
      "build-sim-sub",
      ["--vocabulary", path("v.stage"), "--kb", path("kb.csv"), "-o", path("r.stage"), "-q"])
    let result = try runStage(
      "corpus-stats",
      [
        "--documents", path("documents.stage"), "--vocabulary", path("v.stage"), "--relations",
        path("r.stage"),
      ])
    XCTAssert(
      result.output.contains(
        "knowledge-base pairs                   1   of 2 labels, 1 together in a document\n"),
      result.output + result.errors)
    XCTAssert(result.output.contains("labels in the vocabulary"), result.output)
    let text = try errorOf(
      "corpus-stats", ["--documents", path("documents.stage"), "--relations", path("r.stage")])
    XCTAssert(
      text.hasPrefix("Error: --relations needs --vocabulary, whose labels it relates.\n"), text)
  }
}
