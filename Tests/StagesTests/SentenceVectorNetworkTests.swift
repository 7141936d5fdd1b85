// JMAN-e by the programs: trained on the vectors of encode, the same bytes on any threads, taken
// up where it was stopped, used on a split and on new texts, explained and shown.
import Formats
import Foundation
import XCTest

final class SentenceVectorNetworkTests: StageTestCase {
  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("PipelineTests/Golden/encoder")
  private var encoder: String { Self.golden.appendingPathComponent("bert").path }

  private func prepare() throws {
    let topics = [("music", "film"), ("graph", "network"), ("alpha", "beta")]
    let lines = (0..<120).map { number -> String in
      let (a, b) = topics[number % 3]
      return """
        {"id":"d\(number)","title":"\(number % 11 == 4 ? "" : "\(a) title \(number % 7)")","text":"The \
        \(b) sentence. A \(number % 2 == 0 ? a : b) word \(number % 5). Deep \(a) learning.",\
        "tags":["\(a)","t\(number % 2)"]}

        """
    }
    try Data(lines.joined().utf8).write(to: folder.appendingPathComponent("corpus.jsonl"))
    try succeed("preprocess", ["--corpus", path("corpus.jsonl"), "-o", path("d")])
    try succeed("split", ["--documents", path("d"), "-o", path("s")])
    try succeed("build-vocab", ["--documents", path("d"), "--split", path("s"), "-o", path("v")])
    for unit in ["sentences", "windows"] {
      try succeed(
        "encode",
        ["--documents", path("d"), "--encoder", encoder, "--unit", unit, "-o", path(unit)])
    }
    try succeed("encode", ["--vocabulary", path("v"), "--encoder", encoder, "-o", path("labels")])
    try succeed(
      "build-sim-sub",
      ["--vocabulary", path("v"), "--label-vectors", path("labels"), "-o", path("r")])
  }

  private func arguments(_ output: String, _ more: [String] = []) -> [String] {
    [
      "--model", "JMAN-e", "--documents", path("d"), "--split", path("s"), "--vocabulary",
      path("v"), "--encoded", path("sentences"), "--relations", path("r"), "--lambda-sim", "0.01",
      "--hidden-size", "8", "--batch-size", "16", "-o", path(output),
    ] + more
  }

