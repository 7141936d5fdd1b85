// Reads TensorBoard's event files for tests: TFRecord framing around protocol buffers. Checksums
// are not looked at.
import Foundation

/// A scalar of an event file.
struct TensorBoardScalar: Equatable {
  var time: Double
  var step: Int
  var tag: String
  var value: Float
}

/// The scalars of an event file, in its order.
func tensorBoardScalars(_ data: Data) -> [TensorBoardScalar] {
  let bytes = [UInt8](data)
  var scalars: [TensorBoardScalar] = []
  var place = 0
  while place + 12 <= bytes.count {
    let length = bytes[place..<place + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let event = fields(bytes[(place + 12)...].prefix(length))
    place += 16 + length
    let time = event.first { $0.number == 1 }.map { Double(bitPattern: $0.value) } ?? 0
    let step = event.first { $0.number == 2 }.map { Int($0.value) } ?? 0
    for summary in event where summary.number == 5 {
      for value in fields(summary.bytes) where value.number == 1 {
        let parts = fields(value.bytes)
        scalars.append(
          TensorBoardScalar(
            time: time, step: step,
            tag: parts.first { $0.number == 1 }.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "",
            value: parts.first { $0.number == 2 }.map { Float(bitPattern: UInt32($0.value)) } ?? .nan))
      }
    }
  }
  return scalars
}

/// The fields of a protocol buffer: numbers as bits, all else as bytes.
private func fields(_ bytes: ArraySlice<UInt8>) -> [(number: Int, value: UInt64, bytes: ArraySlice<UInt8>)] {
  var rest = bytes
  func varint() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = rest.popFirst() {
      value |= UInt64(byte & 0x7F) << shift
      shift += 7
      if byte < 0x80 { break }
    }
    return value
  }
  func fixed(_ count: Int) -> UInt64 {
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
  var found: [(number: Int, value: UInt64, bytes: ArraySlice<UInt8>)] = []
  while !rest.isEmpty {
    let key = varint()
    switch key & 7 {
    case 0: found.append((Int(key >> 3), varint(), []))
    case 1: found.append((Int(key >> 3), fixed(8), []))
    case 5: found.append((Int(key >> 3), fixed(4), []))
    default:
      let length = Int(varint())
      found.append((Int(key >> 3), 0, rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
  }
  return found
}
