// What training and the report say of a thesaurus: whether it was learnt from, and how much.
import Foundation
import XCTest

final class ThesaurusInTrainingTests: StageTestCase {
  func testTrainAndReportSayWhatTheThesaurusDid() throws {
    let lines = (0..<80).map { number in
      let topic = ["sport", "tennis"][number % 2]
      return #"{"id":"\#(number)","title":"about \#(topic)","text":"some \#(topic) here and "#
        + #"\#(topic) there","tags":["\#(topic)"]}"#
    }
    try Data((lines.joined(separator: "\n") + "\n").utf8)
      .write(to: URL(fileURLWithPath: path("c.jsonl")))
    try Data("tennis,sport\n".utf8).write(to: URL(fileURLWithPath: path("k.csv")))
    try succeed("preprocess", ["-q", "--corpus", path("c.jsonl"), "-o", path("d")])
    let documents = ["-q", "--documents", path("d")]
    try succeed("split", documents + ["-o", path("s")])
    let split = documents + ["--split", path("s")]
    try succeed("build-vocab", split + ["-o", path("v")])
    let vocabulary = split + ["--vocabulary", path("v")]
    try succeed(
      "embed", vocabulary + ["--what", "words", "--dimensions", "4", "--epochs", "1", "-o", path("w")])
    try succeed(
      "build-sim-sub", ["-q", "--vocabulary", path("v"), "--kb", path("k.csv"), "-o", path("r")])
    for (options, said, reported) in [
      ([], "for metrics alone; --lambda-sub weighs them in the loss", "did not learn from them"),
      (["--lambda-sub", "0.5"], "in the loss with weight 0.5", "broader ones 0.5 (lambdaSub). "),
    ] {
      let errors = try succeed(
        "train",
        vocabulary.filter { $0 != "-q" } + [
          "--vectors", path("w"), "--relations", path("r"), "--hidden-size", "4", "--epochs", "1",
          "--force", "-o", path("m"),
        ] + options)
      XCTAssert(errors.contains("thesaurus: 1 pair of narrower and broader \(said)"), errors)
      try succeed("predict", split + ["--model", path("m"), "--force", "-o", path("p")])
      try succeed("evaluate", ["-q", "--predictions", path("p"), "--force", "-o", path("e")])
      try succeed(
        "report",
        documents + [
          "--vocabulary", path("v"), "--relations", path("r"), "--model", path("m"),
          "--predictions", path("p"), "--metrics", path("e"), "--title", "t", "-o", path("report.html"),
        ])
      let page = try String(contentsOfFile: path("report.html"), encoding: .utf8)
      XCTAssert(page.contains(reported), "\(options): \(reported)")
    }
  }
}
