// JSON as programs write it that do not keep to the standard: Python's NaN and Infinity, halves of
// surrogate pairs, a comma after an object. It is tried only for what is not valid as it is.
import FormatsFiles

enum LenientJSON {
  /// A JSON text, mended if it must be; nil if it is not JSON even so. Numbers that JSON does not have become
  /// null, halves of pairs U+FFFD.
  static func parse(_ bytes: ArraySlice<UInt8>) -> ExactJSON? {
    if let value = try? ExactJSON(parsing: bytes) { return value }
    return try? ExactJSON(parsing: mended(bytes))
  }

  private static func mended(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var mended: [UInt8] = []
    mended.reserveCapacity(bytes.count)
    var rest = bytes
    if let end = rest.lastIndex(where: { $0 > 0x20 }), rest[end] == UInt8(ascii: ",") { rest = rest[..<end] }
    var isInString = false
    while let byte = rest.first {
      if isInString {
        if byte == UInt8(ascii: "\\") {
          let isHalf = surrogate(rest) != nil && !isPair(rest)
          let length = isHalf ? 6 : isPair(rest) ? 12 : 2
          mended += isHalf ? Array("\\ufffd".utf8)[...] : rest.prefix(length)
          rest = rest.dropFirst(length)
          continue
        }
        if byte == UInt8(ascii: "\"") { isInString = false }
      } else if byte == UInt8(ascii: "\"") {
        isInString = true
      } else if let name = names.first(where: { rest.starts(with: $0) }) {
        mended += Array("null".utf8)
        rest = rest.dropFirst(name.count)
        continue
      }
      mended.append(byte)
      rest = rest.dropFirst()
    }
    return mended
  }

  private static let names = ["NaN", "-Infinity", "Infinity"].map { Array($0.utf8) }

  /// The value of `\uD83D` at the beginning, if it is one half of a pair; nil for anything else.
  private static func surrogate(_ bytes: ArraySlice<UInt8>) -> UInt32? {
    guard bytes.starts(with: [0x5C, UInt8(ascii: "u")]) else { return nil }
    let digits = String(decoding: bytes.dropFirst(2).prefix(4), as: UTF8.self)
    guard digits.utf8.count == 4, let value = UInt32(digits, radix: 16), (0xD800...0xDFFF).contains(value) else {
      return nil
    }
    return value
  }

  /// Whether both halves of a pair follow each other.
  private static func isPair(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = surrogate(bytes), let second = surrogate(bytes.dropFirst(6)) else { return false }
    return first < 0xDC00 && second >= 0xDC00
  }
}
