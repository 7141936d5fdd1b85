import Formats
import Pipeline
import XCTest

final class AnnotateTests: StageTestCase {
  override func setUpWithError() throws {
    try super.setUpWithError()
    try writeModel(threshold: 0)
  }

  func testStandardInput() throws {
    let result = try runStage(
      "annotate", ["--model", path("model.stage"), "-"],
      input: "{\"id\":\"x\",\"title\":\"Alpha\",\"text\":\"Beta gamma.\"}\n")
    XCTAssertEqual(result.status, 0, result.errors)
    XCTAssert(result.output.hasPrefix("x\t"), result.output)
    XCTAssertEqual(result.output.split(separator: "\t").count, 4, result.output)
  }

  func testNothingToAnnotate() throws {
    let result = try runStage("annotate", ["--model", path("model.stage"), "-"])
    XCTAssertEqual(
      result.errors,
      "Error: (standard input): holds no document to annotate. Give JSON lines with title and "
        + "text, or plain text with --plain.\n")
  }
}
