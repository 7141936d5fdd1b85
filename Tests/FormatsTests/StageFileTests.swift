// The container: what is written is read, and damage of any kind is refused
// with one clear sentence.
import XCTest

@testable import Formats
@testable import FormatsFiles

final class StageFileTests: FolderTestCase {
  private let header = StageHeader(
    stage: "test", revision: 3, parameters: ["rate": .double(0.01), "name": .string("ä")],
    inputs: [], seed: 7)

  private func writeExample(_ path: String) throws {
    let writer = try StageWriter(path: path, kind: .vectors, header: header)
    try writer.write("numbers", (0..<10_000).map { Float($0) * 0.5 }, shape: [100, 100])
    try writer.write("empty", [Int32]())
    try writer.write("words", ["", "été", "e\u{301}te\u{301}", "标签"])
    try writer.commit(summary: ["count": .int(4)])
  }

  func testRoundTrip() throws {
    let file = path("a.stage")
    try writeExample(file)
    let contents = try StageContents(path: file, expecting: .vectors)
    XCTAssertEqual(contents.header, header)
    XCTAssertEqual(contents.summary["count"], .int(4))
    XCTAssertEqual(try contents.floats("numbers"), (0..<10_000).map { Float($0) * 0.5 })
    XCTAssertEqual(try contents.shape("numbers"), [100, 100])
    XCTAssertEqual(try contents.integers("empty"), [])
    let words = try contents.strings("words")
    XCTAssertEqual(words.map { Array($0.utf8) }[2], Array("e\u{301}te\u{301}".utf8))
  }

  func testEqualInputGivesEqualBytes() throws {
    try writeExample(path("a.stage"))
    try writeExample(path("b.stage"))
    XCTAssertEqual(
      try Data(contentsOf: URL(fileURLWithPath: path("a.stage"))),
      try Data(contentsOf: URL(fileURLWithPath: path("b.stage"))))
  }

  /// Weights are stored, what repeats is compressed, whatever their order; and all is read again.
  func testWhatHardlyShrinksIsStored() throws {
    var random = SystemRandomNumberGenerator()
    let noise = (0..<200_000).map { _ in Float.random(in: -1...1, using: &random) }
    let counting = (0..<200_000).map { Int32($0 / 100) }
    let writer = try StageWriter(path: path("a.stage"), kind: .vectors, header: header)
    try writer.write("ascending", counting)
    try writer.write("noise", noise)
    try writer.write("zeros", [Float](repeating: 0, count: 200_000))
    try writer.write("bytes", noise.map { UInt8($0.bitPattern & 255) })
    try writer.write("words", ["last"])
    try writer.commit()
    let size = try Data(contentsOf: URL(fileURLWithPath: path("a.stage"))).count
    XCTAssert((1_000_000..<1_060_000).contains(size), "\(size)")
    let contents = try StageContents(path: path("a.stage"), expecting: .vectors)
    XCTAssertEqual(try contents.floats("noise"), noise)
    XCTAssertEqual(try contents.integers("ascending"), counting)
    XCTAssertEqual(try contents.floats("zeros"), [Float](repeating: 0, count: 200_000))
    XCTAssertEqual(try contents.bytes("bytes"), noise.map { UInt8($0.bitPattern & 255) })
    XCTAssertEqual(try contents.strings("words"), ["last"])
  }

  func testNothingUnderTheFinalNameBeforeCommit() throws {
    let writer = try StageWriter(path: path("a.stage"), kind: .vectors, header: header)
    try writer.write("numbers", [Float(1)])
    XCTAssertFalse(FileManager.default.fileExists(atPath: path("a.stage")))
    XCTAssertThrowsError(try StageWriter(path: path("a.stage"), kind: .vectors, header: header)) {
      XCTAssertEqual(
        "\($0)",
        "\(self.path("a.stage")): is being written by another process. "
          + "Wait until that one has ended, or stop it.")
    }
  }

  func testDevicesAndFoldersAreNotReplaced() throws {
    for path in ["/dev/null", FileManager.default.temporaryDirectory.path] {
      XCTAssertThrowsError(try AtomicFile.write("x", to: path)) {
        XCTAssertEqual(
          "\($0)",
          "\(path): is not a regular file and will not be replaced. Give the name of a file.")
      }
    }
  }

