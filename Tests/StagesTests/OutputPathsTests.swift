// Outputs that would write over what a command reads, or over one another.
import Foundation
import XCTest

final class OutputPathsTests: StageTestCase {
  private func files() throws -> [String: Data] {
    try Dictionary(
      uniqueKeysWithValues: FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { !$0.hasPrefix(".") }
        .map { ($0, try Data(contentsOf: URL(fileURLWithPath: path($0)))) })
  }

  func testNoInputIsWrittenOver() throws {
    try succeed("make-sample", ["-q", "--documents", "300", "-o", path("c.jsonl"), "--knowledge-base", path("kb.rdf")])
    try succeed("preprocess", ["-q", "--corpus", path("c.jsonl"), "-o", path("d")])
    try succeed("split", ["-q", "--documents", path("d"), "-o", path("s")])
    let learning = ["-q", "--documents", path("d"), "--split", path("s")]
    try succeed("build-vocab", learning + ["--min-label-count", "5", "-o", path("v")])
    try succeed(
      "embed",
      learning + [
        "--vocabulary", path("v"), "--what", "words", "--dimensions", "4", "--epochs", "1", "-o", path("w.txt"),
      ])
    let training =
      learning + ["--vocabulary", path("v"), "--vectors", path("w.txt"), "--hidden-size", "3", "--epochs", "1"]
    try succeed("train", training + ["--log", path("log"), "-o", path("m")])
    try succeed("predict", learning + ["--model", path("m"), "-o", path("p")])
    try FileManager.default.createSymbolicLink(atPath: path("to-d"), withDestinationPath: "d")
    try Data("a\te\tm\n".utf8).write(to: URL(fileURLWithPath: path("list")))
    let before = try files()

    let evaluating = ["-q", "--predictions", path("p")]
    let commands: [(stage: String, arguments: [String], output: String)] = [
      ("inspect", ["--section", "title", path("d")], "d"), ("inspect", ["--json", path("d")], "to-d"),
      ("export-onnx", ["--model", path("m")], "m"), ("export-vectors", [path("w.txt")], "w.txt"),
      ("split", ["--documents", path("d")], "to-d"), ("build-concepts", [path("kb.rdf")], "kb.rdf"),
      ("evaluate", evaluating, "p"), ("train", training, "v"), ("report", ["--documents", path("d")], "d"),
    ]
    for (stage, arguments, output) in commands {
      let error = try errorOf(stage, arguments + ["-o", path(output)])
      XCTAssert(error.contains("\(output): is an input of this command, so it cannot be written"), "\(stage): \(error)")
    }
    for (stage, arguments, option, output) in [
      ("corpus-dump", [path("c.jsonl")], "--to", "c.jsonl"), ("corpus-dump", [folder.path], "--to", "c.jsonl"),
      ("corpus-dump", [path("c.jsonl"), "--check"], "--rejections", "c.jsonl"),
      ("preprocess", ["--corpus", path("c.jsonl"), "-o", path("new")], "--rejections", "c.jsonl"),
      ("clean-tags", ["list", path("list")], "--to", "list"),
      ("clean-tags", ["documents", "--documents", path("d"), "-o", path("new")], "--report", "d"),
      ("corpus-stats", ["--documents", path("d")], "--json", "d"),
      ("sweep-table", [path("list")], "--csv", "list"), ("evaluate", evaluating + ["-o", path("new")], "--csv", "p"),
      ("build-sim-sub", ["--vocabulary", path("v"), "-o", path("new")], "--csv", "v"),
      ("train", training + ["-o", path("new")], "--events", "d"),
      ("train", training + ["-o", path("new")], "--log", "d"),
      ("train", training + ["-o", path("new")], "--checkpoint", "d"),
    ] {
      let error = try errorOf(stage, arguments + [option, path(output)])
      XCTAssert(
        error.contains("\(output): is an input of this command, so it cannot be written"),
        "\(stage) \(option): \(error)")
    }
    // What cannot be a file is said before the work, of which nothing is left.
    for (option, name) in [("-o", folder.path), ("-o", "/dev/full"), ("--log", folder.path), ("-o", "-"), ("-o", "")] {
      let output = option == "-o" ? [] : ["-o", path("new")]
      let error = try errorOf("train", training + output + [option, name, "--epochs", "100000"])
      XCTAssert(
        ["is not a regular file", "is not the name of a file", "cannot be replaced"].contains(where: error.contains),
        error)
    }
    // Two outputs of one name.
    try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: "nowhere")
    for (stage, arguments) in [
      ("train", training + ["-o", path("new"), "--log", path("new")]),
      ("train", training + ["-o", path("new"), "--log", path("x"), "--events", path("./x")]),
      ("train", training + ["-o", path("new"), "--events", path("new.checkpoint")]),
      ("evaluate", evaluating + ["-o", path("new"), "--json", path("new")]),
      ("evaluate", evaluating + ["-o", path("new"), "--json", path("x"), "--csv", path("x")]),
      ("evaluate", evaluating + ["-o", path("new"), "--json", "-", "--csv", "-"]),
      ("evaluate", evaluating + ["-o", path("new"), "--json", path("link"), "--csv", path("nowhere")]),
      ("preprocess", ["--corpus", path("c.jsonl"), "-o", path("new"), "--rejections", path("new")]),
      ("make-sample", ["-q", "--documents", "300", "-o", path("new"), "--knowledge-base", path("./new")]),
    ] {
      let error = try errorOf(stage, arguments)
      XCTAssert(error.contains("is named for two outputs of this command"), "\(stage): \(error)")
    }
    try FileManager.default.removeItem(atPath: path("link"))
    // A checkpoint is removed in the end; other files must not be.
    try Data("notes".utf8).write(to: URL(fileURLWithPath: path("notes")))
    for name in ["log", "notes"] {
      XCTAssert(
        try errorOf("train", training + ["-o", path("new"), "--checkpoint", path(name)]).hasPrefix(
          "Error: \(name): is not"))
    }
    for (file, option) in [("new.checkpoint", []), ("notes", ["--events", path("notes")])] {
      try Data("notes".utf8).write(to: URL(fileURLWithPath: path(file)))
      let error = try errorOf("train", training + ["-o", path("new")] + option)
      XCTAssert(error.hasPrefix("Error: \(file): "), error)
      XCTAssertEqual(try String(contentsOfFile: path(file), encoding: .utf8), "notes")
      try FileManager.default.removeItem(atPath: path(file))
    }
    XCTAssertEqual(try files(), before)
  }
}
