// The grammar of N-Triples and N-Quads on one block of whole lines in memory;
// NTriplesReader provides the blocks.
import FormatsFiles

/// The parser of one block of lines, the last byte of which is a line feed.
///
/// The line feed is a member of no class of characters, so that inner loops
/// need no comparison with the end of the block.
struct NTriplesLines {
  let name: String
  let allowsGraph: Bool
  let end: UnsafePointer<UInt8>
  var line: Int
  /// Lines that were skipped, and the first of them.
  private(set) var skipped = 0
  private(set) var firstSkipped: Int?
  private var here: UnsafePointer<UInt8>
  private var lineStart: UnsafePointer<UInt8>
  private let scratch: UnsafeMutablePointer<UInt8>
  private var scratchCount = 0
  private let plainIRI = Characters.plainIRI
  private let plainString = Characters.plainDoubleQuoted
  private let nameBytes = Characters.name

  init(
    name: String, allowsGraph: Bool, block: UnsafePointer<UInt8>,
    end: UnsafePointer<UInt8>, scratch: UnsafeMutablePointer<UInt8>, line: Int
  ) {
    self.name = name
    self.allowsGraph = allowsGraph
    self.end = end
    self.line = line
    self.scratch = scratch
    here = block
    lineStart = block
  }

  mutating func parse(_ body: RDFStatementHandler) throws {
    while here < end {
      skipBlanks()
      switch here.pointee {
      case 0x0A, 0x0D: break
      case UInt8(ascii: "#"): try skipComment()
      default: try parseStatement(body)
      }
      // A carriage return alone ends a line too; CR LF is one end.
      if here.pointee == 0x0D, here + 1 < end, here[1] == 0x0A { here += 1 }
      here += 1
      line += 1
      lineStart = here
    }
  }

  /// Parses the block and skips lines that are not in the grammar.
  mutating func parseSkipping(_ body: RDFStatementHandler) throws {
    /// An error that the handler threw, as opposed to an error in the line.
    struct Thrown: Error { var error: any Error }
    func handle(_ statement: RDFStatement) throws {
      do { try body(statement) } catch { throw Thrown(error: error) }
    }
    while here < end {
      do {
        try parse(handle)
      } catch let thrown as Thrown {
        throw thrown.error
      } catch is InputError {
        skipped += 1
        if firstSkipped == nil { firstSkipped = line }
        here = lineStart
        while here.pointee != 0x0A, here.pointee != 0x0D { here += 1 }
        if here.pointee == 0x0D, here + 1 < end, here[1] == 0x0A { here += 1 }
        here += 1
        line += 1
        lineStart = here
      }
    }
  }

  private mutating func parseStatement(_ body: RDFStatementHandler) throws {
    scratchCount = 0
    let subject = try parseNode("a subject, an IRI in <> or a blank node")
    skipBlanks()
    guard here.pointee == UInt8(ascii: "<") else {
      throw failure("a predicate must be an IRI in <>")
    }
    let predicate = try parseIRI()
    skipBlanks()
    let object =
      here.pointee == UInt8(ascii: "\"")
      ? try parseLiteral()
      : try parseNode("an object, an IRI in <>, a blank node or a literal in double quotes")
    skipBlanks()
    var graph: RDFTerm?
    if allowsGraph, here.pointee == UInt8(ascii: "<") || here.pointee == UInt8(ascii: "_") {
      graph = try parseNode("the name of a graph")
      skipBlanks()
    }
    guard here.pointee == UInt8(ascii: ".") else {
      throw failure("expected the full stop that ends a statement")
    }
    here += 1
    skipBlanks()
    if here.pointee == UInt8(ascii: "#") {
      try skipComment()
    } else if here.pointee != 0x0A, here.pointee != 0x0D {
      throw failure("expected the end of the line after the full stop")
    }
    try body(
      RDFStatement(
        subject: subject, predicate: predicate, object: object, graph: graph, line: line))
  }

  @inline(__always)
  private mutating func skipBlanks() {
    while here.pointee == 0x20 || here.pointee == 0x09 { here += 1 }
  }

  private mutating func skipComment() throws {
    while true {
      let byte = here.pointee
      if byte == 0x0A || byte == 0x0D { return }
      if byte < 0x80 { here += 1 } else { try skipScalar() }
    }
  }

  @inline(__always)
  private mutating func parseNode(_ expected: StaticString) throws -> RDFTerm {
    if here.pointee == UInt8(ascii: "<") { return RDFTerm(.iri, try parseIRI()) }
    if here.pointee == UInt8(ascii: "_") { return try parseBlankNode() }
    throw failure("expected \(expected)")
  }

  /// Between angle brackets; absolute, so it must begin with a scheme.
  private mutating func parseIRI() throws -> ByteView {
    let start = here + 1
    var at = start
    while plainIRI[at.pointee] { at += 1 }
    if at.pointee == UInt8(ascii: ">") {
      here = at + 1
      return try absolute(ByteView(start: start, count: at - start), at: start)
    }
    // Beyond ASCII or escaped.
    let output = scratch + scratchCount
    var count = 0
    here = start
    while here.pointee != UInt8(ascii: ">") {
      let byte = here.pointee
      if plainIRI[byte] {
        output[count] = byte
        count += 1
        here += 1
      } else if byte >= 0x80 {
        count += try copyScalar(to: output + count)
      } else if byte == UInt8(ascii: "\\") {
        let at = here
        let scalar = try parseNumericEscape()
        guard Characters.isAllowedInIRI(scalar.value) else {
          here = at
          throw failure("the escape stands for a character that no IRI may hold")
        }
        count += write(scalar, to: output + count)
      } else {
        throw failure(
          byte == 0x0A || byte == 0x0D
            ? "the IRI is not closed by >" : "\(describe(byte)) is not allowed in an IRI")
      }
    }
    here += 1
    scratchCount += count
    return try absolute(ByteView(start: output, count: count), at: start)
  }