  private var divided: [String] { ["--documents", path("d"), "--split", path("s")] }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path(name)))
  }

  func testThreadsChangeNoByte() throws {
    try prepare()
    for threads in ["1", "2", "3"] {
      let said = try succeed(
        "train",
        arguments(
          "m\(threads)",
          ["--epochs", "3", "--threads", threads, "--label-embedding", path("labels")]))
      XCTAssertTrue(said.contains("vectors of 20 dimensions"), said)
      XCTAssertTrue(said.contains("5 of 5 labels start from their vectors, in output/kernel"), said)
    }
    XCTAssertEqual(try bytes("m1"), try bytes("m2"))
    XCTAssertEqual(try bytes("m1"), try bytes("m3"))
    // The network has learnt what the linear model beneath it does not say.
    try succeed("train", arguments("alone", ["--epochs", "30", "--no-linear-part"]))
    let summary = try StageReader(path: path("alone"), expecting: .model)
    XCTAssertEqual(summary.header.parameters["model"], .string("JMAN-e"))
  }

  func testStoppedAndTakenUp() throws {
    try prepare()
    let epochs = ["--epochs", "60", "--patience", "100", "--stop-rate", "0"]
    func records(_ name: String) -> [String] { ["--log", path("\(name).log")] }
    try succeed("train", arguments("whole", epochs + records("whole")))
    var resumed = 0
    for attempt in 0..<8 where resumed == 0 {
      let process = try startStage(
        "train", arguments("part", epochs + records("part")), errors: path("part.err"))
      while process.isRunning,
        try !String(contentsOfFile: path("part.err"), encoding: .utf8)
          .contains("epoch \(2 + attempt):")
      { usleep(1_000) }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let errors = try String(contentsOfFile: path("part.err"), encoding: .utf8)
      if errors.contains("going on after epoch") { resumed += 1 }
    }
    XCTAssertGreaterThan(resumed, 0, "no run went on from a checkpoint")
    try succeed("train", arguments("part", epochs + records("part")))
    XCTAssertEqual(try bytes("part"), try bytes("whole"))
    XCTAssertEqual(try bytes("part.log"), try bytes("whole.log"))
  }

  func testTagsOfSplitsAndNewTexts() throws {
    try prepare()
    try succeed("train", arguments("m", ["--epochs", "5", "--learning-rate", "0.01"]))
    let inputs = ["--model", path("m")] + divided
    try succeed("predict", inputs + ["--encoded", path("sentences"), "-o", path("p1")])
    try succeed("predict", inputs + ["--encoder", encoder, "-o", path("p2")])
    let sets = try ["p1", "p2"].map { try StageContents(path: path($0), expecting: .predictions) }
    XCTAssertEqual(try sets[0].floats("scores"), try sets[1].floats("scores"))
    XCTAssertEqual(try sets[0].integers("scoreLabels"), try sets[1].integers("scoreLabels"))
    let text =
      #"{"id":"x","title":"music title","text":"The film sentence. Deep music learning."}"# + "\n"
    let annotate = ["--model", path("m"), "--encoder", encoder, "--top-k", "2"]
    let plain = try runStage("annotate", annotate + ["-"], input: text)
    XCTAssertEqual(plain.status, 0, plain.errors)
    XCTAssertTrue(plain.output.hasPrefix("x\t"), plain.output)
    let explained = try runStage("annotate", annotate + ["--explain", "-"], input: text)
    XCTAssertEqual(explained.status, 0, explained.errors)
    XCTAssertGreaterThan(explained.output.count, plain.output.count)
    let weighed = try runStage(
      "annotate", annotate + ["--format", "jsonl", "--attention", "-"], input: text)
    XCTAssertEqual(weighed.status, 0, weighed.errors)
    let object = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(weighed.output.utf8)) as? [String: Any])
    let attention = try XCTUnwrap(object["attention"] as? [String: Any])
    for kind in ["sentences", "sentencesTitleGuided"] {
      let weights = try XCTUnwrap(attention[kind] as? [Double], weighed.output)
      XCTAssertEqual(weights.count, 2)
      XCTAssertEqual(weights.reduce(0, +), 1, accuracy: 1e-4)
    }
  }

  func testTheReportShowsWeightsOfSentences() throws {
    try prepare()
    try succeed(
      "train", arguments("m", ["--epochs", "5", "--no-linear-part", "--learning-rate", "0.01"]))
    try succeed(
      "predict",
      ["--model", path("m"), "--encoded", path("sentences"), "-o", path("p")] + divided)
    let inputs = [
      "--documents", path("d"), "--vocabulary", path("v"), "--model", path("m"), "--predictions",
      path("p"), "--shown", "2",
    ]
    try succeed("report", inputs + ["-o", path("without.html")])
    try succeed("report", inputs + ["--encoded", path("sentences"), "-o", path("with.html")])
    let pages = try ["without.html", "with.html"].map {
      try String(contentsOfFile: path($0), encoding: .utf8)
    }
    XCTAssertFalse(pages[0].contains("guided by the title"), "weights from nowhere")
    XCTAssertTrue(pages[1].contains("guided by the title"))
    XCTAssertTrue(
      try errorOf("report", inputs + ["--encoded", path("windows"), "-o", path("other.html")])
        .contains("encoded with other options"))
  }

  /// With models that read windows: each member gets its own vectors.
  func testInAFusionWithOtherModelsOnVectors() throws {
    try prepare()
    try succeed("train", arguments("m", ["--epochs", "2"]))
    try succeed(
      "train-baseline",
      ["--model", "knn", "--encoded", path("windows"), "--vocabulary", path("v"), "-o", path("k")]
        + divided)
    let models = ["--models", path("m"), path("k")]
    let both = ["--encoded", path("windows"), path("sentences")]
    try succeed("fuse", models + both + ["-o", path("f")] + divided)
    let inputs = ["--model", path("f")] + divided
    try succeed("predict", inputs + both + ["-o", path("p1")])
    try succeed("predict", inputs + ["--encoder", encoder, "-o", path("p2")])
    let sets = try ["p1", "p2"].map { try StageContents(path: path($0), expecting: .predictions) }
    XCTAssertEqual(try sets[0].floats("scores"), try sets[1].floats("scores"))
    XCTAssertTrue(
      try errorOf("predict", inputs + ["--encoded", path("windows"), "-o", path("p3")])
        .contains("encoded with other options"))
  }

  func testMistakes() throws {
    try prepare()
    func error(_ replaced: String?, by other: [String], _ more: [String] = []) throws -> String {
      var all = arguments("x", more)
      if let replaced, let place = all.firstIndex(of: replaced) {
        all.replaceSubrange(place...place + 1, with: other)
      }
      return try errorOf("train", all)
    }
    XCTAssertTrue(
      try error("--encoded", by: [])
        .contains("JMAN-e reads sentence vectors of an encoder: give --encoded"))
    XCTAssertTrue(try error(nil, by: [], ["--vectors", "w"]).contains("reads no word vectors"))
    XCTAssertTrue(
      try error("--encoded", by: ["--encoded", path("windows")])
        .contains("holds vectors of windows, but the network reads those of sentences"))
    XCTAssertTrue(
      try error("--model", by: ["--model", "HAN"]).contains("HAN reads word vectors: give --vectors"))
    XCTAssertTrue(
      try error("--model", by: ["--model", "HAN"], ["--vectors", "w"])
        .contains("HAN reads words: --encoded is for JMAN-e"))
    XCTAssertTrue(
      try error(nil, by: [], ["--compat", "original"])
        .contains("the original program has no JMAN-e"))
    try succeed("train", arguments("m", ["--epochs", "1"]))
    let inputs = ["--model", path("m"), "-o", path("p")] + divided
    XCTAssertTrue(
      try errorOf("predict", inputs)
        .contains("--encoder: is missing, but the model was trained on vectors of an encoder"))
    XCTAssertTrue(
      try errorOf(
        "predict", inputs + ["--encoder", Self.golden.appendingPathComponent("distilbert").path]
      ).contains("is not the encoder of the training"))
    XCTAssertTrue(
      try errorOf("predict", inputs + ["--encoded", path("windows")])
        .contains("encoded with other options"))
    XCTAssertTrue(
      try errorOf("export-onnx", ["--model", path("m"), "-o", path("m.onnx")])
        .contains("JMAN-e, whose sentence encoder cannot be exported"))
  }
}
