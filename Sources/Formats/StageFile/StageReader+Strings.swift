// Sections of strings: each behind its length of four bytes.
import FormatsFiles
import FormatsRDF

extension StageReader {
  /// The strings of the current section.
  ///
  /// - Throws: `InputError` when the section has another type or is damaged.
  public func readStrings() throws -> [String] {
    let section = try expectCurrent(.str)
    var strings: [String] = []
    strings.reserveCapacity(section.count)
    try forEachString(of: section) { bytes in
      guard let string = String(validating: bytes, as: UTF8.self) else {
        throw damaged(section.name, "a string is not UTF-8")
      }
      strings.append(string)
    }
    return strings
  }

  /// The strings of the current section as a table; equal strings, which no
  /// table has, are damage.
  ///
  /// - Throws: as `readStrings()`.
  func readTable() throws -> ByteTable {
    let section = try expectCurrent(.str)
    var table = ByteTable()
    try forEachString(of: section) { bytes in
      let number = table.count
      guard table.intern(bytes) == number else {
        throw damaged(section.name, "a string occurs twice")
      }
    }
    return table
  }

  /// Calls `body` with each string of the current section.
  private func forEachString(of section: Section, _ body: (ByteView) throws -> Void) throws {
    var bytes: [UInt8] = []
    try readPayload { bytes.append(contentsOf: $0) }
    try bytes.withUnsafeBufferPointer { bytes in
      var at = 0
      for _ in 0..<section.count {
        guard at + 4 <= bytes.count else { throw damaged(section.name, "a string is cut off") }
        let length = bytes[at..<at + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
        at += 4
        guard at + length <= bytes.count else {
          throw damaged(section.name, "a string is cut off")
        }
        try body(ByteView(rebasing: bytes[at..<at + length]))
        at += length
      }
      guard at == bytes.count else { throw damaged(section.name, "bytes after the last string") }
    }
  }
}
