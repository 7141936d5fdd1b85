// JSON whose object keys are compared by their bytes. Foundation's readers put keys
// into dictionaries of String, which merge "é" and "e" + U+0301: two different
// entries of a vocabulary. Records of corpora are read with Foundation all the same.

/// A JSON value (RFC 8259); objects keep the order and the exact keys of the file, numbers
/// their text.
public enum ExactJSON: Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([ExactJSON])
  case object([(key: String, value: ExactJSON)])

  /// Parses a whole JSON text.
  ///
  /// - Throws: `InputError` with the place of the first mistake.
  public init(parsing bytes: [UInt8], file: String) throws {
    self = try ExactJSONParser.parse(bytes, name: file)
  }

  /// Reads and parses the file at `path`.
  ///
  /// - Parameter limit: the largest file that is read, in bytes.
  /// - Throws: `InputError` when the file cannot be read or is not JSON.
  public init(path: String, limit: Int = 256 << 20) throws {
    try self.init(parsing: ByteSource(path: path).readAll(limit: limit), file: path)
  }

  /// The last value of an object's key, nil where there is none.
  public subscript(key: String) -> ExactJSON? {
    guard case .object(let entries) = self else { return nil }
    return entries.last { ExactString($0.key) == ExactString(key) }?.value
  }

  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// A number without a fraction.
  public var integer: Int? {
    number.flatMap { Int(exactly: $0) }
  }

  public var number: Double? {
    if case .number(let text) = self { Double(text) } else { nil }
  }

  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  public var array: [ExactJSON]? {
    if case .array(let values) = self { values } else { nil }
  }

  public var object: [(key: String, value: ExactJSON)]? {
    if case .object(let entries) = self { entries } else { nil }
  }

  public var isNull: Bool {
    if case .null = self { true } else { false }
  }
}

/// A recursive descent over the bytes of one JSON text.
private struct ExactJSONParser {
  private let bytes: [UInt8]
  private let name: String
  private var at = 0
  private var depth = 0

  /// Arrays and objects nested deeper are refused.
  private static let limit = 500

  /// - Throws: `InputError` with the place of what is no JSON.
  static func parse(_ bytes: [UInt8], name: String) throws -> ExactJSON {
    var parser = ExactJSONParser(bytes: bytes, name: name)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.at = 3 }
    let value = try parser.value()
    parser.skipBlanks()
    guard parser.at == bytes.count else { throw parser.failure("text after the end of the JSON") }
    return value
  }

  private init(bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
  }

  private mutating func value() throws -> ExactJSON {
    skipBlanks()
    guard at < bytes.count else { throw failure("the JSON ends too early") }
    switch bytes[at] {
    case UInt8(ascii: "{"): return .object(try nested { try $0.object() })
    case UInt8(ascii: "["): return .array(try nested { try $0.array() })
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func nested<Result>(
    _ body: (inout ExactJSONParser) throws -> Result
  ) throws -> Result {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.limit else {
      throw failure("the JSON is nested more than \(Self.limit) deep")
    }
    return try body(&self)
  }

  private mutating func object() throws -> [(key: String, value: ExactJSON)] {
    var object: [(key: String, value: ExactJSON)] = []
    at += 1
    skipBlanks()
    if take("}") { return object }
    while true {
      skipBlanks()
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
        throw failure("expected a name in double quotes")
      }
      let key = try string()
      skipBlanks()
      guard take(":") else { throw failure("expected a colon") }
      object.append((key, try value()))
      skipBlanks()
      if take("}") { return object }
      guard take(",") else { throw failure("expected a comma or }") }
    }
  }

  private mutating func array() throws -> [ExactJSON] {
    var list: [ExactJSON] = []
    at += 1
    skipBlanks()
    if take("]") { return list }
    while true {
      list.append(try value())
      skipBlanks()
      if take("]") { return list }
      guard take(",") else { throw failure("expected a comma or ]") }
    }
  }

  private mutating func word(_ word: StaticString, _ value: ExactJSON) throws -> ExactJSON {
    let expected = Array("\(word)".utf8)
    guard bytes[at...].starts(with: expected) else { throw failure("expected a value") }
    at += expected.count
    return value
  }

  private mutating func number() throws -> String {
    let start = at
    while at < bytes.count, "+-.0123456789eE".utf8.contains(bytes[at]) { at += 1 }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    guard text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil,
      Double(text)?.isFinite == true
    else {
      at = start
      throw failure("expected a value")
    }
    return text
  }

  private mutating func string() throws -> String {
    at += 1
    var text: [UInt8] = []
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw failure("a string is not valid UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw failure("a control character stands in a string")
      default: text.append(byte)
      }
    }
    throw failure("a string is not closed")
  }

  private mutating func escape(into text: inout [UInt8]) throws {
    guard at < bytes.count else { throw failure("a string is not closed") }
    let byte = bytes[at]
    at += 1
    let plain: [UInt8: UInt8] = [
      0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9,
    ]
    if let plain = plain[byte] {
      text.append(plain)
      return
    }
    guard byte == UInt8(ascii: "u") else { throw failure("unknown escape in a string") }
    var value = try hexadecimal()
    if value & 0xFC00 == 0xD800, at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
      bytes[at + 1] == UInt8(ascii: "u")
    {
      at += 2
      let low = try hexadecimal()
      guard low & 0xFC00 == 0xDC00 else { throw failure("half of a character is missing") }
      value = 0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF)
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw failure("half of a character is missing")
    }
    text.append(contentsOf: String(scalar).utf8)
  }

  private mutating func hexadecimal() throws -> UInt32 {
    guard at + 4 <= bytes.count,
      let value = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
    else { throw failure("\\u needs four hexadecimal digits") }
    at += 4
    return value
  }

  private mutating func skipBlanks() {
    while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
  }

  private mutating func take(_ character: Character) -> Bool {
    guard at < bytes.count, bytes[at] == character.asciiValue else { return false }
    at += 1
    return true
  }

  private func failure(_ problem: String) -> InputError {
    let before = bytes[..<min(at, bytes.count)]
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return InputError(
      file: name, line: line, column: before.count - start + 1, problem: problem)
  }
}
