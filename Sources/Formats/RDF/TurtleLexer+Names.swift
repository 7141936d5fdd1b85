// Prefixes, keywords, prefixed names and labels of blank nodes.
import FormatsFiles

extension TurtleLexer {
  /// What a run of letters turned out to be.
  enum Word {
    /// `prefix:`, the colon skipped; the range holds the prefix.
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
        guard length > 0 || isASCIILetter(byte) else { break }
        length += 1
        endsWithDot = false
      } else if byte == UInt8(ascii: "."), length > 0 {
        if keywordLength == nil { keywordLength = length }
        length += 1
        endsWithDot = true
      } else if byte >= 0x80 {
        let (scalar, count) = try cursor.scalar(at: length)
        guard
          length == 0
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
    // A name may contain dots but does not end with one.
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
        {
          return true
        }
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
        hexadecimalValue(high) != nil, hexadecimalValue(low) != nil
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

  /// A label after `_:`; the range holds the label under which it is reported.
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
}
