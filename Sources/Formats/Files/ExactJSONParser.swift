// The grammar of JSON (RFC 8259), by recursive descent over the bytes of one text.
// It knows no shapes of values: those are up to ExactJSON and its users.

package struct ExactJSONParser {
  /// What is wrong, and where.
  package struct Mistake: Error {
    /// The number of bytes before it.
    var offset: Int
    var problem: String

    func error(in bytes: [UInt8], file: String) -> InputError {
      let before = bytes[..<min(offset, bytes.count)]
      let line = before.count { $0 == 0x0A } + 1
      let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      return InputError(
        file: file, line: line, column: before.count - start + 1, problem: problem)
    }
  }

  /// Arrays and objects nested deeper are refused.
  private static let deepest = 500

  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0
  private var depth = 0

  static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<ExactJSON, Mistake> {
    var parser = ExactJSONParser(bytes)
    return Result { () throws(Mistake) in try parser.text() }
  }

  private init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }

  private mutating func text() throws(Mistake) -> ExactJSON {
    let value = try value()
    guard next() == nil else { throw failure("text after the end of the JSON") }
    return value
  }

  private mutating func value() throws(Mistake) -> ExactJSON {
    switch next() {
    case nil: throw failure("the JSON ends too early")
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func enter() throws(Mistake) {
    depth += 1
    guard depth <= Self.deepest else {
      throw failure("the JSON is nested more than \(Self.deepest) deep")
    }
    at += 1
  }

  private mutating func object() throws(Mistake) -> [(key: String, value: ExactJSON)] {
    var object: [(key: String, value: ExactJSON)] = []
    try enter()
    defer { depth -= 1 }
    if take("}") { return object }
    while true {
      guard next() == UInt8(ascii: "\"") else { throw failure("expected a name in double quotes") }
      let key = try string()
      guard take(":") else { throw failure("expected a colon") }
      object.append((key, try value()))
      if take("}") { return object }
      guard take(",") else { throw failure("expected a comma or }") }
    }
  }

  private mutating func array() throws(Mistake) -> [ExactJSON] {
    var list: [ExactJSON] = []
    try enter()
    defer { depth -= 1 }
    if take("]") { return list }
    while true {
      list.append(try value())
      if take("]") { return list }
      guard take(",") else { throw failure("expected a comma or ]") }
    }
  }

  private mutating func word(
    _ word: StaticString, _ value: ExactJSON
  ) throws(Mistake) -> ExactJSON {
    let length = word.utf8CodeUnitCount
    guard at + length <= bytes.count,
      (0..<length).allSatisfy({ bytes[at + $0] == word.utf8Start[$0] })
    else { throw failure("expected a value") }
    at += length
    return value
  }

  private mutating func number() throws(Mistake) -> String {
    let start = at
    var end = at
    func isAt(_ signs: StaticString) -> Bool {
      guard end < bytes.count else { return false }
      let byte = bytes[end]
      return (0..<signs.utf8CodeUnitCount).contains { signs.utf8Start[$0] == byte }
    }
    func digits() -> Int {
      let first = end
      while end < bytes.count, isASCIIDigit(bytes[end]) { end += 1 }
      return end - first
    }
    if isAt("-") { end += 1 }
    let startsWithZero = isAt("0")
    let whole = digits()
    var isNumber = whole == 1 || whole > 1 && !startsWithZero
    if isAt(".") {
      end += 1
      isNumber = digits() > 0 && isNumber
    }
    let hasExponent = isAt("eE")
    if hasExponent {
      end += 1
      if isAt("+-") { end += 1 }
      isNumber = digits() > 0 && isNumber
    }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    // What is no more than 300 digits fits a Double.
    guard isNumber, !isAt("+-.eE"), !hasExponent && text.utf8.count <= 300 || Double(text)?.isFinite == true
    else {
      throw failure("expected a value")
    }
    at = end
    return text
  }

  private mutating func string() throws(Mistake) -> String {
    at += 1
    let start = at
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        // Nearly every string ends here: one without an escape.
        return try utf8(UnsafeBufferPointer(rebasing: bytes[start..<at]))
      case UInt8(ascii: "\\"): return try escapedString(Array(bytes[start..<at]))
      case 0..<0x20: throw failure("there is a control character in a string")
      default: at += 1
      }
    }
    throw failure("a string is not closed")
  }

  /// Goes on with a string that begins with `text` and has an escape next.
  private mutating func escapedString(_ text: [UInt8]) throws(Mistake) -> String {
    var text = text
    while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "\""): return try utf8(text)
      case UInt8(ascii: "\\"):
        at += 1
        try escape(into: &text)
      case 0..<0x20: throw failure("there is a control character in a string")
      default:
        text.append(byte)
        at += 1
      }
    }
    throw failure("a string is not closed")
  }

  /// Decodes the text and takes the closing quotation mark, too.
  private mutating func utf8(_ text: some Collection<UInt8>) throws(Mistake) -> String {
    at += 1
    guard let string = String(validating: text, as: UTF8.self) else {
      throw failure("a string is not valid UTF-8")
    }
    return string
  }

  private mutating func escape(into text: inout [UInt8]) throws(Mistake) {
    guard at < bytes.count else { throw failure("a string is not closed") }
    let byte = bytes[at]
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: String(try scalar()).utf8)
    default: throw failure("unknown escape in a string")
    }
  }

  /// What follows `\u`: one unit of UTF-16, or two that are one character.
  private mutating func scalar() throws(Mistake) -> Unicode.Scalar {
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
    return scalar
  }

  private mutating func hexadecimal() throws(Mistake) -> UInt32 {
    var value: UInt32 = 0
    for offset in 0..<4 {
      guard at + offset < bytes.count,
        let digit = Character(Unicode.Scalar(bytes[at + offset])).hexDigitValue
      else { throw failure("\\u needs four hexadecimal digits") }
      value = value << 4 | UInt32(digit)
    }
    at += 4
    return value
  }

  /// The next byte that is not blank, which is not taken.
  private mutating func next() -> UInt8? {
    while at < bytes.count {
      switch bytes[at] {
      case 0x20, 0x09, 0x0A, 0x0D: at += 1
      default: return bytes[at]
      }
    }
    return nil
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next() == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  private func failure(_ problem: String) -> Mistake { Mistake(offset: at, problem: problem) }
}
