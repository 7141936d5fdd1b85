// A first look at JSON: which fields it has, and what separates the tags of
// fields that hold them in one string. It checks no syntax.
import FormatsFiles

enum JSONSurvey {
  /// What a look at the beginning shows.
  struct Start {
    /// Whether any object has a field for an id.
    var hasIDs = false
    /// Whether any tags are in one string.
    var hasTagStrings = false
  }

  static func start(of bytes: [UInt8], columns: TableColumns) -> Start {
    var start = Start()
    var scanner = Scanner(columns: columns) { role, _, value in
      if role == .id { start.hasIDs = true }
      if role == .tags, value != nil { start.hasTagStrings = true }
    }
    scanner.feed(bytes[...])
    return start
  }

  /// What separates tags, by the name of the field.
  ///
  /// - Throws: `InputError` as `ByteSource`.
  static func separators(
    in source: ByteSource, columns: TableColumns
  ) throws -> [String: TagSeparator] {
    var surveys: [String: TagSurvey] = [:]
    var scanner = Scanner(columns: columns) { role, name, value in
      if role == .tags, let value { surveys[name, default: TagSurvey(names: columns.names)].add(value) }
    }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
      if count == 0 { break }
      scanner.feed(buffer[..<count])
    }
    return Dictionary(uniqueKeysWithValues: surveys.map { ($0, $1.separator(of: $0)) })
  }

  /// Finds names and string values, whatever the nesting.
  private struct Scanner {
    let columns: TableColumns
    let found: (FieldRole, String, String?) -> Void
    /// The string at hand, as it is written.
    private var string: [UInt8] = []
    private var hasEscapes = false
    private var isInString = false
    private var isEscaped = false
    /// A string that has ended and may be a name.
    private var last: [UInt8]?
    /// The field whose value comes next.
    private var pending: (role: FieldRole, name: String)?
    private var roles: [[UInt8]: (role: FieldRole, name: String)?] = [:]

    init(columns: TableColumns, found: @escaping (FieldRole, String, String?) -> Void) {
      self.columns = columns
      self.found = found
    }

    mutating func feed(_ bytes: ArraySlice<UInt8>) {
      for byte in bytes {
        if isInString {
          if !isEscaped, byte == UInt8(ascii: "\"") {
            isInString = false
            if let pending {
              found(pending.role, pending.name, pending.role == .tags ? text : "")
              self.pending = nil
            } else if string.count < 256 {
              last = hasEscapes ? Array(text.utf8) : string
            }
            continue
          }
          isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
          hasEscapes = hasEscapes || isEscaped
          if string.count < 1 << 16 { string.append(byte) }
        } else if byte == UInt8(ascii: "\"") {
          isInString = true
          string.removeAll(keepingCapacity: true)
          hasEscapes = false
        } else if byte == UInt8(ascii: ":") {
          pending = last.flatMap { role(of: $0) }
          last = nil
        } else if byte > 0x20 {
          if let pending { found(pending.role, pending.name, nil) }
          pending = nil
          last = nil
        }
      }
    }

    /// The string at hand, its escapes replaced.
    private var text: String {
      if hasEscapes, let text = LenientJSON.parse([0x22] + string[...] + [0x22])?.string { return text }
      return String(decoding: string, as: UTF8.self)
    }

    private mutating func role(of bytes: [UInt8]) -> (role: FieldRole, name: String)? {
      if let known = roles[bytes] { return known }
      let name = String(decoding: bytes, as: UTF8.self)
      var role = FieldNames.role(of: name)?.role
      if columns.tags.contains(where: { $0.lowercased() == name.lowercased() }) { role = .tags }
      if columns.id?.lowercased() == name.lowercased() { role = .id }
      let result = role.map { ($0, name) }
      if roles.count < 1_000 { roles[bytes] = result }
      return result
    }
  }
}
