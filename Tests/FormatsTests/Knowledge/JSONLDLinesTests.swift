// JSON-LD with one document per line, as the Library of Congress publishes it.
import XCTest

@testable import FormatsFiles
@testable import FormatsRDF

final class JSONLDLinesTests: XCTestCase {
  private func document(_ name: String) -> String {
    "{\"@context\":{\"p\":\"http://e/p\"},\"@id\":\"http://e/\(name)\",\"p\":[\"x\",{\"@id\":\"_:b\",\"p\":\"y\"}]}"
  }

  func testBlankNodesOfLinesAreDifferent() throws {
    XCTAssertEqual(
      try triples("\u{FEFF}\(document("a"))\n\n\(document("b"))\n", .jsonLD).count, 6)
    let joined = try triples("\(document("a"))\n\(document("b"))\n", .jsonLD).joined(separator: "\n")
    XCTAssertEqual(Set(joined.matches(of: /_:\w+/).map(\.output)).count, 2)
    // As one document the label means one node.
    let one = try triples("[\(document("a")),\n\(document("b"))]", .jsonLD).joined(separator: "\n")
    XCTAssertEqual(Set(one.matches(of: /_:\w+/).map(\.output)).count, 1)
  }

  func testMistakesHaveTheirLine() {
    XCTAssertEqual(
      rdfRefusal("\(document("a"))\n{\"@id\":\n", .jsonLD), "F:2:8: the JSON ends too early.")
    XCTAssertEqual(
      rdfRefusal("{\n\"@id\":\"http://e/a\"}\n{\n}\n", .jsonLD),
      "F:3:1: text after the end of the JSON. If these are several documents, make one list of them: "
        + "jq -s . FILE > FILE.jsonld.")
  }
}
