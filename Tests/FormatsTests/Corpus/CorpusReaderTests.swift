// The front of the corpus readers: recognition, counts, strictness, ids.
import XCTest

@testable import Formats
@testable import FormatsFiles

final class CorpusReaderTests: XCTestCase {
  func testLayoutIsToldByContent() throws {
    let object = "{\"text\":\"a\",\"tags\":\"t\"}\n"
    func contents(_ text: String) throws -> [RawText] {
      try readCorpus(text).documents.map(\.content)
    }
    XCTAssertEqual(try contents("\n \u{3000}\n  " + object), [.text("a")])
    XCTAssertEqual(try contents("\u{FEFF}" + object), [.text("a")])
    XCTAssertEqual(try contents("\u{FEFF}a __label__t"), [.tokens([["a"]])])
  }

  func testRunningText() throws {
    let text = "\n\nOne. Two\nthree\n \n\nFour\n"
    let paragraphs = try readCorpus(text) {
      $0.format = .paragraphs
      $0.requiresTags = false
    }
    XCTAssertEqual(paragraphs.documents.map(\.id), ["1", "2"])
    XCTAssertEqual(paragraphs.documents.map(\.line), [3, 7])
    XCTAssertEqual(
      paragraphs.documents.map(\.content), [.text("One. Two\nthree"), .text("Four")])
    XCTAssertEqual(paragraphs.report.lines, 7)
    XCTAssertEqual(paragraphs.report.blankLines, 4)
    let whole = try readCorpus(text) {
      $0.format = .wholeText
      $0.requiresTags = false
    }
    XCTAssertEqual(whole.documents.map(\.content), [.text("One. Two\nthree\n \n\nFour")])
  }

  func testInvalidUTF8IsRejected() throws {
    let (documents, report) = try readCorpus(
      bytes: Array("a __label__x\nb ".utf8) + [0xFF] + Array(" __label__x\n".utf8))
    XCTAssertEqual(documents.map(\.id), ["1"])
    XCTAssertEqual(
      report.rejections,
      [Rejection.notUTF8(line: 2)])
    XCTAssertEqual(report.rejections[0].reason, "is not valid UTF-8")
    XCTAssertEqual(report.notUTF8, 1)
  }

  func testCounts() throws {
    let (_, report) = try readCorpus(
      (0..<30).map { _ in "no mark\n\n" }.joined() + "a __label__x\n")
    XCTAssertEqual(report.lines, 61)
    XCTAssertEqual(report.blankLines, 30)
    XCTAssertEqual(report.rejected, 30)
    XCTAssertEqual(report.rejections.map(\.line), Array(stride(from: 1, to: 41, by: 2)))
    XCTAssertEqual(report.documents, 1)
  }

  func testStrictNamesFileAndLine() throws {
    let file = try temporaryFile(Array("a __label__x\nb\n".utf8))
    var options = CorpusOptions()
    options.isStrict = true
    var reader = CorpusReader(try ByteSource(path: file), options: options)
    _ = try reader.next()
    XCTAssertThrowsError(try reader.next()) {
      XCTAssertEqual(
        "\($0)",
        "\(file):2: the record has no `__label__`. Correct the line, or read without strict.")
    }
  }

  func testParallelIds() throws {
    let (documents, report) = try readCorpus(
      "a __label__x\n\nb __label__x\nc __label__x\nd __label__x\n"
    ) { $0.ids = ["one", "", "three", "one"] }
    XCTAssertEqual(documents.map(\.id), ["one", "three"])
    XCTAssertEqual(
      report.rejections.map { "\($0.line) \($0.reason)" },
      [
        "4 has the id `one` of an earlier record",
        "5 has no id: the list of ids has 4 lines",
      ])
  }

  func testRecordsAreBounded() throws {
    XCTAssertThrowsError(
      try readCorpus(String(repeating: "a b\n", count: 100)) {
        $0.format = .wholeText
        $0.longestRecord = 200
      }
    ) {
      let error = $0 as? InputError
      XCTAssertEqual(error?.line, 1)
      XCTAssertEqual(error?.problem, "the text is longer than 200 bytes")
    }
  }

  func testEmptyInput() throws {
    var report = CorpusReport()
    report.format = .original
    XCTAssertEqual(try readCorpus("").report, report)
  }
}
