import Formats
import FormatsFiles
import PipelineEmbedding
import XCTest

final class EmbedTests: StageTestCase {
  private let header = StageHeader(stage: "test", revision: 1, parameters: [:], inputs: [])

  override func setUpWithError() throws {
    try super.setUpWithError()
    let writer = try StageWriter(path: path("documents.stage"), kind: .documents, header: header)
    var documents = DocumentsWriter(writer)
    for i in 0..<20 {
      try documents.write(
        Document(
          id: "\(i)", title: ["a", "b"], sentences: [["a", "b", "c"], ["c", "b"]],
          tags: i % 2 == 0 ? ["x", "y"] : ["x", "z"]))
    }
    try documents.finish()
    try writer.commit()
    try succeed(
      "build-vocab",
      ["--documents", path("documents.stage"), "-o", path("vocabulary.stage")])
  }

  private func learn(_ more: String..., to output: String = "v.stage") -> [String] {
    [
      "--documents", path("documents.stage"), "--vocabulary", path("vocabulary.stage"),
      "-o", path(output),
    ] + more
  }

  private func vectors(_ name: String = "v.stage") throws -> WordVectors {
    try WordVectors(StageContents(path: path(name), expecting: .vectors))
  }

  func testLearning() throws {
    XCTAssertEqual(
      try succeed("embed", learn("--what", "words")),
      "embed: 3 words, 100 dimensions, learnt from 140 occurrences\n")
    XCTAssertEqual(try vectors().words, ["b", "c", "a"])
    XCTAssertEqual(
      try succeed("embed", learn("--what", "labels", "--dimensions", "7", to: "l.stage")),
      "embed: 3 labels, 7 dimensions, learnt from 40 occurrences\n")
    XCTAssertEqual(try vectors("l.stage").words, ["x", "z", "y"])
    XCTAssertEqual(try vectors("l.stage").dimensions, 7)
    XCTAssertEqual(
      try succeed("embed", learn("--what", "words")), "embed: v.stage is up to date\n")
    let first = try Data(contentsOf: folder.appendingPathComponent("v.stage"))
    for threads in ["1", "2", "3"] {
      try succeed("embed", learn("--what", "words", "--threads", threads, "--force"))
      XCTAssertEqual(try Data(contentsOf: folder.appendingPathComponent("v.stage")), first)
    }
    try succeed("embed", learn("--what", "words", "--seed", "2"))
    XCTAssertNotEqual(try Data(contentsOf: folder.appendingPathComponent("v.stage")), first)
  }

  func testOnlyTheTrainingPartTeaches() throws {
    let split = try StageWriter(path: path("split.stage"), kind: .split, header: header)
    try split.write("test", (15..<20).map { Int32($0) })
    try split.write("fold0/training", (0..<10).map { Int32($0) })
    try split.write("fold0/validation", (10..<15).map { Int32($0) })
    try split.commit()
    XCTAssertEqual(
      try succeed("embed", learn("--what", "labels", "--split", path("split.stage"))),
      "embed: 3 labels, 300 dimensions, learnt from 20 occurrences\n")
    XCTAssertEqual(
      try succeed(
        "embed", learn("--what", "labels", "--split", path("split.stage"), "--scope", "all")),
      "embed: 3 labels, 300 dimensions, learnt from 40 occurrences\n")
  }

  func testReadingAndExporting() throws {
    try AtomicFile.write("3 2\na 1 2\nä 3 4\nx 5 6\n", to: path("v.vec"))
    XCTAssertEqual(
      try succeed("embed", ["--from", path("v.vec"), "-o", path("v.stage")]),
      "embed: 3 vectors of 2 dimensions\n")
    XCTAssertEqual(try vectors().words, ["a", "ä", "x"])
    for name in ["w.bin", "w.bin.gz", "w.txt"] {
      try succeed("export-vectors", [path("v.stage"), "-o", path(name)])
      try succeed("embed", ["--from", path(name), "-o", path("w.stage")])
      XCTAssertEqual(try vectors("w.stage").values, [1, 2, 3, 4, 5, 6])
    }
    XCTAssertEqual(
      try succeed(
        "embed",
        [
          "--from", path("v.vec"), "-o", path("v.stage"), "--only-vocabulary", "--what", "words",
          "--vocabulary", path("vocabulary.stage"),
        ]),
      "embed: 1 vector of 2 dimensions; 2 of 3 have none in the file\n")
    XCTAssertEqual(try vectors().words, ["a"])
    XCTAssert(
      try errorOf("export-vectors", [path("v.stage"), "-o", "v.npy"]).hasPrefix(
        "Error: --output must end in .bin, .txt or .vec (and .gz after it, to compress), "
          + "but is v.npy.\n"))
  }

  func testErrors() throws {
    let from = ["--from", path("v.vec"), "-o", path("v.stage")]
    try AtomicFile.write("1 2\nq 1 2\n", to: path("v.vec"))
    XCTAssertEqual(
      try errorOf(
        "embed",
        from + [
          "--only-vocabulary", "--what", "labels", "--vocabulary", path("vocabulary.stage"),
        ]),
      "Error: v.vec: has no vector of any word of the vocabulary. "
        + "Check that --what and the case of the words fit the file.\n")
    for (arguments, message) in [
      (
        from + ["--epochs", "3"],
        "--from reads vectors from a file; leave out --documents and the options of learning."
      ),
      (
        from + ["--only-vocabulary"],
        "--only-vocabulary needs --vocabulary, the output of build-vocab, and --what."
      ),
      (
        ["-o", path("v.stage")],
        "Give --documents, --vocabulary and --what to learn vectors, or --from to read them."
      ),
      (
        learn("--what", "words", "--only-vocabulary"),
        "--only-vocabulary and --invalid-words go together with --from only."
      ),
      (
        learn("--what", "words", "--dimensions", "0"),
        "--dimensions must be from 1 to 65536, but is 0."
      ),
      (
        learn("--what", "words", "--scope", "training"),
        "--scope training needs --split, the output of the stage split."
      ),
    ] {
      let text = try errorOf("embed", arguments)
      XCTAssert(text.hasPrefix("Error: \(message)\n"), text)
    }
    let writer = try StageWriter(path: path("single.stage"), kind: .documents, header: header)
    var documents = DocumentsWriter(writer)
    try documents.write(Document(id: "1", title: ["a"], sentences: [], tags: ["x"]))
    try documents.finish()
    try writer.commit()
    // Labels without neighbours are not errors (OneTagTests).
    XCTAssertEqual(
      try errorOf("embed", learn("--what", "words", "--documents", path("single.stage"))),
      "Error: single.stage: no sentence has two words of the vocabulary. Lower the minimum count "
        + "of build-vocab, or read vectors with --from.\n")
  }
}
