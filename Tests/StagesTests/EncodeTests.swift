// encode and what models make of it, with the tiny encoder of PipelineTests/Golden.
import Formats
import PipelineEmbedding
import PipelineNumerics
import Foundation
import XCTest

final class EncodeTests: StageTestCase {
  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("PipelineTests/Golden/encoder")
  private var encoder: String { Self.golden.appendingPathComponent("bert").path }

  private func prepare() throws {
    let topics = [("music", "film"), ("graph", "network"), ("alpha", "beta")]
    let lines = (0..<60).map { number -> String in
      let (a, b) = topics[number % 3]
      return """
        {"id":"d\(number)","title":"\(a) title \(number % 7)","text":"The \(b) sentence. A \
        \(number % 2 == 0 ? a : b) word \(number % 5).","tags":["\(a)","t\(number % 2)"]}

        """
    }
    try Data(lines.joined().utf8).write(to: folder.appendingPathComponent("corpus.jsonl"))
    try succeed("preprocess", ["--corpus", path("corpus.jsonl"), "-o", path("d.stage")])
    try succeed("split", ["--documents", path("d.stage"), "-o", path("s.stage")])
    try succeed(
      "build-vocab",
      ["--documents", path("d.stage"), "--split", path("s.stage"), "-o", path("v.stage")])
  }

