// Rows of MySQL's tab output: escapes, NULLs, line breaks inside fields.
// It knows nothing of what the columns mean.
import FormatsFiles
import Foundation

/// Reads rows separated by LF and fields separated by TAB, both of which a
/// backslash protects.
///
/// A row with a wrong number of fields is examined once more: if a stray
/// backslash has tied a damaged row to a whole one, the whole one is still
/// read. Memory is that of the longest row.
final class EscapedRows {
  let name: String
  /// Where the present row begins, from 1.
  private(set) var line = 0

  private let source: ByteSource
  private let columns: Int
  private let keyColumn: Int
  private let limit: Int
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var start = 0
  private var filled = 0
  private var nextLine = 1
  /// Where each field of the present row begins and ends.
  private var fields: [(start: Int, end: Int)] = []
  /// The line feeds inside the present row.
  private var breaks: [Int] = []
  /// Whether the present row was recovered and has not been reported yet.
  private var hasRecovered = false

  /// - Parameters:
  ///   - columns: how many fields a row has.
  ///   - keyColumn: a field that is a number in every row.
  ///   - limit: the longest row accepted, in bytes.
  /// - Throws: `InputError` for a damaged stream.
  init(_ source: ByteSource, columns: Int, keyColumn: Int, limit: Int) throws {
    name = source.name
    self.source = source
    self.columns = columns
    self.keyColumn = keyColumn
    self.limit = limit
    capacity = min(1 << 18, max(64, limit))
    buffer = .allocate(capacity: capacity)
    fields.reserveCapacity(columns)
    try source.skipByteOrderMark()
  }

  deinit { buffer.deallocate() }

  /// How many lines have been passed.
  var lines: Int { nextLine - 1 }

  /// Goes on to the next row; false at the end.
  ///
  /// - Throws: `Rejection` for a row with a wrong number of fields, after which
  ///   reading may go on; `InputError` for a damaged stream and a row that is
  ///   too long.
  func next() throws -> Bool {
    if hasRecovered {
      hasRecovered = false
      return true
    }
    while let end = try rowEnd() {
      line = nextLine
      nextLine += breaks.count + 1
      let row = start..<(end > start && buffer[end - 1] == 0x0D ? end - 1 : end)
      start = min(end + 1, filled)
      if row.isEmpty { continue }
      split(row)
      if fields.count != columns { try recover(row) }
      return true
    }
    return false
  }

  /// Finds the line feed that ends the row, or the end of the stream.
  private func rowEnd() throws -> Int? {
    breaks.removeAll(keepingCapacity: true)
    var searched = start
    while true {
      if searched < filled, let found = memchr(buffer + searched, 0x0A, filled - searched) {
        let place = buffer.distance(to: found.assumingMemoryBound(to: UInt8.self))
        if !Self.isProtected(buffer, place, from: start) { return place }
        breaks.append(place)
        searched = place + 1
        continue
      }
      searched = filled
      if start > 0 {
        memmove(buffer, buffer + start, filled - start)
        searched -= start
        filled -= start
        for index in breaks.indices { breaks[index] -= start }
        start = 0
      }
      if filled == capacity {
        guard capacity < limit else {
          throw InputError(
            file: name, line: nextLine, problem: "the row is longer than \(limit, "byte")",
            remedy: "Check that this is a table of MySQL's tab output")
        }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
        larger.update(from: buffer, count: filled)
        buffer.deallocate()
        buffer = larger
        capacity *= 2
      }
      let got = try source.read(
        into: UnsafeMutableRawBufferPointer(start: buffer + filled, count: capacity - filled))
      if got == 0 { return filled > start ? filled : nil }
      filled += got
    }
  }

  /// Whether there is an odd number of backslashes right before `place`.
  @inline(__always)
  private static func isProtected(
    _ buffer: UnsafeMutablePointer<UInt8>, _ place: Int, from start: Int
  ) -> Bool {
    var before = place
    while before > start, buffer[before - 1] == UInt8(ascii: "\\") { before -= 1 }
    return (place - before) & 1 == 1
  }

