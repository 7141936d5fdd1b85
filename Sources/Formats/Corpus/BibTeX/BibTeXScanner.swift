// BibTeX's syntax: entries, strings, comments, values in braces or quotes,
// concatenation. BibTeXReader knows what a field means.
import FormatsFiles

/// One entry, its values unchanged (with TeX inside) except that macros are expanded.
struct BibTeXEntry {
  var type: String
  var key: String
  /// The 1-based line of the `@`.
  var line: Int
  /// Names in lower case; several fields may have one name.
  var fields: [(name: String, value: [UInt8])]

  /// The values of all fields with this name.
  func values(_ name: String) -> [[UInt8]] { fields.filter { $0.name == name }.map(\.value) }
}

/// Reads entries one by one.
///
/// Text between entries is a comment. Reading of a damaged entry ends at the
/// line on which the next one begins.
final class BibTeXScanner {
  private let feed: ByteFeed
  private let limit: Int
  private var strings: [String: [UInt8]] = [
    "jan": Array("January".utf8), "feb": Array("February".utf8), "mar": Array("March".utf8),
    "apr": Array("April".utf8), "may": Array("May".utf8), "jun": Array("June".utf8),
    "jul": Array("July".utf8), "aug": Array("August".utf8), "sep": Array("September".utf8),
    "oct": Array("October".utf8), "nov": Array("November".utf8), "dec": Array("December".utf8),
  ]
  private var entryLine = 0
  /// The bytes of the present entry, and of all macros.
  private var size = 0
  private var stringSize = 0

  /// - Parameter limit: the longest entry accepted, in bytes.
  /// - Throws: `InputError` as `ByteSource`.
  init(_ source: ByteSource, limit: Int) throws {
    feed = try ByteFeed(source)
    self.limit = limit
  }

  /// The line that was reached.
  var line: Int { feed.line }

  /// The next entry, or nil at the end.
  ///
  /// - Throws: `Rejection` for a damaged entry, after which reading may go on;
  ///   `InputError` for a damaged stream.
  func next() throws -> BibTeXEntry? {
    while try findEntry() {
      entryLine = feed.line
      size = 0
      _ = try feed.next()  // the @
      let type = try name().lowercased()
      try feed.skipSpace()
      guard !type.isEmpty, let opening = try feed.peek(), opening == 0x7B || opening == 0x28
      else { continue }  // an @ in a comment
      let closing: UInt8 = opening == 0x7B ? 0x7D : 0x29
      if type == "comment" {
        _ = try braced(closing: closing)
        continue
      }
      _ = try feed.next()
      try feed.skipSpace()
      switch type {
      case "preamble":
        _ = try value()
        try close(closing)
      case "string":
        let (name, value) = try field()
        // Macros made of macros grow like entities of XML: all of them together
        // are bounded.
        let old = strings[name]?.count ?? -name.utf8.count
        guard stringSize + value.count - old <= limit else { throw damaged("is too long") }
        stringSize += value.count - old
        strings[name] = value
        try feed.skipSpace()
        if try feed.peek() == UInt8(ascii: ",") { _ = try feed.next() }
        try close(closing)
      default:
        return try entry(type, closing)
      }
    }
    return nil
  }

  /// Goes to the next `@`.
  private func findEntry() throws -> Bool {
    while let byte = try feed.peek() {
      if byte == UInt8(ascii: "@") { return true }
      _ = try feed.next()
    }
    return false
  }

  private func entry(_ type: String, _ closing: UInt8) throws -> BibTeXEntry {
    let line = entryLine
    var key: [UInt8] = []
    // Scopus writes keys with blanks.
    while let byte = try feed.peek(), byte != UInt8(ascii: ","), byte != closing, byte >= 0x20,
      byte != UInt8(ascii: "=")
    {
      key.append(byte)
      try count()
      _ = try feed.next()
    }
    while key.last == 0x20 { key.removeLast() }
    var entry = BibTeXEntry(
      type: type, key: String(decoding: key, as: UTF8.self), line: line, fields: [])
    while true {
      try feed.skipSpace()
      switch try feed.peek() {
      case closing:
        _ = try feed.next()
        return entry
      case UInt8(ascii: ","):
        _ = try feed.next()
      case nil: throw damaged("does not end before the end of the file")
      case UInt8(ascii: "@") where try isNewEntry():
        throw damaged("does not end before the next one")
      default:
        let name = try self.name()
        try feed.skipSpace()
        // … and with commas.
        if entry.fields.isEmpty, !name.isEmpty, try feed.peek() == UInt8(ascii: ",") {
          entry.key += "," + name
          continue
        }
        entry.fields.append((name.lowercased(), try fieldValue(name)))
        try feed.skipSpace()
        let next = try feed.peek()
        guard next == nil || next == UInt8(ascii: ",") || next == closing else {
          throw damaged("has no comma after the field `\(name)`")
        }
      }
    }
  }