  private func encode(_ more: [String] = [], to name: String = "e.stage") throws {
    try succeed(
      "encode",
      ["--documents", path("d.stage"), "--encoder", encoder, "-o", path(name)] + more)
  }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appendingPathComponent(name))
  }

  func testEncodeIsTheSameOnAnyNumberOfThreads() throws {
    try prepare()
    try encode(["--threads", "1"])
    try encode(["--threads", "3"], to: "e3.stage")
    XCTAssertEqual(try bytes("e.stage"), try bytes("e3.stage"))
    let reader = try EncodedReader(path: path("e.stage"))
    XCTAssertEqual(reader.encoding.dimensions, 20)
    var documents = 0
    while let document = try reader.nextDocument() {
      XCTAssertTrue(document.isTitled)
      XCTAssertGreaterThanOrEqual(document.vectors.count, 40)
      documents += 1
    }
    XCTAssertEqual(documents, 60)
    XCTAssertTrue(
      try succeed(
        "encode", ["--documents", path("d.stage"), "--encoder", encoder, "-o", path("e.stage")]
      ).contains("up to date"))
  }

  /// In half precision vectors are near those in single precision, and the same bytes on any
  /// threads.
  func testHalfPrecision() throws {
    guard Precision.bf16.choose() else { throw XCTSkip("SKIPPED: no AVX512_BF16 here") }
    XCTAssertTrue(Precision.fp32.choose())
    try prepare()
    try encode()
    for threads in ["1", "3"] {
      try encode(["--precision", "bf16", "--threads", threads], to: "h\(threads).stage")
    }
    XCTAssertEqual(try bytes("h1.stage"), try bytes("h3.stage"))
    let readers = try ["e.stage", "h1.stage"].map { try EncodedReader(path: path($0)) }
    var differ = false
    while let full = try readers[0].nextDocument(), let half = try readers[1].nextDocument() {
      for start in stride(from: 0, to: full.vectors.count, by: 20) {
        let (a, b) = (full.vectors[start..<start + 20], half.vectors[start..<start + 20])
        XCTAssertGreaterThan(zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }, 0.999)
      }
      differ = differ || full.vectors != half.vectors
    }
    XCTAssertTrue(differ)
  }

  /// Names of tags are encoded too: as vectors of labels.
  func testNamesOfTags() throws {
    try prepare()
    let vectors = ["--vocabulary", path("v.stage"), "--encoder", encoder, "-o", path("l.stage")]
    XCTAssertTrue(
      try succeed("encode", vectors).contains("encode: 5 vectors of the names of tags"))
    let read = try WordVectors(StageContents(path: path("l.stage"), expecting: .vectors))
    XCTAssertEqual(Set(read.words), ["music", "graph", "alpha", "t0", "t1"])
    XCTAssertEqual(read.dimensions, 20)
    let said = try succeed(
      "build-sim-sub",
      [
        "--vocabulary", path("v.stage"), "--label-vectors", path("l.stage"), "-o",
        path("r.stage"),
      ])
    XCTAssertTrue(said.contains("5 labels, 0 "), said)
    XCTAssertTrue(
      try errorOf(
        "encode", vectors + ["--documents", path("d.stage")]
      ).contains("Give --documents or --vocabulary, one of them."))
  }

  /// Vectors of the file and of the encoder at work are the same, and so are the scores.
  func testModelsOnVectors() throws {
    try prepare()
    try encode()
    for (model, more) in [
      ("ovr", []), ("knn", []), ("ovr", ["--encoded-alone"]), ("auto", []),
    ] {
      try succeed(
        "train-baseline",
        [
          "--model", model, "--documents", path("d.stage"), "--split", path("s.stage"),
          "--vocabulary", path("v.stage"), "--encoded", path("e.stage"), "-o", path("m.stage"),
        ] + more)
      let inputs = [
        "--model", path("m.stage"), "--documents", path("d.stage"), "--split", path("s.stage"),
      ]
      try succeed("predict", inputs + ["--encoded", path("e.stage"), "-o", path("p1.stage")])
      try succeed("predict", inputs + ["--encoder", encoder, "-o", path("p2.stage")])
      let sets = try ["p1.stage", "p2.stage"].map {
        try StageContents(path: path($0), expecting: .predictions)
      }
      XCTAssertEqual(try sets[0].floats("scores"), try sets[1].floats("scores"))
      XCTAssertEqual(try sets[0].integers("scoreLabels"), try sets[1].integers("scoreLabels"))
      XCTAssertTrue(
        try errorOf("predict", inputs + ["-o", path("p3.stage")]).contains(
          "--encoder: is missing, but the model was trained on vectors of an encoder. Give "
            + "--encoder, the folder of the encoder."))
      let annotated = try runStage(
        "annotate", ["--model", path("m.stage"), "--encoder", encoder, "--top-k", "2", "-"],
        input: #"{"id":"x","title":"music title","text":"The film sentence."}"# + "\n")
      XCTAssertEqual(annotated.status, 0, annotated.errors)
      // The encoder's weights are random: only words know what the text is about.
      if model == "ovr", more.isEmpty {
        XCTAssertTrue(annotated.output.contains("music"), annotated.output)
      }
      XCTAssertTrue(annotated.output.hasPrefix("x\t"), annotated.output)
    }
  }

  /// Vectors of names in addition to those of documents: learnt by ovr, judged by lexical and auto.
  func testModelsWithVectorsOfNames() throws {
    try prepare()
    try encode()
    try succeed(
      "encode", ["--vocabulary", path("v.stage"), "--encoder", encoder, "-o", path("l.stage")])
    let training = [
      "--documents", path("d.stage"), "--split", path("s.stage"), "--vocabulary", path("v.stage"),
      "--encoded", path("e.stage"),
    ]
    let names = ["--label-vectors", path("l.stage")]
    for (model, more) in [("ovr", ["--learn-names"]), ("lexical", []), ("auto", [])] {
      let said = try succeed(
        "train-baseline", ["--model", model, "-o", path("m.stage")] + training + names + more)
      if model != "ovr" { XCTAssertTrue(said.contains("chose names that occur"), said) }
      try succeed(
        "predict",
        [
          "--model", path("m.stage"), "--documents", path("d.stage"), "--split", path("s.stage"),
          "--encoded", path("e.stage"), "-o", path("p.stage"),
        ])
    }
    func error(_ arguments: [String]) throws -> String {
      try errorOf("train-baseline", arguments + ["-o", path("x.stage")])
    }
    XCTAssertTrue(
      try error(["--model", "lexical"] + training)
        .contains("--model lexical takes --encoded with --label-vectors, or neither"))
    XCTAssertTrue(
      try error(["--model", "knn"] + training + names).contains("--label-vectors is for --encoded"))
    XCTAssertTrue(
      try error(["--model", "auto"] + training.dropLast(2) + names)
        .contains("--label-vectors needs --encoded"))
    let other = Self.golden.appendingPathComponent("distilbert").path
    try succeed(
      "encode", ["--vocabulary", path("v.stage"), "--encoder", other, "-o", path("l2.stage")])
    XCTAssertTrue(
      try error(["--model", "ovr"] + training + ["--label-vectors", path("l2.stage")])
        .contains("was made by another encoder than the vectors of documents"))
    try succeed(
      "embed",
      [
        "--what", "labels", "--dimensions", "20", "--epochs", "1", "--documents", path("d.stage"),
        "--split", path("s.stage"), "--vocabulary", path("v.stage"), "-o", path("l3.stage"),
      ])
    XCTAssertTrue(
      try error(["--model", "ovr"] + training + ["--label-vectors", path("l3.stage")])
        .contains("was not made by an encoder"))
  }

  func testOtherEncodersAndDocumentsAreRefused() throws {
    try prepare()
    try encode()
    let training = [
      "--documents", path("d.stage"), "--split", path("s.stage"), "--vocabulary", path("v.stage"),
    ]
    try succeed(
      "train-baseline",
      ["--model", "knn", "--encoded", path("e.stage"), "-o", path("m.stage")] + training)
    let inputs = [
      "--model", path("m.stage"), "--documents", path("d.stage"), "--split", path("s.stage"), "-o",
      path("p.stage"),
    ]
    let other = Self.golden.appendingPathComponent("distilbert").path
    XCTAssertTrue(
      try errorOf("predict", inputs + ["--encoder", other])
        .contains("is not the encoder of the training"))
    try encode(["--unit", "sentences"], to: "s2.stage")
    XCTAssertTrue(
      try errorOf("predict", inputs + ["--encoded", path("s2.stage")])
        .contains("the documents were encoded with other options"))
    XCTAssertTrue(
      try errorOf(
        "train-baseline",
        ["--model", "lda", "--encoded", path("e.stage"), "-o", path("x.stage")] + training
      ).contains("--model lda counts words and takes no --encoded"))
    XCTAssertTrue(
      try errorOf(
        "encode",
        ["--documents", path("d.stage"), "--encoder", folder.path, "-o", path("x.stage")]
      ).contains("has no config.json"))
    XCTAssertTrue(
      try errorOf(
        "encode",
        [
          "--documents", path("d.stage"), "--encoder", encoder, "--longest", "19", "-o",
          path("x.stage"),
        ]
      ).contains("takes at most 18 word pieces"))
  }
}
