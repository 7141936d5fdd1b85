// A document gives back the strings that it was made of, however it keeps them.
import XCTest

@testable import Formats

final class DocumentTests: XCTestCase {
  func testGivesBackWhatItIsMadeOf() {
    for (title, sentences) in [
      ([], []), (["a", "", "a"], [["", ""], [], ["é", "e\u{301}"]]), ([""], [["b"]]),
    ] as [([String], [[String]])] {
      let document = Document(id: "x", title: title, sentences: sentences, tags: ["t", "t", ""])
      XCTAssertEqual(document.title, title)
      XCTAssertEqual(document.titleCount, title.count)
      XCTAssertEqual(document.sentences, sentences)
      XCTAssertEqual(document.tags, ["t", "t", ""])
    }
  }

  func testPartsAreReplacedOneByOne() {
    var document = Document(id: "x", title: ["a", "b"], sentences: [["c"], ["d", "e"]], tags: ["t"])
    let before = document
    document.title = ["f"]
    document.sentences[1] = ["", "a"]
    document.tags.append("u")
    XCTAssertEqual(
      document, Document(id: "x", title: ["f"], sentences: [["c"], ["", "a"]], tags: ["t", "u"]))
    XCTAssertEqual(before.title, ["a", "b"])
  }
}
