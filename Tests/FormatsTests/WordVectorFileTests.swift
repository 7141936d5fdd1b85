// word2vec files as different programs write them, and damaged ones.
import XCTest

@testable import Formats
@testable import FormatsFiles

final class WordVectorFileTests: FolderTestCase {
  private let entries: [(String, [Float])] = [
    ("</s>", [0, -1.5, 3.25]), ("été", [1e-7, 0.1, -3e20]), ("10", [10, .leastNonzeroMagnitude, 2]),
    // Its first value begins with the byte of a newline.
    ("\u{1F600}", [Float(bitPattern: 0x3F80_000A), 1, 1]),
  ]

  private func binary(newlines: Bool = true, count: Int? = nil) -> [UInt8] {
    var bytes = Array("\(count ?? entries.count) 3\n".utf8)
    for (word, vector) in entries {
      bytes += Array(word.utf8) + [0x20]
      for value in vector { withUnsafeBytes(of: value) { bytes += Array($0) } }
      if newlines { bytes.append(0x0A) }
    }
    return bytes
  }

  private func read(_ path: String, _ invalid: WordVectorReader.InvalidWords = .error) throws
    -> (isBinary: Bool, entries: [(String, [Float])])
  {
    let reader = try WordVectorReader(ByteSource(path: path), invalidWords: invalid)
    var entries: [(String, [Float])] = []
    var vector: [Float] = []
    while let word = try reader.next(into: &vector) { entries.append((word, vector)) }
    return (reader.isBinary, entries)
  }

  private func read(bytes: [UInt8], _ invalid: WordVectorReader.InvalidWords = .error) throws
    -> (isBinary: Bool, entries: [(String, [Float])])
  {
    try Data(bytes).write(to: URL(fileURLWithPath: path("file")))
    return try read(path("file"), invalid)
  }

  private func error(_ bytes: [UInt8]) -> String {
    do {
      _ = try read(bytes: bytes)
      return "none"
    } catch {
      return "\(error)".replacingOccurrences(of: path("file"), with: "FILE")
    }
  }

  private func assertIsExample(_ found: [(String, [Float])], line: UInt = #line) {
    XCTAssertEqual(found.map(\.0), entries.map(\.0), line: line)
    XCTAssertEqual(found.map(\.1), entries.map(\.1), line: line)
  }

  func testBinaryWithAndWithoutNewlines() throws {
    for newlines in [true, false] {
      let file = try read(bytes: binary(newlines: newlines))
      XCTAssertTrue(file.isBinary)
      assertIsExample(file.entries)
    }
  }

  func testTextAsWord2vecAndFastTextWriteIt() throws {
    for (blank, newline) in [("", "\n"), (" ", "\n"), (" ", "\r\n")] {
      let text = "2 3\(newline)a 1 -2.5 3e-2\(blank)\(newline)10 0.5 0 -0\(blank)\(newline)"
      let file = try read(bytes: Array(text.utf8))
      XCTAssertFalse(file.isBinary)
      XCTAssertEqual(file.entries.map(\.0), ["a", "10"])
      XCTAssertEqual(file.entries.map(\.1), [[1, -2.5, 0.03], [0.5, 0, 0]])
    }
    XCTAssertEqual(try read(bytes: Array("1 2\nword 1 2".utf8)).entries.map(\.1), [[1, 2]])
  }

  func testWhatIsWrittenIsRead() throws {
    for name in ["v.bin", "v.txt", "v.vec", "v.bin.gz", "v.vec.gz"] {
      let format = try XCTUnwrap(WordVectorFormat(path: name))
      let writer = try WordVectorWriter(
        path: path(name), format: format, count: entries.count, dimensions: 3)
      for (word, vector) in entries { try writer.write(word, vector[...]) }
      try writer.commit()
      let file = try read(path(name))
      XCTAssertEqual(file.isBinary, name.contains("bin"))
      assertIsExample(file.entries)
      let isGzip = try Data(contentsOf: URL(fileURLWithPath: path(name))).first == 0x1F
      XCTAssertEqual(isGzip, name.hasSuffix("gz"))
    }
    XCTAssertEqual(
      try Data(contentsOf: URL(fileURLWithPath: path("v.bin"))), Data(binary()))
    XCTAssertNil(WordVectorFormat(path: "v.stage"))
  }

