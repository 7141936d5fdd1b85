// Standard output and standard error that are closed, full or broken.
import Formats
import Foundation
import XCTest

final class StandardStreamsTests: StageTestCase {
  /// Runs a stage with redirections, as a shell does; its exit code.
  private func run(_ name: String, _ arguments: [String], _ redirections: String) throws -> Int32 {
    let words = ([try stageExecutable(name).path] + arguments).map { "'\($0)'" }
    return try runProgram(
      "/bin/bash", ["-c", "set -o pipefail; \(words.joined(separator: " ")) \(redirections)"]
    ).status
  }

  private func makeSample() throws -> String {
    let corpus = path("corpus.jsonl")
    try succeed("make-sample", ["--documents", "300", "-o", corpus])
    return corpus
  }

  func testAStandardErrorThatCannotBeWrittenEndsNothing() throws {
    let corpus = try makeSample()
    for (number, redirection) in [
      "2>/dev/null", "2>/dev/full", "2>&-", "2>&1 >/dev/null | true", "<&- 2>&-", "2>&- >&- <&-",
    ].enumerated() {
      let output = path("\(number).stage")
      XCTAssertEqual(
        try run("preprocess", ["--corpus", corpus, "-o", output], redirection), 0, redirection)
      XCTAssertEqual(
        FileManager.default.contents(atPath: output),
        FileManager.default.contents(atPath: path("0.stage")), redirection)
      // An error's exit code does not depend on whether it can be read.
      XCTAssertEqual(try run("preprocess", ["--corpus", path("absent"), "-o", output], redirection), 1)
    }
  }

  /// Commands that print what a model gives.
  private func resultCommands() throws -> [(String, [String])] {
    try writeModel(threshold: 0.1)
    try writeDocumentsAndSplit(
      (0..<8).map {
        Document(id: "\($0)", title: ["alpha"], sentences: [["beta", "gamma"]], tags: [$0 % 2 == 0 ? "a" : "b"])
      })
    for name in ["p", "q"] {
      try succeed(
        "predict",
        [
          "-q", "--model", path("model.stage"), "--documents", path("documents.stage"), "--split", path("split.stage"),
          "--batch-size", name == "p" ? "1" : "2", "-o", path(name),
        ])
    }
    try succeed("evaluate", ["-q", "--predictions", path("p"), "--text", path("text"), "-o", path("metrics")])
    try Data("A=1\t\(path("metrics"))\t\(path("model.stage"))\n".utf8)
      .write(to: URL(fileURLWithPath: path("sweep")))
    try Data(#"{"title":"alpha","text":"beta gamma"}"#.utf8).write(to: URL(fileURLWithPath: path("new.jsonl")))
    let annotate = ["--model", path("model.stage"), path("new.jsonl")]
    return [
      ("evaluate", ["-q", "--predictions", path("p"), "-o", path("e")]),
      ("evaluate", ["-q", "--predictions", path("p"), "--answers", "-", "-o", path("e")]),
      (
        "evaluate",
        ["-q", "--compare", "a=\(path("p"))", "--compare", "b=\(path("q"))", "--resamples", "9", "-o", path("c")]
      ),
      ("export-onnx", ["--model", path("model.stage"), "-o", "-"]), ("sweep-table", [path("sweep")]),
      ("report", ["-q", "--predictions", path("p"), "-o", "-"]), ("annotate", annotate),
    ] + ["tsv", "jsonl", "annif"].map { ("annotate", annotate + ["--format", $0]) }
  }

  func testAStandardOutputThatCannotBeWrittenIsAFailure() throws {
    let corpus = try makeSample()
    let documents = path("documents.stage")
    let vocabulary = path("vocabulary.stage")
    try succeed("preprocess", ["--corpus", corpus, "-o", documents])
    try succeed("build-vocab", ["--documents", documents, "-o", vocabulary])
    let list = path("list.txt")
    try Data("x\n".utf8).write(to: URL(fileURLWithPath: list))
    let nTriples = path("a.nt")
    try Data("<a:s> <a:p> <a:o> .\n".utf8).write(to: URL(fileURLWithPath: nTriples))
    let commands: [(String, [String])] =
      [
        ("verify", ["--alone", documents]), ("inspect", [documents]),
        ("inspect", ["--json", documents]), ("corpus-stats", ["--documents", documents]),
        ("corpus-dump", [corpus]), ("rdf-dump", [nTriples]), ("rdf-dump", ["--count", nTriples]),
        ("make-sample", ["--documents", "300", "-o", "-"]), ("train", ["--help"]),
        ("clean-tags", ["list", list]), ("dag", ["targets"]),
        ("build-sim-sub", ["-q", "--vocabulary", vocabulary, "--explain", "computer_science", "-o", path("r")]),
      ] + (try resultCommands())
    for (name, arguments) in commands {
      for redirection in [">/dev/full", ">&-"] {
        XCTAssertNotEqual(
          try run(name, arguments, redirection + " 2>/dev/null"), 0, "\(name) \(redirection)")
      }
      XCTAssertEqual(try run(name, arguments, ">/dev/null 2>&1"), 0, name)
    }
    // Nobody reads any more: 128 + SIGPIPE, and no message.
    let gone = try runProgram(
      "/bin/bash",
      ["-c", "{ '\(try stageExecutable("corpus-dump").path)' '\(corpus)'; echo $? >&2; } | true"])
    XCTAssertEqual(gone.errors, "141\n")
  }

  /// Every program begins and ends in the same way, also one that is added later.
  func testHelpThatCannotBeWrittenIsAFailureOfEveryProgram() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Stages").standardizedFileURL.path
    let names = try FileManager.default.contentsOfDirectory(atPath: sources)
      .filter { !["Support", "Workflow", "serve"].contains($0) }
    XCTAssertGreaterThan(names.count, 20)
    for name in names.sorted() {
      for option in ["--help", "--version"] {
        XCTAssertEqual(try run(name, [option], ">/dev/full 2>/dev/null"), 1, "\(name) \(option)")
        XCTAssertEqual(try run(name, [option], ">/dev/null 2>&-"), 0, "\(name) \(option)")
      }
    }
  }

  func testWhatATerminalWouldObeyIsShown() throws {
    let name = path("red\u{1B}[31m\u{9B}2J.jsonl")
    let error = try runStage("preprocess", ["--corpus", name, "-o", path("a.stage")]).errors
    XCTAssertFalse(error.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x9B })
    XCTAssert(error.contains(#"red\u{1B}[31m\u{9B}2J.jsonl"#), error)
  }
}
