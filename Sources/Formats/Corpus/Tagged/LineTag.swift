// The beginning of a line that may hold a tag, read from left to right without regular expressions, which
// would cost more than all the rest of reading such files.
import FormatsFiles

/// A line and how far it was read.
struct LineTag {
  private let line: String
  private var index: String.Index

  init(_ line: String) {
    self.line = line
    index = line.startIndex
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
  private static func isLetterOrDigit(_ byte: UInt8) -> Bool { isLetter(byte) || isASCIIDigit(byte) }

  /// Takes a byte of a kind.
  @inline(__always)
  private mutating func take(where isWanted: (UInt8) -> Bool) -> Bool {
    guard index < line.endIndex, isWanted(line.utf8[index]) else { return false }
    line.utf8.formIndex(after: &index)
    return true
  }

  /// Takes this byte.
  mutating func take(_ byte: UInt8) -> Bool { take { $0 == byte } }

  /// Skips at most this many blanks, and says how many there were.
  mutating func skipBlanks(_ most: Int) -> Int {
    var count = 0
    while count < most, take(where: { $0 == 0x20 || $0 == 0x09 }) { count += 1 }
    return count
  }

  /// Takes a capital letter, and another one or a digit.
  mutating func letterAndSign() -> Substring? {
    let start = index
    guard take(where: Self.isLetter), take(where: Self.isLetterOrDigit) else { return nil }
    return line[start..<index]
  }

  /// Takes all capital letters that follow.
  mutating func letters() -> Substring {
    let start = index
    while take(where: Self.isLetter) {}
    return line[start..<index]
  }

  /// Takes a character of any kind.
  mutating func character() -> Substring? {
    guard index < line.endIndex else { return nil }
    let start = index
    index = line.index(after: index)
    return line[start..<index]
  }

  /// What is left, without blanks around it.
  var rest: String { line[index...].trimmed }

  /// The value after a blank, or nothing at the end of the line; nil for anything else.
  mutating func value() -> String? {
    if index == line.endIndex { return "" }
    return take(0x20) ? rest : nil
  }
}
