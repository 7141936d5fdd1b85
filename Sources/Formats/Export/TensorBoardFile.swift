// TensorBoard's event files: scalars by tag and step, as TensorFlow writes
// them (TFRecord framing around `Event` protocol buffers).
import FormatsFiles
import Foundation

/// Appends scalars to an event file that TensorBoard can read while it grows, or hands over
/// what would be appended.
package final class TensorBoardFile {
  private let write: ([UInt8]) throws -> Void
  private let clock: () -> Double

  /// Makes the file, or empties it.
  ///
  /// - Parameter clock: gives the wall time of an event in seconds.
  /// - Throws: `InputError` when it cannot be written.
  package convenience init(
    path: String, clock: @escaping () -> Double = { Date().timeIntervalSince1970 }
  ) throws {
    let file = try GrowingFile(path: path)
    try self.init(clock: clock) { try file.write($0) }
  }

  /// Gives the bytes of the file, piece by piece, to `write`.
  package init(
    clock: @escaping () -> Double = { Date().timeIntervalSince1970 },
    write: @escaping ([UInt8]) throws -> Void
  ) throws {
    self.write = write
    self.clock = clock
    var event = ProtocolBuffer()
    event.double(1, clock())
    event.bytes(3, Array("brain.Event:2".utf8))
    try write(Self.record(event.bytes))
  }

  /// Appends scalars of one step.
  ///
  /// - Throws: `InputError` when the disk is full.
  package func append(_ scalars: [(tag: String, value: Double)], step: Int) throws {
    var data: [UInt8] = []
    for (tag, value) in scalars {
      var summaryValue = ProtocolBuffer()
      summaryValue.bytes(1, Array(tag.utf8))
      summaryValue.float(2, Float(value))
      var summary = ProtocolBuffer()
      summary.bytes(1, summaryValue.bytes)
      var event = ProtocolBuffer()
      event.double(1, clock())
      event.varint(2, UInt64(max(step, 0)))
      event.bytes(5, summary.bytes)
      data += Self.record(event.bytes)
    }
    try write(data)
  }

  /// Length, its checksum, the content, its checksum.
  static func record(_ content: [UInt8]) -> [UInt8] {
    let length = littleEndian(UInt64(content.count))
    return length + littleEndian(maskedChecksum(length)) + content
      + littleEndian(maskedChecksum(content))
  }

  private static func littleEndian<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// CRC-32C, rotated and shifted as TFRecord requires.
  static func maskedChecksum(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
    }
    crc = ~crc
    return (crc >> 15 | crc << 17) &+ 0xA282_EAD8
  }
}

/// A file that others read while it grows: it has its name from the start.
private final class GrowingFile {
  private let descriptor: Int32
  private let path: String

  init(path: String) throws {
    self.path = path
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0o666)
    guard descriptor >= 0 else {
      throw InputError(
        file: path, problem: "cannot be written: \(lastSystemError())",
        remedy: "Check the folder")
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { piece in
        FileDescriptor.uninterrupted {
          Foundation.write(descriptor, piece.baseAddress, piece.count)
        }
      }
      guard count > 0 else {
        throw InputError(file: path, problem: "cannot be written: \(lastSystemError())")
      }
      rest = rest.dropFirst(count)
    }
  }
}

/// Events, each with the time when it was written.
package enum TensorBoardEvents {
  /// Whether a file that begins so is empty, or begins with the version as every file of events.
  package static func mayBeReplaced(_ start: [UInt8]) -> Bool {
    start.isEmpty || String(decoding: start, as: UTF8.self).contains("brain.Event:")
  }

  /// Whether the bytes of two event files hold the same events, whenever those were written.
  ///
  /// A record is its length (8 bytes), a checksum (4), the event and a checksum (4); an event
  /// begins with its time: a tag and 8 bytes (TensorFlow's `event.proto`).
  package static func areEqualButForTimes(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    var at = 0
    while at + 16 <= a.count {
      let length = a[at..<at + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard length >= 9, length <= UInt64(a.count - at - 16) else { return false }
      let end = at + 12 + Int(length)
      guard a[at..<at + 13] == b[at..<at + 13], a[at + 21..<end] == b[at + 21..<end] else {
        return false
      }
      at = end + 4
    }
    return at == a.count
  }
}