  /// Reads everything; returns the error's text.
  private func errorOfReading(_ file: String, _ kind: StageKind = .vectors) -> String? {
    do {
      _ = try StageContents(path: file, expecting: kind)
      return nil
    } catch {
      return "\(error)"
    }
  }

  func testEveryTruncationIsRefused() throws {
    try writeExample(path("a.stage"))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path("a.stage")))
    for length in stride(from: 0, to: bytes.count, by: 97) + [bytes.count - 1, bytes.count - 8] {
      try bytes.prefix(length).write(to: URL(fileURLWithPath: path("cut.stage")))
      XCTAssertNotNil(errorOfReading(path("cut.stage")), "cut to \(length) bytes")
    }
  }

  func testEveryFlippedBitIsRefused() throws {
    try writeExample(path("a.stage"))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path("a.stage")))
    for position in Array(0..<40) + stride(from: 40, to: bytes.count, by: 53)
      + [bytes.count - 8, bytes.count - 1]
    {
      for bit in [0, 3, 7] {
        var damaged = bytes
        damaged[position] ^= 1 << UInt8(bit)
        try damaged.write(to: URL(fileURLWithPath: path("flipped.stage")))
        XCTAssertNotNil(errorOfReading(path("flipped.stage")), "byte \(position), bit \(bit)")
      }
    }
  }

  func testTrailingBytesAreRefused() throws {
    try writeExample(path("a.stage"))
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path("a.stage")))
    bytes.append(contentsOf: bytes)
    try bytes.write(to: URL(fileURLWithPath: path("twice.stage")))
    XCTAssertEqual(
      errorOfReading(path("twice.stage")),
      "\(path("twice.stage")): end: the file is damaged: bytes after the end marker. "
        + "Delete it and run make again: the stage embed makes it.")
  }

  /// Whatever follows the compressed data, which gzip ignores.
  func testBytesAfterTheCompressedDataAreRefused() throws {
    try writeExample(path("a.stage"))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path("a.stage")))
    for (name, tail) in [
      ("one", Data([0])), ("zeros", Data(count: 512)), ("text", Data(repeating: 0x41, count: 1 << 17)),
    ] {
      try (bytes + tail).write(to: URL(fileURLWithPath: path(name)))
      XCTAssertEqual(
        errorOfReading(path(name)),
        "\(path(name)): end: the file is damaged: bytes after the end marker. "
          + "Delete it and run make again: the stage embed makes it.")
    }
  }

  /// Several members of one file are one stream.
  func testMembersAreReadAsOne() throws {
    try writeExample(path("a.stage"))
    let text = try ByteSource(path: path("a.stage")).readAll()
    var joined = Data()
    for (number, part) in [text.prefix(100), text.dropFirst(100).prefix(20_000), text.dropFirst(20_100)].enumerated() {
      let writer = try GzipWriter(path: path("part\(number)"))
      try Array(part).withUnsafeBytes { try writer.write($0) }
      try writer.commit()
      joined += try Data(contentsOf: URL(fileURLWithPath: path("part\(number)")))
    }
    try joined.write(to: URL(fileURLWithPath: path("joined")))
    XCTAssertNil(errorOfReading(path("joined")))
  }

  func testTheWrongKindIsNamed() throws {
    try writeExample(path("a.stage"))
    XCTAssertEqual(
      errorOfReading(path("a.stage"), .model),
      "\(path("a.stage")): is a vectors file, but a model file is expected. "
        + "Give the output of train.")
    XCTAssertEqual(StageKind.encoded.phrase, "an encoded file")
  }

  func testAnotherVersionIsNamed() throws {
    for (version, remedy) in [
      ("2", "Use a newer jman."),
      ("0", "Delete it and run make again: the stage embed makes it."),
    ] {
      let gzip = try GzipWriter(path: path("v.stage"))
      try gzip.write("JMAN-STAGE 1 vectors \(version)\nHEADER 2 00000000\n{}\n")
      try gzip.commit()
      XCTAssertEqual(
        errorOfReading(path("v.stage")),
        "\(path("v.stage")): has version \(version) of the vectors layout; "
          + "jman \(JMAN.version) reads version 1. \(remedy)")
    }
  }

  func testForeignFilesAreRefused() throws {
    try Data("hello".utf8).write(to: URL(fileURLWithPath: path("text")))
    XCTAssertEqual(
      errorOfReading(path("text")),
      "\(path("text")): is not a stage file, or its first bytes are damaged. "
        + "Give the output of embed.")
    XCTAssertEqual(
      errorOfReading(path("absent")),
      "\(path("absent")): cannot be opened: No such file or directory. "
        + "Check the name, or run the stage that makes this file.")
  }

  /// A forged length with a right checksum must not be believed.
  func testAHugeLengthAllocatesNothing() throws {
    let line = "SECTION numbers f32 1099511627776 4398046511104"
    let json = try header.stableJSON()
    let gzip = try GzipWriter(path: path("huge.stage"))
    try gzip.write("JMAN-STAGE 1 vectors 1\nHEADER \(json.count) \(checksum(json))\n")
    try json.withUnsafeBytes { try gzip.write($0) }
    try gzip.write("\n\(line) \(checksum(Array(line.utf8)))\nabc")
    try gzip.commit()
    XCTAssertEqual(
      errorOfReading(path("huge.stage")),
      "\(path("huge.stage")): numbers: the file is truncated. "
        + "Delete it and run make again: the stage embed makes it.")
  }

  /// Few bytes that inflate to many are refused before they are inflated.
  func testABombIsNotInflated() throws {
    let megabyte = [UInt8](repeating: 0, count: 1 << 20)
    func bomb(_ head: String, megabytes: Int) throws -> String {
      let line = "SECTION bomb \(head) \(megabytes << 20)"
      let json = try header.stableJSON()
      let gzip = try GzipWriter(path: path("bomb.stage"), level: 1)
      try gzip.write("JMAN-STAGE 1 vectors 1\nHEADER \(json.count) \(checksum(json))\n")
      try json.withUnsafeBytes { try gzip.write($0) }
      try gzip.write("\n\(line) \(checksum(Array(line.utf8)))\n")
      try megabyte.withUnsafeBytes { bytes in
        for _ in 0..<megabytes { try gzip.write(bytes) }
      }
      try gzip.commit()
      return path("bomb.stage")
    }
    for (head, megabytes) in [("f32 \(400 << 18)", 400), ("str \(64 << 18)", 64)] {
      let file = try bomb(head, megabytes: megabytes)
      let error = errorOfReading(file) ?? "none"
      XCTAssert(error.contains("bomb: would take") && error.contains("MiB of memory"), error)
      // Nobody wants the section: then only its checksum counts.
      XCTAssertThrowsError(
        try StageContents(path: file, expecting: .vectors, sections: ["other"])
      ) { XCTAssertFalse("\($0)".contains("MiB of memory"), "\($0)") }
    }
  }

  func testDocumentsTravelUnchanged() throws {
    let documents = (0..<2_500).map { i in
      Document(
        id: "d\(i)", title: i % 7 == 0 ? [] : ["", "title", "\(i)"],
        sentences: (0..<(i % 4)).map { s in s == 1 ? [] : ["w\(i % 100)", "", "of", "été"] },
        tags: (0..<(i % 3)).map { "tag\($0 % 2)" })
    }
    let writer = try StageWriter(path: path("d.stage"), kind: .documents, header: header)
    var sink = DocumentsWriter(writer)
    for document in documents { try sink.write(document) }
    try sink.finish()
    try writer.commit()
    let read = try DocumentsReader.all(path: path("d.stage"))
    XCTAssertEqual(read, documents)
    XCTAssertTrue(read[0].tokenTable === read[1_023].tokenTable, "documents of a block share a table")
  }

  /// A block without documents, as no program writes it, ends nothing.
  func testAnEmptyBlockOfDocuments() throws {
    let writer = try StageWriter(path: path("d.stage"), kind: .documents, header: header)
    for ids in [[], ["a"], []] {
      try writer.write("ids", ids)
      try writer.write("tokens", ["x"])
      for name in ["title", "content", "tagCounts"] {
        try writer.write(name, [Int32](repeating: 0, count: ids.count))
      }
      try writer.write("tags", [String]())
    }
    try writer.commit()
    XCTAssertEqual(try DocumentsReader.all(path: path("d.stage")).map(\.id), ["a"])
  }
}
