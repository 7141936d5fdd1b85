// Which bytes and characters the RDF syntaxes allow where (productions of
// N-Triples, Turtle and XML names), as tables. No parsing.
import FormatsFiles

/// A 256-entry table of flags, read by pointer in inner loops. Sendable because it is never written
/// again, and is never freed.
package struct ByteClass: @unchecked Sendable {
  let table: UnsafePointer<Bool>

  init(_ isMember: (UInt8) -> Bool) {
    let memory = UnsafeMutablePointer<Bool>.allocate(capacity: 256)
    for byte in 0...255 { memory[byte] = isMember(UInt8(byte)) }
    table = UnsafePointer(memory)
  }

  @inline(__always)
  package subscript(byte: UInt8) -> Bool { table[Int(byte)] }
}

package enum Characters {
  /// Bytes of an IRI in angle brackets that need no further look.
  static let plainIRI = ByteClass { byte in
    byte > 0x20 && byte < 0x80 && !"<>\"{}|^`\\".utf8.contains(byte)
  }
  /// Bytes of a string in double quotes that need no further look.
  static let plainDoubleQuoted = ByteClass { byte in
    byte < 0x80 && byte != 0 && !"\"\\\n\r".utf8.contains(byte)
  }
  /// Bytes of a string in either quotes, long or short.
  static let plainQuoted = ByteClass { byte in
    byte < 0x80 && byte != 0 && !"\"'\\\n\r".utf8.contains(byte)
  }
  static let letter = ByteClass { isASCIILetter($0) }
  package static let letterOrDigit = ByteClass { isASCIILetter($0) || isASCIIDigit($0) }
  /// ASCII members of PN_CHARS: letters, digits, `_`, `-`.
  static let name = ByteClass {
    isASCIILetter($0) || isASCIIDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
  }
  /// Characters that a backslash may protect in a Turtle local name.
  static let localEscape = ByteClass { "_~.-!$&'()*+,;=/?#@%".utf8.contains($0) }

  /// PN_CHARS_BASE beyond ASCII.
  static func isNameStart(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF,
      0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF,
      0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
      true
    default: false
    }
  }

  /// PN_CHARS beyond ASCII.
  static func isNamePart(_ scalar: UInt32) -> Bool {
    isNameStart(scalar) || scalar == 0xB7
      || (0x300...0x36F).contains(scalar) || (0x203F...0x2040).contains(scalar)
  }

  /// Whether an unescaped scalar may occur in an IRI in angle brackets.
  static func isAllowedInIRI(_ scalar: UInt32) -> Bool {
    scalar > 0x20 && (scalar >= 0x80 || !"<>\"{}|^`\\".utf8.contains(UInt8(scalar)))
  }
}

/// Decodes one UTF-8 sequence of at least two bytes.
///
/// - Returns: the scalar and its length in bytes, or nil if the bytes are not
///   valid UTF-8 (overlong, surrogate, above U+10FFFF, cut off).
@inline(__always)
func decodeUTF8(
  _ bytes: UnsafePointer<UInt8>, available: Int
) -> (scalar: UInt32, count: Int)? {
  guard available >= 2 else { return nil }
  let lead = bytes[0]
  @inline(__always) func tail(_ index: Int) -> UInt32? {
    let byte = bytes[index]
    return byte & 0xC0 == 0x80 ? UInt32(byte & 0x3F) : nil
  }
  guard let second = tail(1) else { return nil }
  if lead >= 0xC2, lead <= 0xDF {
    return (UInt32(lead & 0x1F) << 6 | second, 2)
  }
  guard available >= 3, lead >= 0xE0, let third = tail(2) else { return nil }
  if lead <= 0xEF {
    let scalar = UInt32(lead & 0x0F) << 12 | second << 6 | third
    guard scalar >= 0x800, scalar & 0xF800 != 0xD800 else { return nil }
    return (scalar, 3)
  }
  guard available >= 4, lead <= 0xF4, let fourth = tail(3) else { return nil }
  let scalar = UInt32(lead & 0x07) << 18 | second << 12 | third << 6 | fourth
  guard scalar >= 0x10000, scalar <= 0x10FFFF else { return nil }
  return (scalar, 4)
}

/// What a backslash and one letter stand for in a string, or nil.
@inline(__always)
func characterEscape(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "t"): 0x09
  case UInt8(ascii: "b"): 0x08
  case UInt8(ascii: "n"): 0x0A
  case UInt8(ascii: "r"): 0x0D
  case UInt8(ascii: "f"): 0x0C
  case UInt8(ascii: "\""): UInt8(ascii: "\"")
  case UInt8(ascii: "'"): UInt8(ascii: "'")
  case UInt8(ascii: "\\"): UInt8(ascii: "\\")
  default: nil
  }
}

/// A byte as it can be shown in a message.
func printable(_ byte: UInt8) -> String {
  byte > 0x20 && byte < 0x7F
    ? String(UnicodeScalar(byte)) : "0x" + String(byte, radix: 16, uppercase: true)
}

/// A byte with its name, for the beginning of a message.
func describe(_ byte: UInt8) -> String {
  byte == 0x20 ? "a blank" : byte == 0x09 ? "a tabulator" : "“\(printable(byte))”"
}
