// Bytes as they are in the file, plain or compressed, whatever the pieces in which
// they are asked for.
import XCTest

@testable import Formats
@testable import FormatsFiles

final class ByteSourceTests: FolderTestCase {
  private func gzip(_ bytes: [UInt8], level: Int32 = 6) throws -> [UInt8] {
    let writer = try GzipWriter(path: path("z"), level: level)
    try bytes.withUnsafeBytes { try writer.write($0) }
    try writer.commit()
    return Array(try Data(contentsOf: URL(fileURLWithPath: path("z"))))
  }

  private func read(_ bytes: [UInt8], pieces: Int = 1 << 16) throws -> [UInt8] {
    try Data(bytes).write(to: URL(fileURLWithPath: path("f")))
    let source = try ByteSource(path: path("f"))
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: pieces)
    while true {
      let count = try piece.withUnsafeMutableBytes { try source.read(into: $0) }
      if count == 0 { return all }
      all += piece[..<count]
    }
  }

  func testLineEndsOfListsThatPeopleWrite() throws {
    let cases: [(String, [String])] = [
      ("\u{FEFF}a\rb\r", ["a", "b"]), ("a\nb\n", ["a", "b"]), ("a\r\nb", ["a\r", "b"]), ("a\rb\nc", ["a\rb", "c"]),
      ("", []),
    ]
    for (text, lines) in cases {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path("f")))
      var reader = LineReader(try ByteSource.ofLines(path("f")))
      var found: [String] = []
      while let line = try reader.next() { found.append(String(decoding: line, as: UTF8.self)) }
      XCTAssertEqual(found, lines)
    }
  }

  func testPlainAndCompressedBytes() throws {
    var random = SplitMix64(state: 1)
    for count in [0, 1, 2, 3, 100, 32_767, 32_768, 32_769, 200_000] {
      let noise = (0..<count).map { _ in UInt8.random(in: 2...255, using: &random) }
      let zeros = [UInt8](repeating: 7, count: count)
      for bytes in [noise, zeros] {
        for pieces in [7, 1 << 16] where count < 100_000 || pieces > 7 {
          XCTAssertEqual(try read(bytes, pieces: pieces), bytes)
          for level: Int32 in [0, 6] {
            let packed = try gzip(bytes, level: level)
            XCTAssertEqual(try read(packed, pieces: pieces), bytes)
            // Members one behind the other are one stream; zeros at the end fill up a block.
            XCTAssertEqual(try read(packed + packed, pieces: pieces), bytes + bytes)
            XCTAssertEqual(try read(packed + [0, 0, 0], pieces: pieces), bytes)
          }
        }
      }
    }
    for short in [[], [0x1F], [0x1F, 0x8C], [0x8B]] as [[UInt8]] {
      XCTAssertEqual(try read(short), short)
    }
  }

  func testDamage() throws {
    let packed = try gzip(Array("some text that is long enough to be cut".utf8))
    for length in 2..<packed.count {
      XCTAssertThrowsError(try read(Array(packed[..<length])), "\(length)") {
        XCTAssert("\($0)".contains("end too early"), "\($0)")
      }
    }
    for place in [packed.count - 1, packed.count - 8, 12] {
      var damaged = packed
      damaged[place] ^= 0xFF
      XCTAssertThrowsError(try read(damaged), "\(place)")
    }
  }

  /// The second part of a file may be damaged in its first bytes, so that it is no member any more.
  func testBytesBehindTheLastMember() throws {
    let text = Array("some text".utf8)
    let packed = try gzip(text)
    XCTAssertEqual(try read(packed + [UInt8](repeating: 0, count: 100_000)), text)
    var damaged = packed
    damaged[0] ^= 0xFF
    let zeros = [UInt8](repeating: 0, count: 70_000)
    let tails: [[UInt8]] = [damaged, [0x1F], [0, 0, 1], zeros + text, zeros + packed, text]
    for tail in tails {
      XCTAssertThrowsError(try read(packed + tail), "\(tail.prefix(9))") {
        XCTAssertEqual(
          "\($0)",
          "\(self.path("f")): bytes that are neither compressed data nor zeros follow the compressed "
            + "data. Copy or make the file again: its last part is damaged or does not belong to it.")
      }
    }
  }

  func testWhatIsNoFile() throws {
    XCTAssertThrowsError(try ByteSource(path: folder.path)) {
      XCTAssertEqual("\($0)", "\(self.folder.path): is a directory, not a file.")
    }
    XCTAssertEqual(mkfifo(path("pipe"), 0o600), 0)
    // Nobody ever writes to it.
    XCTAssertThrowsError(try StageReader(path: path("pipe"))) {
      XCTAssertEqual("\($0)", "\(self.path("pipe")): is a pipe, not a file.")
    }
    XCTAssertThrowsError(try StageReader(path: "/dev/zero")) {
      XCTAssertEqual("\($0)", "/dev/zero: is a device, not a file.")
    }
    // A device that fails when it is read is not a file of another kind.
    XCTAssertThrowsError(try ByteSource(path: "/proc/self/mem").readAll()) {
      XCTAssertEqual("\($0)", "/proc/self/mem: cannot be read: Input/output error.")
    }
    XCTAssertThrowsError(try StageReader(path: "/proc/self/mem")) {
      XCTAssertEqual("\($0)", "/proc/self/mem: cannot be read: Input/output error.")
    }
  }
}