  @inline(__always)
  private mutating func absolute(
    _ iri: ByteView, at start: UnsafePointer<UInt8>
  ) throws -> ByteView {
    if schemeLength(iri) > 0 { return iri }
    here = start
    throw failure("the IRI is relative; this format has no base to resolve it against")
  }

  private mutating func parseBlankNode() throws -> RDFTerm {
    guard here[1] == UInt8(ascii: ":") else {
      throw failure("expected _: and the label of a blank node")
    }
    here += 2
    let start = here
    guard
      nameBytes[here.pointee] && here.pointee != UInt8(ascii: "-")
        || here.pointee >= 0x80
    else { throw failure("the blank node has no label") }
    var lastNameEnd = here
    while true {
      let byte = here.pointee
      if nameBytes[byte] {
        here += 1
        lastNameEnd = here
      } else if byte == UInt8(ascii: ".") {
        here += 1
      } else if byte >= 0x80 {
        guard let (scalar, count) = decodeUTF8(here, available: end - here) else {
          throw invalidUTF8()
        }
        guard
          here == start
            ? Characters.isNameStart(scalar) : Characters.isNamePart(scalar)
        else { break }
        here += count
        lastNameEnd = here
      } else {
        break
      }
    }
    guard lastNameEnd > start else { throw failure("the blank node has no label") }
    // A label may contain dots but does not end with one.
    here = lastNameEnd
    return RDFTerm(.blank, ByteView(start: start, count: here - start))
  }

  private mutating func parseLiteral() throws -> RDFTerm {
    let value = try parseQuoted()
    let none = ByteView(start: nil, count: 0)
    if here.pointee == UInt8(ascii: "@") {
      here += 1
      let start = here
      guard isASCIILetter(here.pointee) else {
        throw failure("a language tag must begin with a letter")
      }
      while isASCIILetter(here.pointee) { here += 1 }
      while here.pointee == UInt8(ascii: "-") {
        here += 1
        guard Characters.letterOrDigit[here.pointee] else {
          throw failure("the language tag has an empty part")
        }
        while Characters.letterOrDigit[here.pointee] { here += 1 }
      }
      return RDFTerm(
        .literal, value, language: ByteView(start: start, count: here - start),
        datatype: none)
    }
    if here.pointee == UInt8(ascii: "^") {
      guard here[1] == UInt8(ascii: "^"), here[2] == UInt8(ascii: "<") else {
        throw failure("expected ^^ and the datatype's IRI in <>")
      }
      here += 2
      return RDFTerm(.literal, value, language: none, datatype: try parseIRI())
    }
    return RDFTerm(.literal, value, language: none, datatype: none)
  }

  private mutating func parseQuoted() throws -> ByteView {
    let start = here + 1
    var at = start
    while true {
      while plainString[at.pointee] { at += 1 }
      if at.pointee < 0x80 { break }
      guard let (_, count) = decodeUTF8(at, available: end - at) else {
        here = at
        throw invalidUTF8()
      }
      at += count
    }
    if at.pointee == UInt8(ascii: "\"") {
      here = at + 1
      return ByteView(start: start, count: at - start)
    }
    // With escapes: what was read so far is copied, the rest unescaped.
    let output = scratch + scratchCount
    var count = at - start
    output.update(from: start, count: count)
    here = at
    while here.pointee != UInt8(ascii: "\"") {
      let byte = here.pointee
      if plainString[byte] || byte == 0 {
        output[count] = byte
        count += 1
        here += 1
      } else if byte >= 0x80 {
        count += try copyScalar(to: output + count)
      } else if byte == UInt8(ascii: "\\") {
        if let plain = characterEscape(here[1]) {
          output[count] = plain
          count += 1
          here += 2
        } else {
          count += write(try parseNumericEscape(), to: output + count)
        }
      } else {
        throw failure("the literal is not closed by a quotation mark on its line")
      }
    }
    here += 1
    scratchCount += count
    return ByteView(start: output, count: count)
  }

  /// `\uXXXX` or `\UXXXXXXXX`.
  private mutating func parseNumericEscape() throws -> Unicode.Scalar {
    let digits: Int
    switch here[1] {
    case UInt8(ascii: "u"): digits = 4
    case UInt8(ascii: "U"): digits = 8
    default: throw failure("unknown escape \\\(printable(here[1]))")
    }
    var value: UInt32 = 0
    for index in 0..<digits {
      guard let digit = hexadecimalValue(here[2 + index]) else {
        throw failure("the escape needs \(digits) hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw failure("the escape is not a Unicode character")
    }
    here += 2 + digits
    return scalar
  }

  private func write(_ scalar: Unicode.Scalar, to output: UnsafeMutablePointer<UInt8>) -> Int {
    var count = 0
    for byte in UTF8.encode(scalar).unsafelyUnwrapped {
      output[count] = byte
      count += 1
    }
    return count
  }

  private mutating func copyScalar(to output: UnsafeMutablePointer<UInt8>) throws -> Int {
    guard let (_, count) = decodeUTF8(here, available: end - here) else {
      throw invalidUTF8()
    }
    output.update(from: here, count: count)
    here += count
    return count
  }

  private mutating func skipScalar() throws {
    guard let (_, count) = decodeUTF8(here, available: end - here) else {
      throw invalidUTF8()
    }
    here += count
  }

  private func invalidUTF8() -> InputError {
    failure("the bytes are not valid UTF-8")
  }

  private func failure(_ problem: String) -> InputError {
    InputError(
      file: name, line: line, column: here - lineStart + 1, problem: problem)
  }
}
