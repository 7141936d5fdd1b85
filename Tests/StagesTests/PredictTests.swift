import Formats
import PipelineEvaluation
import XCTest

final class PredictTests: StageTestCase {
  override func setUpWithError() throws {
    try super.setUpWithError()
    try writeModel(fold: 1)
    try writeDocumentsAndSplit(
      ["alpha", "beta", "gamma", "delta", "alpha", "beta", "other"].enumerated().map {
        Document(
          id: "d\($0)", title: [$1], sentences: [[$1, "alpha"]], tags: ["a", "elsewhere"])
      })
  }

  private func arguments(_ more: String...) -> [String] {
    [
      "--model", path("model.stage"), "--documents", path("documents.stage"),
      "--split", path("split.stage"), "-o", path("p.stage"),
    ] + more
  }

  private func predictions() throws -> PredictionSet {
    try PredictionSet(StageContents(path: path("p.stage"), expecting: .predictions))
  }

  func testTestDocuments() throws {
    try succeed("predict", arguments())
    let set = try predictions()
    XCTAssertEqual(set.ids, ["d4", "d5", "d6"])
    XCTAssertEqual(set.labels, ["a", "b", "c"])
    XCTAssertEqual((0..<3).map { Array(set.scored.truth(of: $0)) }, [[0], [0], [0]])
    XCTAssertEqual((0..<3).map { set.scored.truthCount(of: $0) }, [2, 2, 2])
  }

  func testValidationDocumentsAreThoseOfTheModelsFold() throws {
    try succeed("predict", arguments("--part", "validation"))
    XCTAssertEqual(try predictions().ids, ["d2", "d3"])
    let header = try StageReader(path: path("p.stage")).header
    XCTAssertEqual(header.parameters["part"], .string("validation"))
    XCTAssertEqual(header.parameters["fold"], .int(1))
  }

  /// However many documents are read at a time, the file is the same.
  func testTheBatchSizeDoesNotMatter() throws {
    let files = try ["1", "2", "128", nil].map { size in
      try succeed("predict", arguments("--force") + (size.map { ["--batch-size", $0] } ?? []))
      return FileManager.default.contents(atPath: path("p.stage"))
    }
    XCTAssertNotNil(files[0])
    XCTAssertEqual(Set(files).count, 1)
  }

  func testErrors() throws {
    XCTAssertEqual(
      try errorOf("predict", arguments("--part", "validation", "--fold", "0")),
      "Error: model.stage: was trained in fold 1, so that validation documents of fold 0 were "
        + "among its training documents. Give the model of fold 0, or --fold 1.\n")
    try writeModel(fold: 2)
    XCTAssertEqual(
      try errorOf("predict", arguments("--part", "validation")),
      "Error: split.stage: there is no fold 2. Folds count from 0.\n")
    try writeModel(fold: 0)
    try writeDocumentsAndSplit(
      (0..<4).map { Document(id: "\($0)", title: ["alpha"], sentences: [], tags: []) })
    XCTAssertEqual(
      try errorOf("predict", arguments()),
      "Error: split.stage: there are no test documents. Run split with a larger "
        + "--test-portion.\n")
    XCTAssert(
      try errorOf("predict", arguments("--fold=-1"))
        .contains("--fold must be at least 0, but is -1."))
  }
}
