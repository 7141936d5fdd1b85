// JSON lines: every accepted shape, every reason of a rejection.
import XCTest

@testable import Formats

final class JSONLineTests: XCTestCase {
  private func document(_ line: String) throws -> RawDocument {
    let (documents, report) = try readCorpus(line) { $0.requiresTags = false }
    XCTAssertEqual(report.rejections, [])
    return try XCTUnwrap(documents.first)
  }

  func testUsualRecord() throws {
    XCTAssertEqual(
      try document(#"{"id":"x","title":"A b","text":"C. D","tags":["t","u"],"more":[1]}"#),
      RawDocument(
        id: "x", line: 1, title: .text("A b"), content: .text("C. D"), tags: ["t", "u"]))
  }

  func testFieldNames() throws {
    for name in ["text", "abstract", "content", "sentences"] {
      XCTAssertEqual(try document("{\"\(name)\":\"a\"}").content, .text("a"), name)
    }
    for name in ["tags", "labels", "keywords"] {
      XCTAssertEqual(try document("{\"title\":\"a\",\"\(name)\":[\"b\"]}").tags, ["b"], name)
    }
    XCTAssertEqual(try document(#"{"text":null,"abstract":"b"}"#).content, .text("b"))
  }

  func testShapesOfText() throws {
    XCTAssertEqual(
      try document(#"{"sentences":["a b","c"]}"#).content, .sentences(["a b", "c"]))
    XCTAssertEqual(
      try document(#"{"sentences":[["a","B"],[],["c"]],"title":["d","e"]}"#),
      RawDocument(
        id: "1", line: 1, title: .tokens([["d", "e"]]),
        content: .tokens([["a", "B"], [], ["c"]]), tags: []))
  }

  func testIds() throws {
    XCTAssertEqual(try document(#"{"id":12,"text":"a"}"#).id, "12")
    XCTAssertEqual(try document(#"{"id":-5,"text":"a"}"#).id, "-5")
    XCTAssertEqual(
      try document(#"{"id":18446744073709551615,"text":"a"}"#).id, "18446744073709551615")
    XCTAssertEqual(try document("\n\n" + #" {"text":"a"}"#).id, "3")
  }

  func testTagsAreCleaned() throws {
    let (documents, report) = try readCorpus(
      #"{"text":"a","tags":[" machine  learning","","AI","ai","AI"," \t"]}"# + "\n"
        + #"{"text":"a","tags":"web, html5\tcss  web"}"#)
    XCTAssertEqual(
      documents.map(\.tags), [["machine_learning", "AI", "ai"], ["web", "html5_css_web"]])
    XCTAssertEqual(report.emptyTags, 2)
    XCTAssertEqual(report.repeatedTags, 1)
  }

  /// A number as a tag is its text: a version is no quantity.
  func testNumbersAsTags() throws {
    XCTAssertEqual(
      try document(#"{"text":"a","tags":[5.10,5.1,3,"x",{"label":2.50}]}"#).tags,
      ["5.10", "5.1", "3", "x", "2.50"])
    XCTAssertEqual(try document(#"{"text":"a","tags":5.10}"#).tags, ["5.10"])
    XCTAssertEqual(try document(#"{"text":"a","tags":"n/a"}"#).tags, [])
  }

  func testTagsAreInNormalForm() throws {
    let (documents, report) = try readCorpus(
      #"{"text":"a","tags":["\u00e9","e\u0301"]}"#)
    XCTAssertEqual(documents.first?.tags.map { Array($0.unicodeScalars) }, [["\u{E9}"]])
    XCTAssertEqual(report.repeatedTags, 1)
  }

  func testRejections() throws {
    let lines = [
      #"{"id":"x","text":"a"}"#,
      #"{"id":"x","text":"b"}"#, #"{"text":"#, "[1]", #"{"id":1.5,"text":"a"}"#,
      #"{"id":true,"text":"a"}"#, #"{"text":5}"#, #"{"title":{},"text":"a"}"#,
      #"{"tags":{"a":"b"},"text":"a"}"#, #"{"tags":["t"]}"#, #"{"id":"","text":"a"}"#,
      #"{"sentences":[["a"],"b"]}"#, #"{"text":"\udx00"}"#,
      String(repeating: #"{"text":"#, count: 100_000),
    ]
    let noText = "is neither a string, a list of sentences nor a list of lists of tokens"
    let (documents, report) = try readCorpus(lines.joined(separator: "\n")) {
      $0.requiresTags = false
    }
    XCTAssertEqual(documents.map(\.line), [1])
    XCTAssertEqual(
      report.rejections.map { "\($0.line) \($0.reason)" },
      [
        "2 has the id `x` of an earlier record",
        "3 is not valid JSON",
        "4 is not a JSON object",
        "5 the field `id` is neither a string nor a whole number",
        "6 the field `id` is neither a string nor a whole number",
        "7 the field `text` \(noText)",
        "8 the field `title` is neither a string nor a list of tokens",
        "9 the field `tags` is neither a list of strings nor a string",
        "10 has no text",
        "11 has an empty id",
        "12 the field `sentences` \(noText)",
        "13 is not valid JSON",
        "14 is not valid JSON",
      ])
  }
}
