// JMAN-e through make, alone and in a fusion with a model that reads windows.
import XCTest

final class EncodedNetworkTests: MakefileTestCase {
  private var encoder: String {
    Self.root.appendingPathComponent("Tests/PipelineTests/Golden/encoder/bert").path
  }

  func testItsVectorsAreMadeAndItsReportShowsThem() throws {
    let all = ["MODEL=JMAN-e", "ENCODER=\(encoder)", "COMPARE=none"]
    let output = try succeed(make: ["bibsonomy-report"] + all)
    XCTAssert(worked(output).contains("encode"), output)
    XCTAssertFalse(output.contains("--what words"), "word vectors for nobody")
    let page = try String(contentsOfFile: "\(work())/bibsonomy/JMAN-e/report.html", encoding: .utf8)
    XCTAssert(page.contains("guided by the title"), "no weights of sentences")
    XCTAssertEqual(worked(try succeed(make: ["bibsonomy-report"] + all)), [])
    XCTAssert(
      try succeed(make: ["bibsonomy"] + all)
        .contains("JMAN-e/fold0/model.stage --encoder '\(encoder)' -"))
    let fused = try succeed(
      make: ["bibsonomy", "MODEL=fusion", "FUSE=JMAN-e knn", "ENCODER=\(encoder)"])
    XCTAssert(worked(fused).contains("fuse"), fused)
    XCTAssertFalse(worked(fused).contains("train"), "the network is there already")
  }

  /// Tags' own names as what is similar, as the start of the output, and for models on words.
  func testVectorsOfNames() throws {
    let output = try succeed(
      make: [
        "bibsonomy", "MODEL=JMAN-e", "ENCODER=\(encoder)", "LABEL_VECTORS=encoded", "LABEL_START=yes",
        "LAMBDA_SIM=0.01",
      ])
    XCTAssert(output.contains("/names.stage"), output)
    XCTAssertFalse(output.contains("--what labels"), "vectors that nobody asked for")
    XCTAssert(output.contains("start from their vectors, in output/kernel"), output)
    let lexical = try succeed(make: ["bibsonomy", "MODEL=lexical", "ENCODER=\(encoder)"])
    XCTAssert(lexical.contains("chose names that occur"), lexical)
    let mistake = try make(["bibsonomy", "MODEL=JMAN", "LABEL_VECTORS=encoded"])
    XCTAssert(mistake.output.contains("LABEL_VECTORS=encoded needs an encoder"), mistake.output)
  }

  func testWithoutAnEncoder() throws {
    for wanted in [["MODEL=JMAN-e"], ["MODEL=fusion", "FUSE=ovr JMAN-e"]] {
      let result = try make(["bibsonomy"] + wanted)
      XCTAssertNotEqual(result.status, 0)
      XCTAssert(
        result.output.contains("JMAN-e reads sentence vectors of an encoder. Give its folder"),
        result.output)
    }
  }
}
