import Formats
import FormatsFiles
@testable import PipelineEvaluation
import XCTest

final class PredictionSetTests: XCTestCase {
  private let header = StageHeader(stage: "test", revision: 1, parameters: [:], inputs: [])

  private func file(_ write: (StageWriter) throws -> Void) throws -> StageContents {
    let path = try temporaryPath("p.stage")
    let writer = try StageWriter(path: path, kind: .predictions, header: header)
    try write(writer)
    try writer.commit()
    return try StageContents(path: path, expecting: .predictions)
  }

  func testRoundTrip() throws {
    var scored = ScoredDocuments(labelCount: 3)
    scored.append(labels: [2, 0], scores: [0.25, 0.75], truth: [1, 0], truthOutside: 2)
    scored.append(labels: [], scores: [], truth: [], truthOutside: 0)
    scored.append(labels: [1], scores: [0.5], truth: [2])
    let set = PredictionSet(
      labels: ["a", "b", "c"], labelCounts: [5, 3, 1], trainingDocuments: 6,
      ids: ["x", "y", "z"], scored: scored, threshold: 0.375, k: 2)
    let read = try PredictionSet(file { try set.write(to: $0) })
    XCTAssertEqual(read.labels, set.labels)
    XCTAssertEqual(read.labelCounts, [5, 3, 1])
    XCTAssertEqual(read.trainingDocuments, 6)
    XCTAssertEqual(read.ids, ["x", "y", "z"])
    XCTAssertEqual(read.threshold, 0.375)
    XCTAssertEqual(read.k, 2)
    XCTAssertEqual(read.scored.labels, [2, 0, 1])
    XCTAssertEqual(read.scored.scores, [0.25, 0.75, 0.5])
    XCTAssertEqual(read.scored.scoreStarts, [0, 2, 2, 3])
    XCTAssertEqual(read.scored.truth, [0, 1, 2])
    XCTAssertEqual(read.scored.truthStarts, [0, 2, 2, 3])
    XCTAssertEqual(read.scored.truthOutside, [2, 0, 0])
  }

  /// One document with two labels, each part replaceable by nonsense.
  private func problem(
    starts: [Int64] = [0, 2], labels: [Int32] = [0, 1], scores: [Float] = [1, 0],
    truth: [Int32] = [0], outside: [Int32] = [0], training: Int64 = 1, k: Int32 = 1
  ) throws -> String {
    let contents = try file {
      try $0.write("labels", ["a", "b"])
      try $0.write("labelCounts", [1, 1] as [Int64])
      try $0.write("trainingDocuments", [training])
      try $0.write("ids", ["x"])
      try $0.write("scoreStarts", starts)
      try $0.write("scoreLabels", labels)
      try $0.write("scores", scores)
      try $0.write("truthStarts", [0, Int64(truth.count)])
      try $0.write("truth", truth)
      try $0.write("truthOutside", outside)
      try $0.write("threshold", [0.5 as Float])
      try $0.write("k", [k])
    }
    do {
      _ = try PredictionSet(contents)
      return "none"
    } catch let error as InputError {
      return "\(error.part ?? ""): \(error.problem)"
    }
  }

  func testContradictionsAreErrors() throws {
    XCTAssertEqual(try problem(), "none")
    let order = "scoreStarts: they do not ascend to the number of labels"
    XCTAssertEqual(try problem(starts: [0, 3]), order)
    XCTAssertEqual(try problem(starts: [1, 2]), order)
    XCTAssertEqual(try problem(labels: [0, 2]), "scoreStarts: a label is not among the 2")
    XCTAssertEqual(try problem(truth: [-1]), "truthStarts: a label is not among the 2")
    XCTAssertEqual(try problem(labels: [1, 1]), "scoreLabels: document 0 has a label twice")
    XCTAssertEqual(try problem(scores: [1, .nan]), "scores: holds a value that is not a finite number")
    XCTAssertEqual(try problem(outside: [-1]), "truthOutside: a count is out of range")
    XCTAssertEqual(try problem(training: 0), "trainingDocuments: there is none")
    XCTAssertEqual(try problem(k: 0), "k: it is not at least 1")
  }
}
