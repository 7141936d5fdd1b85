// The terms of Turtle and TriG: IRIs, names, strings, numbers, blanks and
// comments, each read into an arena. The grammar of statements is
// TurtleReader's.

/// Reads single terms; stateful in prefixes and base.
struct TurtleLexer {
  var cursor: ByteCursor
  let arena = ByteArena()
  private var base: BaseIRI?
  private var prefixes = ByteTable()
  private var namespaces: [[UInt8]] = []
  /// The longest string accepted, in bytes.
  private let stringLimit = 16 << 20
  private let plainIRI = Characters.plainIRI
  private let plainQuoted = Characters.plainQuoted
  private let nameBytes = Characters.name

  init(_ source: ByteSource, base: String?) throws {
    cursor = try ByteCursor(source)
    self.base = base.map { BaseIRI(Array($0.utf8)) }
  }

  // MARK: Between the terms

  /// Passes over blanks, line ends and comments.
  ///
  /// - Returns: the next byte, or nil at the end of the stream.
  @discardableResult
  mutating func skipBlanks() throws -> UInt8? {
    while let byte = try cursor.peek() {
      switch byte {
      case 0x20, 0x09, 0x0D: cursor.advance()
      case 0x0A: cursor.advanceLine()
      case UInt8(ascii: "#"):
        while let next = try cursor.peek(), next != 0x0A {
          if next < 0x80 {
            cursor.advance()
          } else {
            cursor.advance(try cursor.scalar().count)
          }
        }
      default: return byte
      }
    }
    return nil
  }

  /// Passes over `byte` or tells what was expected.
  mutating func expect(_ byte: UInt8, _ what: StaticString) throws {
    guard try skipBlanks() == byte else { throw try unexpected("expected \(what)") }
    cursor.advance()
  }

  /// Passes over `word` if it stands here.
  mutating func skip(_ word: StaticString) throws -> Bool {
    for index in 0..<word.utf8CodeUnitCount {
      guard try cursor.peek(index) == word.utf8Start[index] else { return false }
    }
    cursor.advance(word.utf8CodeUnitCount)
    return true
  }

  /// An error that names what stands at the position.
  mutating func unexpected(_ problem: String) throws -> InputError {
    guard let byte = try cursor.peek() else {
      return cursor.failure("\(problem), found the end of the file")
    }
    return cursor.failure("\(problem), found \(describe(byte))")
  }

  // MARK: IRIs

  /// An IRI in angle brackets, resolved against the base.
  mutating func readIRI() throws -> Range<Int> {
    let line = cursor.line, column = cursor.column
    cursor.advance()
    let start = arena.count
    while true {
      let rest = try cursor.rest()
      var count = 0
      while count < rest.count, plainIRI[rest[count]] { count += 1 }
      if count > 0, let bytes = rest.baseAddress {
        arena.append(bytes, count: count)
        cursor.advance(count)
        try checkLength(from: start, "IRI")
        continue
      }
      guard let byte = rest.first else { throw try unexpected("the IRI is not closed by >") }
      if byte == UInt8(ascii: ">") { break }
      if byte >= 0x80 {
        try copyScalar()
      } else if byte == UInt8(ascii: "\\") {
        let before = cursor
        let scalar = try readNumericEscape()
        guard Characters.isAllowedInIRI(scalar.value) else {
          throw before.failure("the escape stands for a character that no IRI may hold")
        }
        arena.append(scalar)
      } else {
        throw cursor.failure("\(describe(byte)) must not stand in an IRI")
      }
    }
    cursor.advance()
    let reference = start..<arena.count
    if schemeLength(arena.view(reference)) > 0 { return reference }
    guard let base else {
      throw InputError(
        file: cursor.name, line: line, column: column,
        problem: "the IRI is relative and there is no base to resolve it against",
        remedy: "Give the base with --base IRI")
    }
    let text = arena.bytes(reference)
    arena.truncate(to: start)
    text.withUnsafeBufferPointer { base.resolve($0, into: arena) }
    return start..<arena.count
  }

  mutating func setBase(_ iri: Range<Int>) {
    base = BaseIRI(arena.bytes(iri))
  }

  mutating func setPrefix(_ name: Range<Int>, to iri: Range<Int>) {
    let id = prefixes.intern(arena.view(name))
    if id == namespaces.count {
      namespaces.append(arena.bytes(iri))
    } else {
      namespaces[id] = arena.bytes(iri)
    }
  }

