// JSON whose object keys are compared by their bytes. Foundation's readers put keys
// into dictionaries of String, which merge "é" and "e" + U+0301: two different
// entries of a vocabulary. Records of corpora are read with Foundation all the same.

/// A JSON value; objects keep the order and the exact keys of the file.
public enum ExactJSON: Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([ExactJSON])
  case object([(key: String, value: ExactJSON)])

  /// Parses a whole JSON text.
  ///
  /// - Throws: `InputError` with the line of the first mistake.
  public init(parsing bytes: [UInt8], file: String) throws {
    var parser = ExactJSONParser(bytes: bytes, file: file)
    self = try parser.document()
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
    if case .number(let value) = self { Int(exactly: value) } else { nil }
  }

  public var number: Double? {
    if case .number(let value) = self { value } else { nil }
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
  private let file: String
  private var index = 0
  private static let deepest = 128

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  mutating func document() throws -> ExactJSON {
    let value = try value(depth: 0)
    skipSpace()
    guard index == bytes.count else { throw failure("something follows the end of the JSON") }
    return value
  }

  private mutating func value(depth: Int) throws -> ExactJSON {
    guard depth < Self.deepest else { throw failure("is nested too deeply") }
    skipSpace()
    guard index < bytes.count else { throw failure("ends too early") }
    switch bytes[index] {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func object(depth: Int) throws -> ExactJSON {
    index += 1
    var entries: [(key: String, value: ExactJSON)] = []
    skipSpace()
    if take("}") { return .object([]) }
    while true {
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
        throw failure("a key is missing")
      }
      let key = try string()
      skipSpace()
      guard take(":") else { throw failure("a colon is missing") }
      entries.append((key, try value(depth: depth + 1)))
      skipSpace()
      if take("}") { return .object(entries) }
      guard take(",") else { throw failure("a comma is missing") }
    }
  }

  private mutating func array(depth: Int) throws -> ExactJSON {
    index += 1
    var values: [ExactJSON] = []
    skipSpace()
    if take("]") { return .array([]) }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      if take("]") { return .array(values) }
      guard take(",") else { throw failure("a comma is missing") }
    }
  }

  private mutating func number() throws -> Double {
    let start = index
    while index < bytes.count, "+-.eE0123456789".utf8.contains(bytes[index]) { index += 1 }
    guard let value = Double(String(decoding: bytes[start..<index], as: UTF8.self)),
      value.isFinite
    else { throw failure("is not JSON") }
    return value
  }

  private mutating func word(_ text: String, _ value: ExactJSON) throws -> ExactJSON {
    guard bytes[index...].starts(with: text.utf8) else { throw failure("is not JSON") }
    index += text.utf8.count
    return value
  }

  private mutating func string() throws -> String {
    index += 1
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw failure("a text is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): text.append(contentsOf: try escape())
      default: text.append(byte)
      }
    }
    throw failure("ends inside a text")
  }

  private mutating func escape() throws -> [UInt8] {
    guard index < bytes.count else { throw failure("ends inside a text") }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "u"):
      var value = try fourDigits()
      if (0xD800..<0xDC00).contains(value), take("\\"), take("u") {
        let low = try fourDigits()
        guard (0xDC00..<0xE000).contains(low) else {
          throw failure("a \\u escape is half of a pair")
        }
        value = 0x1_0000 + (value - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(value) else {
        throw failure("a \\u escape is half of a pair")
      }
      return Array(String(scalar).utf8)
    default: throw failure("has an unknown escape in a text")
    }
  }

  private mutating func fourDigits() throws -> UInt32 {
    guard index + 4 <= bytes.count,
      let value = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
    else { throw failure("a \\u escape has not four digits") }
    index += 4
    return value
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  private func failure(_ problem: String) -> InputError {
    let line = bytes[..<min(index, bytes.count)].count { $0 == 0x0A } + 1
    return InputError(file: file, line: line, problem: problem, remedy: "Copy the file again")
  }
}
