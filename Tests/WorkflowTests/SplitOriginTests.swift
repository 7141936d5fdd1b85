// What headers say about the documents behind two files.
import Formats
import FormatsFiles
import XCTest

@testable import StageSupport

final class SplitOriginTests: XCTestCase {
  private func origin(_ inputs: [(String, Int)], _ parameters: [String: StageHeader.Value] = [:]) -> SplitOrigin {
    SplitOrigin(
      StageHeader(
        stage: "predict", revision: 1, parameters: parameters,
        inputs: inputs.map { role, number in
          .init(role: role, sha256: ContentHash(hexadecimal: String(repeating: "\(number)", count: 64)))
        }))
  }

  func testWhatDoesNotBelongTogether() throws {
    let split = origin([("split", 1)], ["fold": .int(0), "part": .string("test")])
    func objection(_ inputs: [(String, Int)], _ parameters: [String: StageHeader.Value] = [:]) -> String? {
      origin(inputs, parameters).objection(to: split, called: "it", sameFold: true)
    }
    XCTAssertNil(objection([("split", 1)], ["fold": .int(0), "part": .string("test")]))
    XCTAssertNil(objection([], [:]), "what is not said is checked against nothing")
    XCTAssert(try XCTUnwrap(objection([("split", 2)])).hasPrefix("belongs to another split than it"))
    XCTAssertEqual(objection([("split", 1)], ["fold": .int(1)]), "is of fold 1, but it of fold 0")
    XCTAssertEqual(
      objection([("split", 1)], ["part": .string("validation")]),
      "is of validation documents, but it of test documents")
  }

  func testRowsOfFeatures() throws {
    let rows = origin([("features", 3)], ["trainingRows": .int(80)])
    func objection(_ inputs: [(String, Int)], _ parameters: [String: StageHeader.Value] = [:]) -> String? {
      origin(inputs, parameters).objection(to: rows, called: "it", sameFold: true)
    }
    XCTAssertNil(objection([("features", 3)], ["trainingRows": .int(80)]))
    XCTAssertNil(objection([("features", 4)], ["trainingRows": .int(40)]), "other rows")
    XCTAssert(
      try XCTUnwrap(objection([("features", 3)], ["trainingRows": .int(40)]))
        .hasPrefix("was made with --training-rows 40, but it with --training-rows 80"))
    XCTAssert(
      try XCTUnwrap(objection([("features", 3)]))
        .hasPrefix("was made with no --training-rows, but it with --training-rows 80"))
    XCTAssert(
      try XCTUnwrap(objection([("features", 3), ("split", 1)]))
        .hasPrefix("was made with a split, but it with --training-rows 80"))
  }
}