  func testWordsThatTheFormatCannotExpress() throws {
    let writer = try WordVectorWriter(path: path("v.bin"), format: .binary, count: 1, dimensions: 1)
    for word in ["", "a b", "a\nb"] {
      XCTAssertThrowsError(try writer.write(word, [1])) {
        XCTAssertEqual(
          "\($0)",
          "\(path("v.bin")): \"\(word)\" is empty or holds a blank, which a word2vec file cannot "
            + "express. Export the stage file with inspect instead.")
      }
    }
  }

  func testEveryTruncationNamesTheEntry() throws {
    let whole = binary()
    for length in 4..<whole.count - 1 {
      let message = error(Array(whole.prefix(length)))
      XCTAssert(message.contains("the file ends here"), "\(length): \(message)")
    }
    XCTAssertEqual(
      error(Array(whole.dropLast(8))),
      "FILE: entry 4: the file ends here, but its first line states 4 vectors of length 3. "
        + "Copy or make the file again.")
    XCTAssertEqual(
      error(Array("3 1\na 1\nb 2\n".utf8)),
      "FILE: entry 3: the file ends here, but its first line states 3 vectors of length 1. "
        + "Copy or make the file again.")
  }

  /// The header's word alone allocates nothing.
  func testForgedHeaders() {
    XCTAssertEqual(
      error(Array("9000000000000000000 16777216\nword ".utf8) + [1, 2, 3]),
      "FILE: entry 1: the file ends here, but its first line states 9000000000000000000 "
        + "vectors of length 16777216. Copy or make the file again.")
    XCTAssertEqual(
      error(Array("5 99999999999\nword ".utf8)),
      "FILE:1: vectors of length 99999999999 are not possible.")
    XCTAssertEqual(
      error(Array("5 0\nword \n".utf8)), "FILE:1: vectors of length 0 are not possible.")
    XCTAssertEqual(error(Array("0 5\n".utf8)), "FILE:1: holds no vectors.")
    for head in ["", "5", "hello world\n", "1 2 3\n", "-1 5\n", "99999999999999999999 1\n"] {
      XCTAssertEqual(
        error(Array(head.utf8)),
        "FILE:1: a word2vec file begins with the number of vectors and their length. "
          + "Give a file as word2vec, fastText or GloVe write it, binary or text.")
    }
  }

  func testDamagedEntries() {
    XCTAssertEqual(
      error(Array("2 2\na 1 2\nb 1\n".utf8)), "FILE:3: 1 value, but 2 are expected.")
    XCTAssertEqual(
      error(Array("2 2\na 1 2\nb 1 x\n".utf8)), "FILE:3: \"x\" is not a number.")
    XCTAssertEqual(
      error(Array("2 2\na 1 2\nb 1 nan\n".utf8)),
      "FILE:3: the vector of \"b\" holds a value that is not a number.")
    XCTAssertEqual(
      error(Array("1 1\nab ".utf8) + [0, 0, 0x80, 0x7F]),
      "FILE: entry 1: the vector of \"ab\" holds a value that is not a number.")
    XCTAssertEqual(
      error(Array("1 1\n".utf8) + [UInt8](repeating: 0x41, count: 70_000)),
      "FILE: entry 1: the word is too long.")
    XCTAssertEqual(
      error(binary(count: 3)),
      "FILE: holds more than the 3 vectors of length 3 that its first line states. "
        + "Check that it was copied as it is, not as text.")
  }

  func testWordsThatAreNotUTF8() throws {
    let bytes = Array("1 1\na".utf8) + [0xFF, 0x62, 0x20, 0, 0, 0x80, 0x3F, 0x0A]
    XCTAssertEqual(
      error(bytes),
      "FILE: entry 1: the word \"a\u{FFFD}b\" is not UTF-8. "
        + "Accept such words with invalidWords replace.")
    XCTAssertEqual(try read(bytes: bytes, .replace).entries.map(\.0), ["a\u{FFFD}b"])
  }
}
