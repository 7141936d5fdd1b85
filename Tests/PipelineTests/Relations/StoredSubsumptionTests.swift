// Sub in a stage file, and what it explains.
import Formats
@testable import PipelineRelations
import Foundation
import XCTest

final class StoredSubsumptionTests: XCTestCase {
  func testStageFileHoldsPairsAndReasons() throws {
    let knowledge = try base("a <- b\nb <- c\nstones <- c\n")
    var options = SubsumptionOptions()
    options.depth = 2
    let labels = ["a", "b", "c", "stone"]
    let index = LabelIndex(labels)
    let matrix = try SubsumptionMatrix(index, bases: [knowledge], options: options)
    let stored = StoredSubsumption(matrix, bases: [knowledge], index: index)
    let path = NSTemporaryDirectory() + "sub-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    let writer = try StageWriter(
      path: path, kind: .relations,
      header: StageHeader(
        stage: "build-sim-sub", revision: 1, source: nil, parameters: [:], inputs: [], seed: nil))
    try stored.write(to: writer)
    try writer.commit(summary: matrix.stageSummary)
    let contents = try StageContents(path: path, expecting: .relations)
    XCTAssertEqual(try StoredSubsumption(contents, labels: labels), stored)
    XCTAssertEqual(try StoredSubsumption(contents, labels: labels + ["more"]), stored)
    XCTAssertEqual(contents.summary["sub/pairs of depth 2"], .int(1))
    XCTAssertEqual(
      stored.explanation(of: 0, labels: labels),
      [
        "“a” has 2 hypernyms",
        "  “b”: direct, weight 1.0, K: “a” is narrower"
          + " than “b” (line 1)",
        "  “c”: inferred over 2 steps, weight 1.0, K:"
          + " “a” is narrower than “b” (line 1); “b” is narrower than “c” (line 2)",
      ])
    XCTAssertEqual(
      stored.explanation(of: 3, labels: labels),
      ["“stone” is in no knowledge base, so it has no hypernyms; names like it are “stones”"])
    XCTAssertEqual(
      stored.unmatchedSummary(labels: labels), ["sub/unmatched, stone": .string("stones")])
    for others in [["a", "b"], ["a", "c", "b", "stone"]] {
      XCTAssertThrowsError(try StoredSubsumption(contents, labels: others)) {
        XCTAssertTrue("\($0)".contains("relates other tags than those of this vocabulary"), "\($0)")
      }
    }
  }

  func testExplanationOfInferredPairs() throws {
    let knowledge = try graph(
      ":1 skos:prefLabel 'Dog' ; skos:broader :2 .\n"
        + ":3 skos:narrower :2 . :3 skos:prefLabel 'life' .")
    let index = LabelIndex(["dog", "life"])
    var options = SubsumptionOptions()
    options.depth = 3
    let matrix = try SubsumptionMatrix(index, bases: [knowledge], options: options)
    XCTAssertEqual(
      StoredSubsumption(matrix, bases: [knowledge], index: index).explanation(
        of: 0, labels: index.labels),
      [
        "“dog” has 1 hypernym",
        "  “life”: inferred over 2 steps, weight 1.0, G:"
          + " “Dog” <http://e/1> skos:broader “2” <http://e/2> (line 2); “life” <http://e/3>"
          + " skos:narrower “2” <http://e/2> (line 3)",
      ])
  }
}
