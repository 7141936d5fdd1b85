// Files that a run writes next to its outputs: known as the pipeline's for as long as they are
// there, and as this result's only where they are.
import Formats
import Foundation
import XCTest

@testable import StageSupport
@testable import Workflow

final class SideFileTests: WorkflowTestCase {
  /// A run of a stage with one parameter that writes its output if it is not up to date.
  private func run(_ parameter: Int, sides: [String] = []) throws -> StageRun {
    let run = try StageRun(
      stage: "evaluate", revision: 1, options: try .parse(["-q", "-o", path("work/mine/ovr/metrics.stage")]),
      inputs: [("predictions", path("work/mine/split.stage"))], parameters: ["k": .int(parameter)])
    if !run.isUpToDate() {
      let writer = try run.writer(.metrics)
      try writer.write("k", [Int32(parameter)])
      try writer.commit()
    }
    for side in sides { try run.writeSide(Array("\(side) of \(parameter)".utf8), to: path("work/mine/ovr/\(side)")) }
    return run
  }

  func testASideFileOfOtherParametersIsNotThisResultsButOurs() throws {
    try stage("work/mine/split.stage")
    let table = path("work/mine/ovr/table.csv")
    XCTAssertTrue(try run(1, sides: ["table.csv", "answers.csv"]).hasSide(table))
    XCTAssertTrue(try run(1).hasSide(table))
    // Other parameters, and nobody wants the table any more.
    XCTAssertFalse(try run(2, sides: ["answers.csv"]).hasSide(table))
    XCTAssertTrue(try run(2).hasSide(path("work/mine/ovr/answers.csv")))
    // Asked again, the record keeps it.
    XCTAssertFalse(try run(2).hasSide(table))
    XCTAssertFalse(try run(1).hasSide(table), "that of the second result may have replaced it")
    XCTAssertTrue(exists("work/mine/ovr/table.csv"))
    try write("work/mine/ovr/table.txt", "mine")
    var cleaner = try DatasetCleaner(folder: path("work/mine"))
    let said = try cleaner.clean()
    XCTAssert(said.contains("left alone 1 that the pipeline did not write: ovr/table.txt"), said)
    XCTAssertFalse(exists("work/mine/ovr/table.csv"))
    XCTAssertFalse(exists("work/mine/ovr/answers.csv"))
  }

  /// One that somebody else has rewritten belongs to them.
  func testAChangedSideFileStays() throws {
    try stage("work/mine/split.stage")
    _ = try run(1, sides: ["table.csv"])
    try write("work/mine/ovr/table.csv", "mine")
    _ = try run(2)
    var cleaner = try DatasetCleaner(folder: path("work/mine"))
    _ = try cleaner.clean()
    XCTAssertEqual(try bytes("work/mine/ovr/table.csv"), Data("mine".utf8))
  }

  func testASideFileIsNoOutputAndNoInput() throws {
    try stage("work/mine/split.stage")
    let run = try run(1)
    for name in ["ovr/metrics.stage", "split.stage", "ovr/../split.stage"] {
      XCTAssert(
        refusal { try run.writeSide([], to: path("work/mine/\(name)")) }.contains("so it cannot be written"), name)
    }
  }
}
