// The real train: same bytes whatever the threads, killed and taken up again.
import Formats
import PipelineEmbedding
import PipelineNumerics
import PipelineText
import Foundation
import XCTest

final class TrainTests: StageTestCase {
  /// The stage files before train, from a small generated corpus.
  private func prepare() throws {
    try succeed(
      "make-sample",
      [
        "-q", "--documents", "300", "--output", path("c.jsonl"), "--knowledge-base", path("kb.rdf"),
      ])
    try succeed("preprocess", ["-q", "--corpus", path("c.jsonl"), "-o", path("d")])
    try succeed("split", ["-q", "--documents", path("d"), "-o", path("s")])
    let common = ["-q", "--documents", path("d"), "--split", path("s")]
    try succeed("build-vocab", common + ["-o", path("v")])
    for what in ["words", "labels"] {
      try succeed(
        "embed",
        common + [
          "--vocabulary", path("v"), "--what", what, "--dimensions", "8", "--epochs", "1", "-o",
          path(what),
        ])
    }
    try succeed(
      "build-sim-sub",
      [
        "-q", "--vocabulary", path("v"), "--label-vectors", path("labels"), "--kb", path("kb.rdf"),
        "-o", path("r"),
      ])
  }

  private func arguments(_ output: String, _ more: [String] = []) -> [String] {
    [
      "--documents", path("d"), "--split", path("s"), "--vocabulary", path("v"), "--vectors",
      path("words"), "--relations", path("r"), "--hidden-size", "8", "--lambda-sim", "0.01",
      "--lambda-sub", "0.01", "--batch-size", "32", "-o", path(output),
    ] + (more.contains("original") ? [] : ["--keep-words", "0.8"]) + more
  }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path(name)))
  }

  func testThreadsChangeNoByte() throws {
    try prepare()
    for threads in ["1", "2", "3"] {
      try succeed("train", arguments("m\(threads)", ["--epochs", "2", "--threads", threads]))
    }
    XCTAssertEqual(try bytes("m1"), try bytes("m2"))
    XCTAssertEqual(try bytes("m1"), try bytes("m3"))
    for threads in ["1", "2"] {
      try succeed(
        "train",
        arguments("few\(threads)", ["--epochs", "2", "--threads", threads, "--sampled-labels", "20"]))
    }
    XCTAssertEqual(try bytes("few1"), try bytes("few2"))
    XCTAssertNotEqual(try bytes("few1"), try bytes("m1"))
    // The checkpoint has gone, nothing half written is left.
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    XCTAssertEqual(left.filter { $0.contains("checkpoint") || $0.contains("partial") }, [])
  }

  /// Half precision has a parameter in the header and the same bytes on any threads; a
  /// processor, or an instruction set, without it gets an error.
  func testHalfPrecision() throws {
    try prepare()
    let half = ["--epochs", "1", "--precision", "bf16"]
    let refused = try runProgram(
      "/usr/bin/env",
      ["JMAN_ISA=base", stageExecutable("train").path] + arguments("refused", half))
    XCTAssertEqual(refused.status, 1)
    XCTAssertTrue(refused.errors.contains("--precision: bf16 needs"), refused.errors)
    XCTAssertFalse(FileManager.default.fileExists(atPath: path("refused")))
    guard Precision.bf16.choose() else { throw XCTSkip("SKIPPED: no AVX512_BF16 here") }
    XCTAssertTrue(Precision.fp32.choose())
    try succeed("train", arguments("full", ["--epochs", "1"]))
    for threads in ["1", "2", "3"] {
      try succeed("train", arguments("half\(threads)", half + ["--threads", threads]))
    }
    XCTAssertEqual(try bytes("half1"), try bytes("half2"))
    XCTAssertEqual(try bytes("half1"), try bytes("half3"))
    let parameters = try ["full", "half1"].map {
      try StageReader(path: path($0), expecting: .model).header.parameters["precision"]
    }
    XCTAssertEqual(parameters, [nil, .string("bf16")])
    let common = ["-q", "--model", path("half1"), "--documents", path("d"), "--split", path("s")]
    for precision in ["fp32", "bf16"] {
      try succeed("predict", common + ["--precision", precision, "-o", path(precision)])
    }
    XCTAssertNotEqual(try bytes("fp32"), try bytes("bf16"))
  }

  /// Killed at least five times at times of no regularity, taken up each time: model,
  /// log and events are those of a run that was never disturbed.
  func testKilledAndTakenUp() throws {
    try prepare()
    let epochs = ["--average-decay", "0.95", "--epochs", "12", "--patience", "50", "--stop-rate", "0"]
    func records(_ name: String) -> [String] {
      ["--log", path("\(name).log"), "--events", path("\(name).tfevents")]
    }
    let started = Date()
    try succeed("train", arguments("whole", epochs + records("whole")))
    let time = Date().timeIntervalSince(started)

    var random = SystemRandomNumberGenerator()
    var (kills, resumed) = (0, 0)
    // Where the machine is slow all of five may come before the first checkpoint: then more.
    while kills < 5 || resumed == 0 && kills < 20 {
      kills += 1
      let process = try startStage(
        "train", arguments("part", epochs + records("part")), errors: path("part.err"))
      // The linear model comes first and has no checkpoint: the epochs are aimed at.
      while process.isRunning,
        try !String(contentsOfFile: path("part.err"), encoding: .utf8).contains("epoch ")
      { usleep(2_000) }
      usleep(UInt32(Double.random(in: 0...0.1, using: &random) * time * 1e6))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let errors = try String(contentsOfFile: path("part.err"), encoding: .utf8)
      if errors.contains("going on after epoch") { resumed += 1 }
      // Under the final name there is nothing, or the whole.
      if FileManager.default.fileExists(atPath: path("part")) {
        XCTAssertEqual(try bytes("part"), try bytes("whole"))
      }
    }
    XCTAssertGreaterThan(resumed, 0, "no run went on from a checkpoint")
    try succeed("train", arguments("part", epochs + records("part")))
    XCTAssertEqual(try bytes("part"), try bytes("whole"))
    XCTAssertEqual(try bytes("part.log"), try bytes("whole.log"))
    // Events are not a stage file: the times of their writing differ, nothing else.
    XCTAssertEqual(try events("part.tfevents"), try events("whole.tfevents"))
    let log = try StageContents(path: path("part.log"), expecting: .log)
    XCTAssertEqual(try log.shape("log/epochs")[0], 12)
  }

  /// The events of a file without their times and the checksums over them.
  private func events(_ name: String) throws -> [Data] {
    let all = try bytes(name)
    var events: [Data] = []
    var start = 0
    while start + 12 < all.count {
      let length = (0..<8).reduce(0) { $0 | Int(all[start + $1]) << (8 * $1) }
      // Field 1, a double, is the time.
      events.append(all[start + 12 + 9..<start + 12 + length])
      start += 16 + length
    }
    return events
  }

  /// A checkpoint of other parameters, or a damaged one, is not taken up.
  func testForeignCheckpoints() throws {
    try prepare()
    try succeed("train", arguments("a", ["--epochs", "2"]))
    let process = try startStage(
      "train", arguments("b", ["--epochs", "400", "--patience", "500"]), errors: path("err"))
    while !FileManager.default.fileExists(atPath: path("b.checkpoint")), process.isRunning {
      usleep(10_000)
    }
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    try FileManager.default.moveItem(atPath: path("b.checkpoint"), toPath: path("a2.checkpoint"))
    let errors = try succeed("train", arguments("a2", ["--epochs", "2"]))
    XCTAssert(errors.contains("is of other inputs or parameters"), errors)
    XCTAssertEqual(try bytes("a2"), try bytes("a"))

    try Data([0x1F, 0x8B, 1, 2]).write(to: URL(fileURLWithPath: path("a3.checkpoint")))
    let damaged = try succeed("train", arguments("a3", ["--epochs", "2"]))
    XCTAssert(damaged.contains("a3.checkpoint cannot be used"), damaged)
    XCTAssertEqual(try bytes("a3"), try bytes("a"))
  }

  /// Where the last update diverges there is no model, and no loss that shows it.
  func testTheLastUpdateMayDiverge() throws {
    try prepare()
    let result = try runStage(
      "train",
      arguments("far", ["--no-linear-part", "--epochs", "1", "--batch-size", "10000", "--learning-rate", "1e300"]))
    XCTAssertNotEqual(result.status, 0)
    XCTAssert(result.errors.contains("Lower the learning rate."), result.errors)
    XCTAssertFalse(FileManager.default.fileExists(atPath: path("far")))
  }

  func testEveryNetworkTrains() throws {
    try prepare()
    XCTAssert(
      try errorOf("train", arguments("m", ["--compat", "original", "--patience", "3"]))
        .hasPrefix("Error: --patience has no effect in the original program's training; leave it out.\n"))
    let compat = ["--compat", "original"]
    for (network, more) in [
      ("HAN", []), ("Bi-GRU", []), ("JMAN-s+t-only", []), ("HAN", compat), ("Bi-GRU", compat),
      ("JMAN-s+t-only", compat), ("HLAN", []), ("HA-GRU", []), ("HLAN", ["--shortlist", "5"]),
      ("HAN", ["--no-linear-part"]),
    ] {
      let errors = try succeed(
        "train", arguments("m", ["--force", "--model", network, "--epochs", "1"] + more))
      // Where no epoch is better, the linear model alone is kept.
      XCTAssert(
        errors.contains("kept epoch 1 of 1")
          || errors.contains("the linear model alone") && errors.contains("kept epoch 0 of 1"),
        errors)
      try succeed(
        "predict",
        [
          "-q", "--force", "--model", path("m"), "--documents", path("d"), "--split", path("s"),
          "-o", path("p"),
        ])
    }
    let errors = try errorOf(
      "train", arguments("m", ["--force", "--model", "HLAN", "--compat", "original"]))
    XCTAssert(errors.contains("the original program has no HLAN"), errors)
  }

  /// The bytes of a label-wise network do not depend on threads; its labels may start from
  /// their vectors.
  func testLabelEmbedding() throws {
    try prepare()
    for threads in ["1", "2", "3"] {
      let errors = try succeed(
        "train",
        arguments(
          "m\(threads)",
          [
            "--epochs", "1", "--threads", threads, "--model", "HLAN", "--shortlist", "10",
            "--label-embedding", path("labels"),
          ]))
      XCTAssert(
        errors.contains(
          "labels start from their vectors, in output/kernel, words/attention/contexts, "
            + "sentences/attention/contexts"), errors)
    }
    XCTAssertEqual(try bytes("m1"), try bytes("m2"))
    XCTAssertEqual(try bytes("m1"), try bytes("m3"))
    let labels = try CorpusVocabulary(StageContents(path: path("v"), expecting: .vocabulary)).labels
    for (word, dimensions, problem) in [
      ("no label", 2, "other.stage: has no vector of any of the \(labels.count) labels"),
      (labels.texts[0], 81, "other.stage: has vectors of 81 dimensions, more than"),
    ] {
      let writer = try StageWriter(
        path: path("other.stage"), kind: .vectors,
        header: StageHeader(stage: "embed", revision: 1, parameters: [:], inputs: []))
      try WordVectors(
        words: [word], dimensions: dimensions, values: Array(repeating: 1, count: dimensions)
      ).write(to: writer)
      try writer.commit()
      let errors = try errorOf(
        "train", arguments("m4", ["--label-embedding", path("other.stage")]))
      XCTAssert(errors.contains(problem), errors)
    }
  }

  /// Steps count from 1, an epoch's loss is the mean of its batches, times are those of the
  /// training; the original writes its first batch's and counts epochs from 0.
  func testWhatTheEventsHold() throws {
    try prepare()
    for compat in [[], ["--compat", "original"]] {
      let started = Date().timeIntervalSince1970
      // Batches so small that the original, which drops the last one, has some to validate.
      let small = arguments("m", ["--epochs", "2", "--force", "--events", path("events")] + compat)
        .map { $0 == "32" ? "8" : $0 == "0.8" ? "1" : $0 }
      try succeed("train", small)
      let scalars = tensorBoardScalars(try bytes("events"))
      func values(_ tag: String) -> [TensorBoardScalar] { scalars.filter { $0.tag == tag } }
      for part in ["train", "validation"] {
        let batches = values("\(part)_loss_per_batch")
        let epochs = values("\(part)_loss_per_epoch")
        XCTAssertGreaterThan(batches.count, 2)
        XCTAssertEqual(batches.map(\.step), batches.indices.map { $0 + 1 })
        XCTAssertEqual(epochs.map(\.step), compat.isEmpty ? [1, 2] : [0, 1])
        for (number, epoch) in epochs.enumerated() {
          let own = batches[(batches.count / 2 * number)...].prefix(batches.count / 2).map(\.value)
          let expected = compat.isEmpty ? own.reduce(0, +) / Float(own.count) : own[0]
          XCTAssertEqual(epoch.value, expected, accuracy: 1e-4 * abs(expected))
        }
      }
      let times = scalars.map(\.time)
      XCTAssertEqual(times, times.sorted())
      XCTAssertGreaterThanOrEqual(times.first ?? 0, started - 1)
      XCTAssertLessThanOrEqual(times.last ?? .infinity, Date().timeIntervalSince1970 + 1)
    }
  }

  /// TensorBoard's own reader finds the original's tags.
  func testTensorBoardReadsTheEvents() throws {
    let python = """
      import sys
      from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
      events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0})
      events.Reload()
      for tag in sorted(events.Tags()["scalars"]):
          print(tag, len(events.Scalars(tag)))
      """
    try prepare()
    try succeed(
      "train", arguments("m", ["--epochs", "2", "--events", path("e/events.out.tfevents.jman")]))
    let result = try runProgram("/usr/bin/env", ["python3", "-c", python, path("e")])
    guard result.status == 0 else {
      throw XCTSkip("SKIPPED: python3 cannot import tensorboard here")
    }
    let tags = result.output.split(separator: "\n").map { $0.split(separator: " ")[0] }
    let original = ["train", "validation"].flatMap { part in
      ["_loss_per_batch", "_loss_per_epoch", "_loss_ce_per_batch", "_l2loss_per_batch"]
        .map { part + $0 } + ["\(part)_sim_loss_per_batch", "\(part)_sub_loss_per_batch"]
    }
    XCTAssertEqual(Set(original).subtracting(tags.map(String.init)), [])
    XCTAssert(result.output.contains("train_loss_per_batch 16\n"), result.output)
    XCTAssert(result.output.contains("train_loss_per_epoch 2\n"), result.output)
  }
}
