// Label reports from damaged files are refused before anybody counts with them.
import Formats
@testable import PipelineEvaluation
import XCTest

final class StoredLabelReportTests: XCTestCase {
  private func report(training: Double = 3, counts: [Int64] = [2, 1, 1], outside: Int64 = 0)
    throws -> LabelReport
  {
    let path = try temporaryPath("metrics.stage")
    let header = StageHeader(stage: "evaluate", revision: 1, parameters: [:], inputs: [])
    let writer = try StageWriter(path: path, kind: .metrics, header: header)
    try writer.write("labels/names", ["a"])
    try writer.write("labels/training", [training])
    try writer.write("labels/counts", counts, shape: [1, 3])
    try writer.write("labels/outside", [outside])
    for name in ["labels/wrong", "labels/missed"] {
      try writer.write(name + "Starts", [0, 0] as [Int64])
      try writer.write(name + "Ids", [String]())
      try writer.write(name + "Scores", [Float]())
    }
    try writer.commit()
    return try LabelReport(StageContents(path: path, expecting: .metrics))
  }

  func testNumbersOutOfRangeAreRefused() throws {
    XCTAssertEqual(try report().rows.map(\.training), [3])
    for training in [-1, 1e308, .infinity, .nan] as [Double] {
      XCTAssertThrowsError(try report(training: training), "\(training)")
    }
    for count in [.max, .min, -1] as [Int64] {
      XCTAssertThrowsError(try report(counts: [1, count, 1]), "\(count)")
      XCTAssertThrowsError(try report(outside: count), "\(count)")
    }
  }
}
