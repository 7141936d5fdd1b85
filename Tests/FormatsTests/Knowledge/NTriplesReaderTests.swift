// N-Triples and N-Quads: what the grammar allows and what it refuses, after
// the cases of W3C's test suites.
import XCTest

@testable import FormatsFiles
@testable import FormatsRDF

final class NTriplesReaderTests: XCTestCase {
  private func read(_ text: String, _ syntax: RDFSyntax = .nTriples) throws -> [String] {
    try triples(text, syntax, quads: true)
  }

  func testTermsOfEveryKind() throws {
    XCTAssertEqual(
      try read(
        "<http://a/s> <http://a/p> _:b1 . # comment\n\n# alone\r\n"
          + "_:b1\t<http://a/p>\t\"x\\t\\\"\\u00e9\\U0001F600\"@en-GB .\r"
          + "<http://a/s><http://a/p>\"1\"^^<http://a/int>."),
      [
        "<http://a/s> <http://a/p> _:b1 .",
        "_:b1 <http://a/p> \"x\t\\\"é😀\"@en-GB .",
        "<http://a/s> <http://a/p> \"1\"^^<http://a/int> .",
      ])
  }

  func testLabelMayHoldDotsButNotEndWithOne() throws {
    XCTAssertEqual(
      try read("_:a.b <http://a/p> _:c."),
      ["_:Za5a2eb <http://a/p> _:c .".replacingOccurrences(of: "Za5a2e", with: "ZaZ2e")])
  }

  func testEmptyFileAndByteOrderMark() throws {
    XCTAssertEqual(try read(""), [])
    XCTAssertEqual(
      try triples([0xEF, 0xBB, 0xBF] + Array("<a:s> <a:p> <a:o> .".utf8), .nTriples),
      ["<a:s> <a:p> <a:o> ."])
  }

  func testGraphs() throws {
    XCTAssertEqual(
      try read("<a:s> <a:p> \"o\" <a:g> .\n<a:s> <a:p> <a:o> _:g .\n<a:s> <a:p> <a:o> .", .nQuads),
      [
        "<a:s> <a:p> \"o\" <a:g> .", "<a:s> <a:p> <a:o> _:g .", "<a:s> <a:p> <a:o> .",
      ])
    XCTAssertEqual(
      rdfRefusal("<a:s> <a:p> <a:o> <a:g> .", .nTriples),
      "F:1:19: expected the full stop that ends a statement.")
    XCTAssertEqual(
      rdfRefusal("<a:s> <a:p> <a:o> \"g\" .", .nQuads),
      "F:1:19: expected the full stop that ends a statement.")
  }

  func testRefusals() {
    let cases: [(String, String)] = [
      ("<a:s> <a:p> <a:b c> .", "1:17: a blank is not allowed in an IRI."),
      ("<a:s> <a:p> <a:\\u00ZZ11> .", "1:16: the escape needs 4 hexadecimal digits."),
      ("<a:s> <a:p> <a:\\n> .", "1:16: unknown escape \\n."),
      (
        "<a:s> <a:p> <a:\\u0020> .",
        "1:16: the escape stands for a character that no IRI may hold."
      ),
      (
        "<s> <a:p> <a:o> .",
        "1:2: the IRI is relative; this format has no base to resolve it against."
      ),
      (
        "<a:s> <a:p> \"x\"^^<dt> .",
        "1:19: the IRI is relative; this format has no base to resolve it against."
      ),
      ("@prefix : <a:b> .", "1:1: expected a subject, an IRI in <> or a blank node."),
      (
        "<a:s> <a:p> 1 .",
        "1:13: expected an object, an IRI in <>, a blank node or a"
          + " literal in double quotes."
      ),
      ("<a:s> <a:p> \"x\"@1 .", "1:17: a language tag must begin with a letter."),
      ("<a:s> <a:p> \"x\"@en- .", "1:20: the language tag has an empty part."),
      ("<a:s> <a:p> \"\\a\" .", "1:14: unknown escape \\a."),
      ("<a:s> <a:p> \"\\uD800\" .", "1:14: the escape is not a Unicode character."),
      (
        "<a:s> <a:p> \"x\ny\" .",
        "1:15: the literal is not closed by a quotation mark on its line."
      ),
      (
        "<a:s> <a:p> 'x' .",
        "1:13: expected an object, an IRI in <>, a blank node or a"
          + " literal in double quotes."
      ),
      ("\n<a:s> <a:p> <a:o>, <a:q> .", "2:18: expected the full stop that ends a statement."),
      ("<a:s> <a:p> <a:o> ; .", "1:19: expected the full stop that ends a statement."),
      ("<a:s> <a:p> <a:o>", "1:18: expected the full stop that ends a statement."),
      ("<a:s> \"p\" <a:o> .", "1:7: a predicate must be an IRI in <>."),
      ("<a:s> _:p <a:o> .", "1:7: a predicate must be an IRI in <>."),
      ("\"s\" <a:p> <a:o> .", "1:1: expected a subject, an IRI in <> or a blank node."),
      ("_::a <a:p> <a:o> .", "1:3: the blank node has no label."),
      ("_:a:b <a:p> <a:o> .", "1:4: a predicate must be an IRI in <>."),
      (
        "<a:s> <a:p> <a:o> . <a:s> <a:p> <a:o> .",
        "1:21: expected the end of the line after the full stop."
      ),
      ("<a:s> <a:p> <a:o", "1:17: the IRI is not closed by >."),
      ("<a:s> <a:p> \"x\"^<a:b> .", "1:16: expected ^^ and the datatype's IRI in <>."),
    ]
    for (text, message) in cases {
      XCTAssertEqual(rdfRefusal(text, .nTriples), "F:" + message, text)
    }
  }

  func testInvalidUTF8() {
    for bad: [UInt8] in [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]] {
      let text = Array("<a:s> <a:p> \"".utf8) + bad + Array("\" .".utf8)
      XCTAssertEqual(rdfRefusal(text, .nTriples), "F:1:14: the bytes are not valid UTF-8.")
    }
  }

  /// Terms that cross the borders of blocks, and lines longer than a block.
  func testLongLinesAndManyBlocks() throws {
    let long = String(repeating: "é", count: 300_000)
    var text = ""
    for number in 0..<5_000 { text += "<a:s\(number)> <a:p> \"value \(number)\" .\n" }
    text += "<a:s> <a:p> \"\(long)\" .\n<a:s> <a:p> <a:last> ."
    let read = try read(text)
    XCTAssertEqual(read.count, 5_002)
    XCTAssertEqual(read[4_999], "<a:s4999> <a:p> \"value 4999\" .")
    XCTAssertEqual(read[5_000], "<a:s> <a:p> \"\(long)\" .")
    XCTAssertEqual(read[5_001], "<a:s> <a:p> <a:last> .")
  }

  func testLineIsTold() throws {
    let folder = try ScratchFolder()
    let file = try folder.write(
      Array("\n\n<a:s> <a:p> <a:o> .\r\n<a:s> <a:p> <a:o> .".utf8), as: "f")
    var lines: [Int] = []
    try readRDF(try ByteSource(path: file), syntax: .nTriples) { lines.append($0.line) }
    XCTAssertEqual(lines, [3, 4])
  }
}
