import Formats
@testable import PipelineText
import XCTest

final class DocumentScopeTests: XCTestCase {
  private func split(_ sections: [(String, [Int32])]) throws -> StageContents {
    let file = try temporaryPath("split.stage")
    let header = StageHeader(stage: "test", revision: 1, parameters: [:], inputs: [])
    let writer = try StageWriter(path: file, kind: .split, header: header)
    for (name, indices) in sections { try writer.write(name, indices) }
    try writer.commit()
    return try StageContents(path: file, expecting: .split)
  }

  func testKFoldsTrainWithAllButTheTestSet() throws {
    let scope = try DocumentScope(
      trainingOf: split([
        ("test", [4, 5]),
        ("fold0/training", [2, 3]), ("fold0/validation", [0, 1]),
        ("fold1/training", [0, 1]), ("fold1/validation", [2, 3]),
      ]))
    XCTAssertEqual((0..<7).filter { scope.contains($0) }, [0, 1, 2, 3])
    XCTAssertEqual(scope.end, 4)
  }

  func testAFoldTrainsWithItsOwnDocuments() throws {
    let rotating = try split([
      ("fold0/training", [3, 4, 5]), ("fold0/validation", [2]), ("fold0/test", [0, 1]),
      ("fold1/training", [0, 1, 5]), ("fold1/validation", [4]), ("fold1/test", [2, 3]),
    ])
    let one = try DocumentScope(trainingOf: rotating, fold: 1)
    XCTAssertEqual((0..<7).filter { one.contains($0) }, [0, 1, 5])
    let any = try DocumentScope(trainingOf: rotating)
    XCTAssertEqual((0..<7).filter { any.contains($0) }, [0, 1, 3, 4, 5])
    XCTAssertThrowsError(try DocumentScope(trainingOf: rotating, fold: 2)) {
      XCTAssertEqual("\($0)", "\(rotating.path): there is no fold 2. Folds count from 0.")
    }
  }

  func testHoldOutTrainsWithItsTrainingPart() throws {
    let scope = try DocumentScope(
      trainingOf: split([
        ("test", [4, 5]), ("fold0/training", [0, 1]), ("fold0/validation", [3]),
      ]))
    XCTAssertEqual((0..<7).filter { scope.contains($0) }, [0, 1])
  }

  func testUnusedDocumentsAreThere() throws {
    let scope = try DocumentScope(
      trainingOf: split([
        ("test", [8, 9]), ("fold0/training", [0, 6]), ("fold0/validation", [7]),
        ("fold0/unused", [1, 2, 3, 4, 5]),
      ]))
    XCTAssertEqual((0..<10).filter { scope.contains($0) }, [0, 6])
  }

  func testNumbersOutOfRangeAreRefused() throws {
    for number in [Int32.max, 5, -1] {
      let contents = try split([
        ("test", [0]), ("fold0/training", [1, number]), ("fold0/validation", [2]),
      ])
      XCTAssertThrowsError(try DocumentScope(trainingOf: contents)) {
        XCTAssertEqual(
          "\($0)",
          "\(contents.path): fold0/training: document number \(number) is out of range. "
            + "Delete it and run make again: the stage split makes it.")
      }
    }
  }
}
