// A corpus with one tag per document, through make: the most common one in tutorials and
// catalogues.
import XCTest

final class OneTagPerDocumentTests: MakefileTestCase {
  func testEveryKindOfNetworkAndFold() throws {
    let lines = (0..<90).map { number in
      let topic = ["sport", "music", "food"][number % 3]
      return #"{"id":"\#(number)","title":"about \#(topic)","text":"some \#(topic) here and more \#(topic) there. "#
        + #"Nothing else than \#(topic) number \#(number % 7)","tags":["\#(topic)"]}"#
    }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path("c.jsonl")))
    func run(_ more: String...) throws -> String {
      try succeed(make: ["corpus", "NAME=one", "CORPUS=\(path("c.jsonl"))", "BATCH_SIZE=4"] + more)
    }
    for model in ["JMAN", "HLAN"] {
      XCTAssertFalse(try run("MODEL=\(model)").contains("neighbour"), "nobody asked for similar tags")
    }
    XCTAssertFalse(try run("MODEL=JMAN", "COMPAT=original").contains("neighbour"))
    XCTAssert(try run("MODEL=JMAN", "LAMBDA_SIM=0.1").contains("no label has a neighbour: all 3 vectors are zero"))
    XCTAssert(try run("MODEL=auto", "KFOLD=3").contains("3 folds"))
  }
}
