// Protocol buffers as far as event files and ONNX models need them: written
// only, field by field.
import Foundation

/// A message being written.
struct ProtocolBuffer {
  var bytes: [UInt8] = []

  mutating func varint(_ field: UInt64, _ value: UInt64) {
    append(field << 3)
    append(value)
  }

  mutating func double(_ field: UInt64, _ value: Double) {
    append(field << 3 | 1)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
  }

  mutating func float(_ field: UInt64, _ value: Float) {
    append(field << 3 | 5)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
  }

  mutating func text(_ field: UInt64, _ content: String) { bytes(field, Array(content.utf8)) }

  mutating func bytes(_ field: UInt64, _ content: [UInt8]) {
    append(field << 3 | 2)
    append(UInt64(content.count))
    bytes += content
  }

  private mutating func append(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F | 0x80))
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
