// Corpora with one tag per document: tutorial data sets, catalogues. No label has a
// neighbour there, which matters only to what reads similarities of labels.
import Formats
import PipelineEmbedding
import Foundation
import XCTest

final class OneTagTests: StageTestCase {
  func testEveryStageWorks() throws {
    let lines = (0..<120).map { number in
      let topic = ["sport", "music", "food"][number % 3]
      return #"{"id":"\#(number)","title":"about \#(topic)","text":"some \#(topic) here and more "#
        + #"\#(topic) there. Nothing else than \#(topic) number \#(number % 7)","tags":["\#(topic)"]}"#
    }
    try Data((lines.joined(separator: "\n") + "\n").utf8)
      .write(to: URL(fileURLWithPath: path("c.jsonl")))
    try succeed("preprocess", ["-q", "--corpus", path("c.jsonl"), "-o", path("d")])
    let documents = ["-q", "--documents", path("d")]
    try succeed("split", documents + ["-o", path("s")])
    let split = documents + ["--split", path("s")]
    try succeed("build-vocab", split + ["--min-word-count", "2", "-o", path("v")])
    let vocabulary = split + ["--vocabulary", path("v")]
    try succeed(
      "embed", vocabulary + ["--what", "words", "--dimensions", "8", "--epochs", "1", "-o", path("w")])
    let warning = try succeed(
      "embed", vocabulary + ["--what", "labels", "--dimensions", "8", "-o", path("l")])
    XCTAssert(warning.contains("no label has a neighbour: all 3 vectors are zero"), warning)
    let vectors = try WordVectors(StageContents(path: path("l"), expecting: .vectors))
    XCTAssertEqual(vectors.values, Array(repeating: 0, count: 24))
    try succeed(
      "build-sim-sub",
      ["-q", "--vocabulary", path("v"), "--label-vectors", path("l"), "-o", path("r")])
    for more in [[], ["--relations", path("r"), "--lambda-sim", "0.1"]] {
      try succeed(
        "train",
        vocabulary + [
          "--vectors", path("w"), "--hidden-size", "8", "--epochs", "2", "--force", "-o", path("m"),
        ] + more)
      try succeed("predict", split + ["--model", path("m"), "--force", "-o", path("p")])
      try succeed("evaluate", ["-q", "--predictions", path("p"), "--force", "-o", path("e")])
    }
  }
}