  /// `name = value`.
  private func field() throws -> (name: String, value: [UInt8]) {
    let name = try self.name().lowercased()
    try feed.skipSpace()
    return (name, try fieldValue(name))
  }

  /// What follows a field's name.
  private func fieldValue(_ name: String) throws -> [UInt8] {
    let name = name.lowercased()
    guard !name.isEmpty, try feed.peek() == UInt8(ascii: "=") else {
      throw damaged(
        name.isEmpty ? "has something that is not a field" : "has no value for the field `\(name)`")
    }
    _ = try feed.next()
    return try value()
  }

  /// Parts joined by `#`.
  private func value() throws -> [UInt8] {
    var value: [UInt8] = []
    while true {
      try feed.skipSpace()
      switch try feed.peek() {
      case UInt8(ascii: "{"): value += try braced(closing: 0x7D)
      case UInt8(ascii: "\""): value += try quoted()
      default:
        let word = try name()
        guard !word.isEmpty else { throw damaged("has an invalid value") }
        if word.utf8.allSatisfy({ isASCIIDigit($0) }) {
          value += Array(word.utf8)
        } else {
          let known = strings[word.lowercased()] ?? []
          size += known.count
          try count()
          value += known
        }
      }
      try feed.skipSpace()
      guard try feed.peek() == UInt8(ascii: "#") else { return value }
      _ = try feed.next()
    }
  }

  /// The text between a brace (or parenthesis) and its partner.
  private func braced(closing: UInt8) throws -> [UInt8] {
    let opening = try feed.next()
    var value: [UInt8] = []
    var depth = 1
    var last: UInt8 = 0
    while true {
      let byte = try valueByte(after: last)
      if last != UInt8(ascii: "\\") {
        if byte == opening { depth += 1 }
        if byte == closing {
          depth -= 1
          if depth == 0 { return value }
        }
      }
      // A backslash before a backslash protects no brace.
      last = last == UInt8(ascii: "\\") && byte == last ? 0 : byte
      value.append(byte)
    }
  }

  /// The next byte of a value that does not end with `last`.
  private func valueByte(after last: UInt8) throws -> UInt8 {
    guard let byte = try feed.peek() else { throw damaged("does not end before the end of the file") }
    if last == 0x0A, byte == UInt8(ascii: "@"), try isNewEntry() {
      throw damaged("does not end before the next one")
    }
    _ = try feed.next()
    try count()
    return byte
  }

  private func quoted() throws -> [UInt8] {
    _ = try feed.next()
    var value: [UInt8] = []
    var depth = 0
    var last: UInt8 = 0
    while true {
      let byte = try valueByte(after: last)
      if byte == 0x7B { depth += 1 }
      if byte == 0x7D { depth -= 1 }
      if byte == UInt8(ascii: "\""), depth <= 0 { return value }
      last = byte
      value.append(byte)
    }
  }

  /// Letters, digits and the signs that BibTeX allows in names.
  private func name() throws -> String {
    var name: [UInt8] = []
    while let byte = try feed.peek(), byte > 0x20, !Self.noName.contains(byte) {
      name.append(byte)
      try count()
      _ = try feed.next()
    }
    return String(decoding: name, as: UTF8.self)
  }

  private static let noName = Set("\"#%'(),={}@".utf8)

  private func close(_ closing: UInt8) throws {
    try feed.skipSpace()
    guard try feed.peek() == closing else { throw damaged("does not end where it should") }
    _ = try feed.next()
  }

  /// Whether `@type{key,` begins here: the entry before has lost its end.
  private func isNewEntry() throws -> Bool {
    var offset = 1
    func letter(_ byte: UInt8?) -> Bool { byte.map(isASCIILetter) ?? false }
    while offset < 40, letter(try feed.peek(offset)) { offset += 1 }
    guard offset > 1 else { return false }
    while offset < 60, try feed.peek(offset) == 0x20 { offset += 1 }
    guard let opening = try feed.peek(offset), opening == 0x7B || opening == 0x28 else {
      return false
    }
    offset += 1
    while offset < 250, let byte = try feed.peek(offset), byte >= 0x20, byte != 0x7D,
      byte != UInt8(ascii: "=")
    {
      if byte == UInt8(ascii: ",") { return true }
      offset += 1
    }
    return false
  }

  private func count() throws {
    size += 1
    guard size <= limit else {
      throw InputError(
        file: feed.name, line: entryLine, problem: "the entry is longer than \(limit, "byte")",
        remedy: "Check that this is a BibTeX file")
    }
  }

  private func damaged(_ reason: String) -> Rejection {
    Rejection(line: entryLine, reason: reason)
  }
}