  private func split(_ row: Range<Int>) {
    // Local copies: each access to a member of a class is checked.
    let buffer = self.buffer
    var found: [(start: Int, end: Int)] = []
    swap(&found, &fields)
    found.removeAll(keepingCapacity: true)
    var fieldStart = row.lowerBound
    var searched = fieldStart
    while let tabulator = memchr(buffer + searched, 0x09, row.upperBound - searched) {
      let place = buffer.distance(to: tabulator.assumingMemoryBound(to: UInt8.self))
      searched = place + 1
      if Self.isProtected(buffer, place, from: fieldStart) { continue }
      found.append((fieldStart, place))
      fieldStart = searched
    }
    found.append((fieldStart, row.upperBound))
    fields = found
  }

  /// Throws the rejection of a row with a wrong number of fields, but first
  /// looks for a whole row after a line feed that a stray backslash protects,
  /// and keeps that one for the next call.
  private func recover(_ row: Range<Int>) throws {
    let found = fields.count
    for (index, place) in breaks.enumerated().reversed() where breaks.count <= 1000 {
      // The fields between the line feed and the end of the row.
      let behind = fields.filter { $0.start > place }.count
      guard behind <= columns - 1 else { break }
      guard behind == columns - 1 else { continue }
      split((place + 1)..<row.upperBound)
      guard fields.count == columns, integer(keyColumn) != nil else { break }
      let damagedLine = line
      line += index + 1
      hasRecovered = true
      let count = found - columns + 1
      guard count == columns else { throw wrongCount(count, line: damagedLine) }
      throw Rejection(
        line: damagedLine, reason: "has a line break that only a stray backslash protects")
    }
    throw wrongCount(found, line: line)
  }

  private func wrongCount(_ count: Int, line: Int) -> Rejection {
    Rejection(
      line: line, reason: "has \(count, "column"), \(columns) are expected",
      remedy: "Put the dump's tables.sql next to the file if its columns differ")
  }

  // MARK: Fields

  /// The bytes of a field as they are in the file.
  @inline(__always)
  func raw(_ column: Int) -> UnsafeBufferPointer<UInt8> {
    let field = fields[column]
    return UnsafeBufferPointer(start: buffer + field.start, count: field.end - field.start)
  }

  /// Whether the field is NULL or empty.
  func isEmpty(_ column: Int) -> Bool {
    let field = raw(column)
    return field.isEmpty
      || field.count == 2 && field[0] == UInt8(ascii: "\\") && field[1] == UInt8(ascii: "N")
  }

  /// A whole number, or nil for anything else.
  func integer(_ column: Int) -> Int? {
    let bytes = raw(column)
    guard (1...18).contains(bytes.count) else { return nil }
    var value = 0
    for byte in bytes {
      guard isASCIIDigit(byte) else { return nil }
      value = value * 10 + Int(byte &- 0x30)
    }
    return value
  }

  /// The field without escapes; `\N` is empty.
  func bytes(_ column: Int) -> [UInt8] { Self.unescaped(raw(column)) }

  /// The field as text, U+FFFD for damaged bytes, and whether there were any.
  func text(_ column: Int) -> (text: String, isRepaired: Bool) {
    let field = raw(column)
    if let start = field.baseAddress, memchr(start, 0x5C, field.count) == nil {
      if let text = String(validating: field, as: UTF8.self) { return (text, false) }
      return (String(decoding: field, as: UTF8.self), true)
    }
    let bytes = Self.unescaped(field)
    if let text = String(validating: bytes, as: UTF8.self) { return (text, false) }
    return (String(decoding: bytes, as: UTF8.self), true)
  }

  /// A field without its escapes.
  static func unescaped(_ field: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    if field.count == 2, field[0] == UInt8(ascii: "\\"), field[1] == UInt8(ascii: "N") {
      return []
    }
    var plain: [UInt8] = []
    plain.reserveCapacity(field.count)
    var index = 0
    while index < field.count {
      var byte = field[index]
      if byte != UInt8(ascii: "\\") {
        let next = field[(index + 1)...].firstIndex(of: UInt8(ascii: "\\")) ?? field.count
        plain.append(contentsOf: field[index..<next])
        index = next
        continue
      }
      if index + 1 < field.count {
        index += 1
        byte = meaning(ofEscaped: field[index])
      }
      plain.append(byte)
      index += 1
    }
    return plain
  }

  /// The byte that MySQL means by a backslash and `byte`.
  static func meaning(ofEscaped byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "0"): 0x00
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "Z"): 0x1A
    default: byte
    }
  }
}