  // MARK: Names

  /// What a run of letters turned out to be.
  enum Word {
    /// `prefix:`, the colon passed over; the range holds the prefix.
    case prefix(Range<Int>)
    /// A keyword: `a`, `true`, `PREFIX` …; still in front of the cursor.
    case keyword(String)
  }

  /// Looks at letters: a prefix up to its colon, or a keyword.
  mutating func readWord() throws -> Word {
    var length = 0
    var keywordLength: Int?
    var endsWithDot = false
    while let byte = try cursor.peek(length) {
      if nameBytes[byte] {
        guard length > 0 || Characters.isLetter(byte) else { break }
        length += 1
        endsWithDot = false
      } else if byte == UInt8(ascii: "."), length > 0 {
        if keywordLength == nil { keywordLength = length }
        length += 1
        endsWithDot = true
      } else if byte >= 0x80 {
        let (scalar, count) = try cursor.scalar(at: length)
        guard length == 0
          ? Characters.isNameStart(scalar) : Characters.isNamePart(scalar)
        else { break }
        length += count
        endsWithDot = false
      } else {
        break
      }
    }
    if try cursor.peek(length) == UInt8(ascii: ":"), !endsWithDot {
      let start = arena.count
      let rest = try cursor.rest()
      arena.append(ByteView(rebasing: rest[..<length]))
      cursor.advance(length + 1)
      return .prefix(start..<arena.count)
    }
    let rest = try cursor.rest()
    return .keyword(
      String(decoding: rest[..<min(keywordLength ?? length, 32)], as: UTF8.self))
  }

