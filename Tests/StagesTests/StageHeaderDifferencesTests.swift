import Formats
import FormatsFiles
import XCTest

@testable import StageSupport

final class StageHeaderDifferencesTests: XCTestCase {
  private func header(
    revision: Int = 1, _ parameters: [String: StageHeader.Value] = [:],
    inputs: [(String, Character)] = [("documents", "a")], seed: UInt64? = nil
  ) -> StageHeader {
    StageHeader(
      stage: "train", revision: revision, parameters: parameters,
      inputs: inputs.map {
        .init(role: $0.0, sha256: ContentHash(hexadecimal: String(repeating: $0.1, count: 64)))
      }, seed: seed)
  }

  private let names = ParameterNames(
    "dimensions=EMBED_SIZE labels=SAMPLE_LABELS")

  func testNamesOfParameters() {
    XCTAssertEqual(names["dimensions"], "EMBED_SIZE")
    XCTAssertEqual(names["labels"], "SAMPLE_LABELS")
    XCTAssertEqual(names["learningRate"], "LEARNING_RATE")
  }

  func testTheVersionOfTheToolIsNoDifference() {
    var newer = header()
    newer.toolVersion = "9.9"
    XCTAssert(newer.isMadeLike(header()))
    XCTAssertEqual(newer.differences(from: header(), names: names), [])
  }

  func testReasons() {
    let old = header(
      ["learningRate": .double(0.01), "keep": .double(0.5), "compat": .bool(false)], seed: 1)
    let new = header(
      revision: 2,
      ["learningRate": .double(0.005), "compat": .bool(true), "l2": .double(Double(Float(0.1)))],
      inputs: [("documents", "b"), ("split", "a")], seed: 2)
    XCTAssertEqual(
      new.differences(from: old, names: names),
      [
        "revision of train 1 → 2", "COMPAT no → yes", "KEEP 0.5 → none", "L2 none → 0.1",
        "LEARNING_RATE 0.01 → 0.005", "SEED 1 → 2", "documents changed", "split is new",
      ])
    XCTAssertEqual(
      header(inputs: []).differences(from: header(), names: names), ["documents is gone"])
  }
}
