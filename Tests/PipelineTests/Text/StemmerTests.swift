import FormatsFiles
@testable import PipelineText
import XCTest

final class StemmerTests: XCTestCase {
  func testWordsLoseTheirEndings() throws {
    let english = try XCTUnwrap(Stemmer(language: "english"))
    XCTAssertEqual(["library", "libraries", "c++", ""].map(english.stem), ["librari", "librari", "c++", ""])
    let finnish = try XCTUnwrap(Stemmer(language: "fi"))
    XCTAssertEqual(finnish.stem("kirjastossa"), finnish.stem("kirjastot"))
    let russian = try XCTUnwrap(Stemmer(language: "russian"))
    XCTAssertEqual(russian.stem("книгами"), "книг")
    let long = String(repeating: "running", count: 100)
    XCTAssertEqual(english.stem(long), long)
  }

  func testEveryLanguageOfTheLibrary() throws {
    XCTAssert(Set(["english", "finnish", "german", "turkish"]).isSubset(of: Stemmer.languages))
    for language in Stemmer.languages { XCTAssertNotNil(Stemmer(language: language), language) }
    XCTAssertNil(Stemmer(language: "klingon"))
    XCTAssertNil(Stemmer(language: ""))
  }

  func testTheLanguageOfACorpus() {
    func detected(_ text: String) -> String? {
      CorpusLanguage.detected(text.split(separator: " ").map { (ExactString(String($0)), 1) })
    }
    XCTAssertEqual(detected("the cat sat on the mat and it was not of this world"), "en")
    XCTAssertEqual(detected("kirjasto on auki ja se ei ole suljettu mutta myös täynnä"), "fi")
    XCTAssertEqual(detected("die katze ist auf der matte und nicht im haus"), "de")
    XCTAssertNil(detected("red green blue yellow"))
    XCTAssertNil(detected(""))
    // One function word in fifty words says nothing.
    XCTAssertNil(detected("the " + String(repeating: "x ", count: 49)))
  }
}
