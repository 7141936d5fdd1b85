// Where an error is, in words and by kind.
import Foundation
import XCTest

@testable import FormatsFiles

final class InputErrorTests: XCTestCase {
  func testThePlaceInWords() {
    XCTAssertEqual(
      InputError(file: "a.csv", line: 3, column: 7, part: "tags", problem: "is odd", remedy: "Mend it").description,
      "a.csv:3:7: tags: is odd. Mend it.")
    XCTAssertEqual(InputError(file: "-", problem: "is empty").place, .standardInput)
    XCTAssertEqual(InputError(.option("--names"), problem: "is odd").description, "--names: is odd.")
  }

  /// An option or a library is a separate place, not a file of that name.
  func testNoFixedNameIsCalledAFile() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Sources").standardizedFileURL
    var count = 0
    for case let file as String in try XCTUnwrap(FileManager.default.enumerator(atPath: sources.path))
    where file.hasSuffix(".swift") {
      count += 1
      let text = try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
      for match in text.matches(of: /\bfile: "([^"\\]*)"/) where match.1 != "-" {
        XCTFail("\(file): \(match.0)")
      }
    }
    XCTAssertGreaterThan(count, 300)
  }
}
