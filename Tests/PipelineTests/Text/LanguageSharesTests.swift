// In which of some languages a text is, and how much of it.
import XCTest

@testable import PipelineText

final class LanguageSharesTests: XCTestCase {
  private func shares(_ text: String, _ candidates: [String]) -> [String] {
    LanguageShares().shares(of: Tokenizer().tokenize(text), among: candidates)
      .map { "\($0.language ?? "none") \($0.share)" }
  }

  func testTheBestComesFirst() {
    // Function words: we that the of is not as as; "de" has none of them.
    XCTAssertEqual(
      shares("We show that the model of the users is as good.", ["de", "en"]),
      ["en 1.0", "de 0.0", "none 0.0"])
    // "der" and "und" are German, "the" is neither's: a third of three words.
    XCTAssertEqual(
      shares("der Hund und the dog", ["de"]).map { String($0.prefix(9)) }, ["de 0.6666", "none 0.33"])
  }

  func testWhatTellsNothingIsNone() {
    XCTAssertEqual(shares("", ["en", "fr"]), ["none 1.0", "en 0.0", "fr 0.0"])
    XCTAssertEqual(shares("Deep learning 2011", ["en"]), ["none 1.0", "en 0.0"])
  }
}
