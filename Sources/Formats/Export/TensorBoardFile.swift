// TensorBoard's event files: scalars by tag and step, as TensorFlow writes
// them (TFRecord framing around `Event` protocol buffers).
import Foundation

/// Appends scalars to an event file that TensorBoard can read while it grows.
///
/// The wall time of an event is its step, so that equal runs write equal bytes.
public final class TensorBoardFile {
  private let handle: FileHandle
  private let path: String

  /// Makes the file, or empties it.
  ///
  /// - Throws: `InputError` when it cannot be written.
  public init(path: String) throws {
    self.path = path
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else {
      throw InputError(file: path, problem: "cannot be written", remedy: "Check the folder")
    }
    self.handle = handle
    var event = ProtocolBuffer()
    event.double(1, 0)
    event.bytes(3, Array("brain.Event:2".utf8))
    try write(Self.record(event.bytes))
  }

  deinit { try? handle.close() }

  /// Appends scalars of one step.
  ///
  /// - Throws: `InputError` when the disk is full.
  public func append(_ scalars: [(tag: String, value: Double)], step: Int) throws {
    var data: [UInt8] = []
    for (tag, value) in scalars {
      var summaryValue = ProtocolBuffer()
      summaryValue.bytes(1, Array(tag.utf8))
      summaryValue.float(2, Float(value))
      var summary = ProtocolBuffer()
      summary.bytes(1, summaryValue.bytes)
      var event = ProtocolBuffer()
      event.double(1, Double(step))
      event.varint(2, UInt64(step))
      event.bytes(5, summary.bytes)
      data += Self.record(event.bytes)
    }
    try write(data)
  }

  private func write(_ bytes: [UInt8]) throws {
    do { try handle.write(contentsOf: Data(bytes)) } catch {
      throw InputError(file: path, problem: "cannot be written: \(error.localizedDescription)")
    }
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

  /// CRC-32C, rotated and shifted as TFRecord wants it.
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
