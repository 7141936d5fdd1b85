// The terms of Turtle and TriG: IRIs, names, strings, numbers, blanks and
// comments, each read into an arena. The grammar of statements is
// TurtleReader's.
import FormatsFiles

/// Reads single terms; stateful in prefixes and base.
struct TurtleLexer {
  var cursor: ByteCursor
  let arena = ByteArena()
  private var base: BaseIRI?
  var prefixes = ByteTable()
  var namespaces: [[UInt8]] = []
  /// The longest string accepted, in bytes.
  let stringLimit = 16 << 20
  let plainIRI = Characters.plainIRI
  let plainQuoted = Characters.plainQuoted
  let nameBytes = Characters.name

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

  /// Skips `byte`; otherwise an error says what was expected.
  mutating func expect(_ byte: UInt8, _ what: StaticString) throws {
    guard try skipBlanks() == byte else { throw try unexpected("expected \(what)") }
    cursor.advance()
  }

  /// Skips `word` if it is next.
  mutating func skip(_ word: StaticString) throws -> Bool {
    for index in 0..<word.utf8CodeUnitCount {
      guard try cursor.peek(index) == word.utf8Start[index] else { return false }
    }
    cursor.advance(word.utf8CodeUnitCount)
    return true
  }

  /// An error that names what is at the position.
  mutating func unexpected(_ problem: String) throws -> InputError {
    guard let byte = try cursor.peek() else {
      return cursor.failure("\(problem), found the end of the file")
    }
    return cursor.failure("\(problem), found \(describe(byte))")
  }

  // MARK: IRIs

  /// An IRI in angle brackets, resolved against the base.
  mutating func readIRI() throws -> Range<Int> {
    let line = cursor.line
    let column = cursor.column
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
        throw cursor.failure("\(describe(byte)) is not allowed in an IRI")
      }
    }
    cursor.advance()
    let reference = start..<arena.count
    if schemeLength(arena.view(reference)) > 0 { return reference }
    guard let base else {
      throw InputError(
        file: cursor.name, line: line, column: column,
        problem: "the IRI is relative and there is no base to resolve it against",
        remedy: "Give the IRI of the document as the base")
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

  // MARK: Characters

  mutating func copyScalar() throws {
    let count = try cursor.scalar().count
    for _ in 0..<count {
      if let byte = try cursor.peek() { arena.append(byte) }
      cursor.advance()
    }
  }

  mutating func readNumericEscape() throws -> Unicode.Scalar {
    let digits: Int
    switch try cursor.peek(1) {
    case UInt8(ascii: "u"): digits = 4
    case UInt8(ascii: "U"): digits = 8
    case let other: throw cursor.failure("unknown escape \\\(other.map(printable) ?? "")")
    }
    var value: UInt32 = 0
    for index in 0..<digits {
      guard let byte = try cursor.peek(2 + index), let digit = hexadecimalValue(byte)
      else { throw cursor.failure("the escape needs \(digits) hexadecimal digits") }
      value = value << 4 | UInt32(digit)
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw cursor.failure("the escape is not a Unicode character")
    }
    cursor.advance(2 + digits)
    return scalar
  }

  @inline(__always)
  func checkLength(from start: Int, _ what: StaticString) throws {
    if arena.count - start > stringLimit {
      throw cursor.failure("the \(what) is longer than \(stringLimit, "byte")")
    }
  }
}