  /// The rest of a prefixed name, after the colon; the range holds the IRI.
  mutating func readLocalName(prefix: Range<Int>) throws -> Range<Int> {
    guard let id = prefixes.find(arena.view(prefix)) else {
      let name = String(decoding: arena.view(prefix), as: UTF8.self)
      throw cursor.failure(
        "the prefix “\(name):” is not declared", remedy: "Declare it with @prefix")
    }
    let start = arena.count
    arena.append(namespaces[id])
    let localStart = arena.count
    // A name may hold dots but does not end with one.
    var dots = 0
    while let byte = try cursor.peek(dots) {
      if byte == UInt8(ascii: "."), arena.count > localStart {
        dots += 1
        continue
      }
      let isFirst = arena.count == localStart
      func isPart() throws -> Bool {
        if nameBytes[byte] { return !(isFirst && byte == UInt8(ascii: "-")) }
        if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "%")
          || byte == UInt8(ascii: "\\")
        { return true }
        guard byte >= 0x80 else { return false }
        let scalar = try cursor.scalar(at: dots).scalar
        return isFirst ? Characters.isNameStart(scalar) : Characters.isNamePart(scalar)
      }
      guard try isPart() else { break }
      for _ in 0..<dots { arena.append(UInt8(ascii: ".")) }
      cursor.advance(dots)
      dots = 0
      try readLocalPart(byte)
      try checkLength(from: start, "name")
    }
    return start..<arena.count
  }

  private mutating func readLocalPart(_ byte: UInt8) throws {
    switch byte {
    case UInt8(ascii: "%"):
      guard let high = try cursor.peek(1), let low = try cursor.peek(2),
        Characters.hexValue(high) != nil, Characters.hexValue(low) != nil
      else { throw cursor.failure("expected two hexadecimal digits after %") }
      arena.append(byte)
      arena.append(high)
      arena.append(low)
      cursor.advance(3)
    case UInt8(ascii: "\\"):
      guard let escaped = try cursor.peek(1), Characters.localEscape[escaped] else {
        throw cursor.failure("this character cannot be escaped in a name")
      }
      arena.append(escaped)
      cursor.advance(2)
    case 0x80...: try copyScalar()
    default:
      arena.append(byte)
      cursor.advance()
    }
  }

  /// A label after `_:`; the range holds the label under which it is told.
  mutating func readBlankNodeLabel() throws -> Range<Int> {
    guard try cursor.peek(1) == UInt8(ascii: ":") else {
      throw cursor.failure("expected _: and the label of a blank node")
    }
    cursor.advance(2)
    let start = arena.count
    var dots = 0
    while let byte = try cursor.peek(dots) {
      let isFirst = arena.count == start
      if byte == UInt8(ascii: "."), !isFirst {
        dots += 1
        continue
      }
      if nameBytes[byte] {
        if isFirst, byte == UInt8(ascii: "-") { break }
      } else if byte >= 0x80 {
        let scalar = try cursor.scalar(at: dots).scalar
        guard isFirst ? Characters.isNameStart(scalar) : Characters.isNamePart(scalar)
        else { break }
      } else {
        break
      }
      for _ in 0..<dots { arena.append(UInt8(ascii: ".")) }
      cursor.advance(dots)
      dots = 0
      if byte >= 0x80 {
        try copyScalar()
      } else {
        arena.append(byte)
        cursor.advance()
      }
      try checkLength(from: start, "label")
    }
    guard arena.count > start else { throw cursor.failure("the blank node has no label") }
    return BlankNodes.told(start..<arena.count, in: arena)
  }

  // MARK: Literals

  /// A string in single or double quotes, short or long.
  mutating func readString(quote: UInt8) throws -> Range<Int> {
    let line = cursor.line, column = cursor.column
    var isLong = false
    if try cursor.peek(1) == quote, try cursor.peek(2) == quote {
      isLong = true
      cursor.advance(3)
    } else {
      cursor.advance()
    }
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
      switch byte {
      case quote:
        if !isLong {
          cursor.advance()
          return start..<arena.count
        }
        if try cursor.peek(1) == quote, try cursor.peek(2) == quote {
          cursor.advance(3)
          return start..<arena.count
        }
        arena.append(byte)
        cursor.advance()
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
      while let byte = try cursor.peek(), Characters.isDigit(byte) {
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
      try Characters.isDigit(next) || whole > 0 && isExponent(at: 1)
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
      if let sign = try cursor.peek(), !Characters.isDigit(sign) {
        arena.append(sign)
        cursor.advance()
      }
      _ = try digits()
      datatype = RDFNames.double
    }
    return (start..<arena.count, datatype)
  }

  /// Whether `e`, an optional sign and a digit stand `offset` bytes ahead.
  private mutating func isExponent(at offset: Int) throws -> Bool {
    guard let letter = try cursor.peek(offset), letter | 0x20 == UInt8(ascii: "e"),
      let next = try cursor.peek(offset + 1)
    else { return false }
    if Characters.isDigit(next) { return true }
    guard next == UInt8(ascii: "+") || next == UInt8(ascii: "-"),
      let digit = try cursor.peek(offset + 2)
    else { return false }
    return Characters.isDigit(digit)
  }

  // MARK: Characters

  private mutating func copyScalar() throws {
    let count = try cursor.scalar().count
    for _ in 0..<count {
      if let byte = try cursor.peek() { arena.append(byte) }
      cursor.advance()
    }
  }

  private mutating func readNumericEscape() throws -> Unicode.Scalar {
    let digits: Int
    switch try cursor.peek(1) {
    case UInt8(ascii: "u"): digits = 4
    case UInt8(ascii: "U"): digits = 8
    case let other: throw cursor.failure("unknown escape \\\(other.map(printable) ?? "")")
    }
    var value: UInt32 = 0
    for index in 0..<digits {
      guard let byte = try cursor.peek(2 + index), let digit = Characters.hexValue(byte)
      else { throw cursor.failure("the escape needs \(digits) hexadecimal digits") }
      value = value << 4 | digit
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw cursor.failure("the escape stands for no Unicode character")
    }
    cursor.advance(2 + digits)
    return scalar
  }

  @inline(__always)
  private func checkLength(from start: Int, _ what: StaticString) throws {
    if arena.count - start > stringLimit {
      throw cursor.failure("the \(what) is longer than \(stringLimit) bytes")
    }
  }
}

/// Labels of blank nodes: those of the file and those that a reader makes up
/// must never meet.
enum BlankNodes {
  private static let made = Array("anon".utf8)

  /// The label under which a label of the file is told: itself, unless it
  /// looks like one of the reader's own.
  static func told(_ label: Range<Int>, in arena: ByteArena) -> Range<Int> {
    guard arena.view(label).starts(with: made) else { return label }
    let start = arena.count
    arena.append(made)
    arena.append(UInt8(ascii: "_"))
    arena.append(copyOf: label)
    return start..<arena.count
  }

  /// A label of the reader's own.
  static func make(_ number: Int, in arena: ByteArena) -> Range<Int> {
    let start = arena.count
    arena.append(made)
    arena.append(decimal: number)
    return start..<arena.count
  }
}
