// Strings, language tags and numbers.
import FormatsFiles

extension TurtleLexer {
  /// A string in single or double quotes, short or long.
  mutating func readString(quote: UInt8) throws -> Range<Int> {
    let (line, column) = (cursor.line, cursor.column)
    let isLong = try isTripled(quote)
    cursor.advance(isLong ? 3 : 1)
    let start = arena.count
    while true {
      let rest = try cursor.rest()
      var count = 0
      while count < rest.count, plainQuoted[rest[count]] { count += 1 }
      if count > 0, let bytes = rest.baseAddress {
        arena.append(bytes, count: count)
        cursor.advance(count)
        try checkLength(from: start, "string")
        continue
      }
      guard let byte = rest.first else {
        throw InputError(
          file: cursor.name, line: line, column: column,
          problem: "the string that begins here is not closed")
      }
      if byte == quote, try !isLong || isTripled(quote) {
        cursor.advance(isLong ? 3 : 1)
        return start..<arena.count
      }
      try copySpecial(byte, isLong: isLong)
    }
  }

  /// Whether the quotation mark that comes next is the first of three.
  private mutating func isTripled(_ quote: UInt8) throws -> Bool {
    try cursor.peek(1) == quote && cursor.peek(2) == quote
  }

  /// Takes the byte that comes next in a string, and what belongs to it.
  private mutating func copySpecial(_ byte: UInt8, isLong: Bool) throws {
    switch byte {
    case 0x80...: try copyScalar()
    case UInt8(ascii: "\\"):
      if let next = try cursor.peek(1), let plain = characterEscape(next) {
        arena.append(plain)
        cursor.advance(2)
      } else {
        arena.append(try readNumericEscape())
      }
    case 0x0A, 0x0D:
      guard isLong else {
        throw cursor.failure(
          "a string in single quotation marks must end on its line",
          remedy: "Use three quotation marks for a string of several lines")
      }
      arena.append(byte)
      if byte == 0x0A { cursor.advanceLine() } else { cursor.advance() }
    default:
      arena.append(byte)
      cursor.advance()
    }
  }

  /// A tag after `@`.
  mutating func readLanguageTag() throws -> Range<Int> {
    cursor.advance()
    let start = arena.count
    func take(_ members: ByteClass) throws -> Int {
      let before = arena.count
      while let byte = try cursor.peek(), members[byte] {
        arena.append(byte)
        cursor.advance()
        try checkLength(from: start, "language tag")
      }
      return arena.count - before
    }
    guard try take(Characters.letter) > 0 else {
      throw cursor.failure("a language tag must begin with a letter")
    }
    while try cursor.peek() == UInt8(ascii: "-") {
      arena.append(UInt8(ascii: "-"))
      cursor.advance()
      guard try take(Characters.letterOrDigit) > 0 else {
        throw cursor.failure("the language tag has an empty part")
      }
    }
    return start..<arena.count
  }

  /// A number and its datatype.
  mutating func readNumber() throws -> (value: Range<Int>, datatype: [UInt8]) {
    let start = arena.count
    func digits() throws -> Int {
      var count = 0
      while let byte = try cursor.peek(), isASCIIDigit(byte) {
        arena.append(byte)
        cursor.advance()
        count += 1
        try checkLength(from: start, "number")
      }
      return count
    }
    if let sign = try cursor.peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
      arena.append(sign)
      cursor.advance()
    }
    let whole = try digits()
    var datatype = RDFNames.integer
    var fraction = 0
    // "1." is an integer and a full stop, "1.e0" a double.
    if try cursor.peek() == UInt8(ascii: "."), let next = try cursor.peek(1),
      try isASCIIDigit(next) || whole > 0 && isExponent(at: 1)
    {
      arena.append(UInt8(ascii: "."))
      cursor.advance()
      fraction = try digits()
      datatype = RDFNames.decimal
    }
    guard whole + fraction > 0 else { throw try unexpected("expected a digit") }
    if try isExponent(at: 0), let exponent = try cursor.peek() {
      arena.append(exponent)
      cursor.advance()
      if let sign = try cursor.peek(), !isASCIIDigit(sign) {
        arena.append(sign)
        cursor.advance()
      }
      _ = try digits()
      datatype = RDFNames.double
    }
    return (start..<arena.count, datatype)
  }

  /// Whether `e`, an optional sign and a digit are `offset` bytes ahead.
  private mutating func isExponent(at offset: Int) throws -> Bool {
    guard let letter = try cursor.peek(offset), letter | 0x20 == UInt8(ascii: "e"),
      let next = try cursor.peek(offset + 1)
    else { return false }
    if isASCIIDigit(next) { return true }
    guard next == UInt8(ascii: "+") || next == UInt8(ascii: "-"),
      let digit = try cursor.peek(offset + 2)
    else { return false }
    return isASCIIDigit(digit)
  }
}
