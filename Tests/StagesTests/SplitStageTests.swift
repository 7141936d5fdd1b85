import Formats
import XCTest

final class SplitStageTests: StageTestCase {
  private let header = StageHeader(stage: "test", revision: 1, parameters: [:], inputs: [])

  private func writeDocuments(_ count: Int) throws {
    let writer = try StageWriter(path: path("documents.stage"), kind: .documents, header: header)
    var documents = DocumentsWriter(writer)
    for i in 0..<count {
      try documents.write(Document(id: "\(i)", title: ["a"], sentences: [], tags: ["x"]))
    }
    try documents.finish()
    try writer.commit()
  }

  private func arguments(_ more: String...) -> [String] {
    ["--documents", path("documents.stage"), "-o", path("s.stage")] + more
  }

  private func parts(_ fold: Int = 0) throws -> [[Int32]] {
    let contents = try StageContents(path: path("s.stage"), expecting: .split)
    let test = contents.has("test") ? "test" : "fold\(fold)/test"
    return try ["fold\(fold)/training", "fold\(fold)/validation", test].map {
      try contents.integers($0)
    }
  }

  func testHoldOutInFileOrder() throws {
    try writeDocuments(20)
    XCTAssertEqual(
      try succeed("split", arguments()),
      "split: 16 training, 2 validation, 2 test documents\n")
    XCTAssertEqual(try parts(), [Array(0..<16), [16, 17], [18, 19]])
    XCTAssertEqual(
      try succeed("split", arguments("--compat", "original")),
      "split: 16 training, 1 validation, 2 test documents\n")
    XCTAssertEqual(try parts(), [Array(0..<16), [17], [18, 19]])
  }

  func testFolds() throws {
    try writeDocuments(20)
    XCTAssertEqual(
      try succeed("split", arguments("--kfold", "3")),
      "split: 13 training, 1 validation, 6 test documents (fold 0 of 3)\n")
    XCTAssertEqual(try (0..<3).flatMap { try parts($0)[2] }, Array(0..<20))
    XCTAssertEqual(try parts(1)[1], [13])
    XCTAssertEqual(
      try succeed("split", arguments("--kfold", "20")),
      "split: 18 training, 1 validation, 1 test document (fold 0 of 20)\n")
    XCTAssertEqual(
      try errorOf("split", arguments("--kfold", "21")),
      "Error: documents.stage: holds 20 documents, which cannot be divided into 21 folds. "
        + "Give a smaller --kfold.\n")
  }

  func testFewerTrainingDocuments() throws {
    try writeDocuments(20)
    XCTAssertEqual(
      try succeed("split", arguments("--training-limit", "4")),
      "split: 4 training, 2 validation, 2 test documents\n")
    XCTAssertEqual(try parts(), [[0, 4, 8, 12], [16, 17], [18, 19]])
    try succeed(
      "build-vocab",
      [
        "--documents", path("documents.stage"), "--split", path("s.stage"), "--min-word-count",
        "1", "-o", path("v.stage"),
      ])
    XCTAssertEqual(
      try succeed("split", arguments("--training-limit", "100")),
      "split: 16 training, 2 validation, 2 test documents\n")
  }

  func testFoldsOfTheOriginal() throws {
    try writeDocuments(20)
    XCTAssertEqual(
      try succeed("split", arguments("--kfold", "3", "--compat", "original")),
      "split: 12 training, 6 validation, 2 test documents (fold 0 of 3)\n")
    XCTAssertEqual(try parts(1)[1], Array(6..<12))
    XCTAssertEqual(try parts(1)[2], [18, 19])
  }

  func testStratifying() throws {
    let writer = try StageWriter(path: path("documents.stage"), kind: .documents, header: header)
    var documents = DocumentsWriter(writer)
    for i in 0..<100 {
      try documents.write(
        Document(id: "\(i)", title: ["a"], sentences: [], tags: [i < 90 ? "x" : "y", "x", ""]))
    }
    try documents.finish()
    try writer.commit()
    try succeed("split", arguments("--kfold", "10", "--stratify", "--shuffle"))
    for fold in 0..<10 {
      XCTAssertEqual(try parts(fold)[2].count { $0 >= 90 }, 1, "fold \(fold)")
    }
    XCTAssert(
      try errorOf("split", arguments("--stratify", "--compat", "original"))
        .hasPrefix("Error: --stratify excludes --compat original."))
  }

  func testShuffling() throws {
    try writeDocuments(200)
    try succeed("split", arguments("--shuffle"))
    let first = try parts()
    XCTAssertEqual(first.flatMap { $0 }.sorted(), Array(0..<200))
    XCTAssertEqual(first.map(\.count), [162, 18, 20])
    XCTAssertNotEqual(first[2], Array(180..<200))
    XCTAssertEqual(first.map { $0.sorted() }, first)
    try succeed("split", arguments("--shuffle", "--seed", "2"))
    XCTAssertNotEqual(try parts(), first)
    try succeed("split", arguments("--shuffle", "--seed", "1"))
    XCTAssertEqual(try parts(), first)
  }

  func testErrors() throws {
    try writeDocuments(2)
    XCTAssertEqual(
      try errorOf("split", arguments()),
      "Error: documents.stage: 2 documents cannot be split so: no document is left for "
        + "training. Give more documents, fewer folds or other portions.\n")
    for (option, value, message) in [
      ("--kfold", "1", "--kfold must be -1 (hold-out) or at least 2, but is 1."),
      ("--valid-portion", "0", "--valid-portion must be above 0 and below 1, but is 0.0."),
      ("--test-portion", "1", "--test-portion must be above 0 and below 1, but is 1.0."),
    ] {
      let text = try errorOf("split", arguments(option, value))
      XCTAssert(text.hasPrefix("Error: \(message)\n"), text)
    }
  }
}
