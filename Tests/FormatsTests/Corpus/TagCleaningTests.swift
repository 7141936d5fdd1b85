import XCTest

@testable import Formats

final class TagCleaningTests: XCTestCase {
  /// A label is its own label, whatever stands at its ends.
  func testLabelFormOfALabelIsTheLabel() {
    let parts = [
      "a", "é", "e\u{301}", " ", "\u{0}", "\u{85}", "\u{200D}", "\u{200C}", "\u{200B}", "\u{FEFF}",
      "\u{2028}", "\u{1F468}", "_", "\u{301}", "\u{1100}", "\u{1161}", "\t",
    ]
    var random = SplitMix64(state: 11)
    for _ in 0..<20_000 {
      let tag = (0..<Int.random(in: 0..<7, using: &random))
        .map { _ in parts[Int.random(in: 0..<parts.count, using: &random)] }.joined()
      let label = labelForm(of: tag)
      XCTAssertEqual(
        Array(labelForm(of: label).unicodeScalars), Array(label.unicodeScalars),
        "\(tag.unicodeScalars.map { String($0.value, radix: 16) })")
    }
  }

  func testJoinersAfterControlCharacters() {
    XCTAssertEqual(labelForm(of: "\u{0}\u{200D}a\u{200D}\u{1}"), "a")
    XCTAssertEqual(labelForm(of: "می\u{200C}خواهم"), "می\u{200C}خواهم")
  }
}
