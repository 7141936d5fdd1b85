// Looks at the beginning of a stream and determines its RDF syntax. This is a guess
// by shape, not a parse: the chosen reader checks the content.

/// What the first bytes of a stream look like.
struct RDFRecognition {
  private(set) var syntax: RDFSyntax?
  /// The first line after blanks and comments.
  private var firstLine: ArraySlice<UInt8> = []
  /// Whether it could not be a list or a table as well.
  var isUnmistakable: Bool { Self.termsOfStatement(firstLine) != nil || Self.beginsTurtle(firstLine) }

  init(_ start: [UInt8]) {
    var bytes = start[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    // UTF-16 and UTF-32 occur in XML only, which declares them itself.
    if bytes.starts(with: [0xFF, 0xFE, 0x3C]) || bytes.starts(with: [0xFE, 0xFF, 0x00, 0x3C])
      || bytes.starts(with: [0x00, 0x3C]) || bytes.starts(with: [0x3C, 0x00])
    {
      syntax = .rdfXML
      return
    }
    var line = Self.skipBlanksAndComments(&bytes)
    guard let first = bytes.first else {
      // Nothing but blanks and comments: an empty graph.
      syntax = start.isEmpty || line.isEmpty ? .nTriples : nil
      return
    }
    line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    firstLine = line
    if Self.looksLikeJSONLD(bytes) {
      syntax = .jsonLD
    } else if first == UInt8(ascii: "<"), Self.looksLikeXML(bytes) {
      syntax = .rdfXML
    } else if let terms = Self.termsOfStatement(line) {
      syntax = terms == 4 ? .nQuads : Self.hasQuads(bytes) ? .nQuads : .nTriples
    } else if Self.looksLikeTurtle(bytes) {
      syntax = Self.hasGraph(bytes) ? .trig : .turtle
    }
  }

  private static func skipBlanksAndComments(
    _ bytes: inout ArraySlice<UInt8>
  ) -> ArraySlice<UInt8> {
    while let byte = bytes.first {
      if byte == UInt8(ascii: "#") {
        bytes = bytes.drop { $0 != 0x0A && $0 != 0x0D }
      } else if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
        bytes = bytes.dropFirst()
      } else {
        break
      }
    }
    return bytes
  }

  /// A JSON object or list with a keyword of JSON-LD in its first bytes.
  private static func looksLikeJSONLD(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.first == UInt8(ascii: "{") || bytes.first == UInt8(ascii: "[") else { return false }
    let inside = bytes.dropFirst().drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    guard let next = inside.first, "{[\"".utf8.contains(next) else { return false }
    let text = String(decoding: bytes.prefix(1 << 14), as: UTF8.self)
    return ["\"@context\"", "\"@id\"", "\"@graph\"", "\"@type\""].contains { text.contains($0) }
  }

  /// `<?xml`, `<!--`, `<!DOCTYPE` or a start tag rather than an IRI.
  private static func looksLikeXML(_ bytes: ArraySlice<UInt8>) -> Bool {
    let inside = bytes.dropFirst()
    if inside.first == UInt8(ascii: "?") || inside.first == UInt8(ascii: "!") { return true }
    let name = inside.prefix {
      Characters.name[$0] || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") || $0 >= 0x80
    }
    guard !name.isEmpty, let after = inside.dropFirst(name.count).first else { return false }
    // A blank ends a tag's name and can never occur in an IRI.
    if after == 0x20 || after == 0x09 || after == 0x0A || after == 0x0D { return true }
    // <a:b> and <a:b/> are tags when a tag follows.
    guard after == UInt8(ascii: ">") || after == UInt8(ascii: "/") else { return false }
    let rest = inside.drop { $0 != UInt8(ascii: ">") }.dropFirst()
      .drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
    guard rest.first == UInt8(ascii: "<") else { return false }
    return rest.dropFirst().first == UInt8(ascii: "/") || looksLikeXML(rest)
  }

  /// How many terms a line has that is a whole statement of N-Triples or
  /// N-Quads; nil for any other line.
  private static func termsOfStatement(_ line: ArraySlice<UInt8>) -> Int? {
    var rest = line
    var terms = 0
    while true {
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
      guard let byte = rest.first else { return nil }
      switch byte {
      case UInt8(ascii: "<"):
        let inside = rest.dropFirst().prefix { $0 != UInt8(ascii: ">") && $0 > 0x20 }
        guard inside.endIndex < rest.endIndex, rest[inside.endIndex] == UInt8(ascii: ">"),
          inside.withUnsafeBufferPointer({ schemeLength($0) }) > 0
        else { return nil }
        rest = rest[(inside.endIndex + 1)...]
      case UInt8(ascii: "_") where terms != 1:
        rest = rest.drop {
          $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ":") || Characters.name[$0]
            || $0 >= 0x80
        }
      case UInt8(ascii: "\"") where terms == 2:
        var isEscaped = false
        var isClosed = false
        rest = rest.dropFirst()
        while let inner = rest.first, !isClosed {
          isClosed = inner == UInt8(ascii: "\"") && !isEscaped
          isEscaped = inner == UInt8(ascii: "\\") && !isEscaped
          rest = rest.dropFirst()
        }
        guard isClosed, rest.first != UInt8(ascii: "\"") else { return nil }
        if rest.first == UInt8(ascii: "@") {
          rest = rest.dropFirst().drop { Characters.name[$0] }
        } else if rest.starts(with: "^^<".utf8) {
          rest = rest.drop { $0 != UInt8(ascii: ">") }.dropFirst()
        }
      case UInt8(ascii: ".") where terms == 3 || terms == 4:
        let after = rest.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }.first
        return after == nil || after == UInt8(ascii: "#") ? terms : nil
      default: return nil
      }
      terms += 1
      guard terms <= 4 else { return nil }
    }
  }

  /// Whether one of the further whole lines is a statement of four terms.
  private static func hasQuads(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).prefix(100).contains {
      termsOfStatement($0) == 4
    }
  }

  /// Whether a line is a directive, or a subject, a predicate and the beginning of an object.
  private static func beginsTurtle(_ line: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: line.prefix(2_000), as: UTF8.self)
    if text.prefixMatch(of: /(?i:@?(?:prefix|base))\s+\S*:?\s*<[^>]*>/) != nil { return true }
    return text.prefixMatch(of: /<[^<>\s]+>\s+(?:a|<[^<>\s]+>)\s+(?:<[^<>\s]+>|"|[A-Za-z][\w.-]*:\S|\[)/) != nil
  }

  private static func looksLikeTurtle(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first else { return false }
    if "<[(@:_{".utf8.contains(first) { return true }
    let word = bytes.prefix { Characters.name[$0] || $0 == UInt8(ascii: ".") || $0 >= 0x80 }
    let after = bytes.dropFirst(word.count).first
    if after == UInt8(ascii: ":") {
      let local = bytes.dropFirst(word.count + 1)
      // An IRI without brackets, in a list or table.
      if local.starts(with: "//".utf8) { return false }
      // A prefixed name is followed by a blank and a further term.
      let rest = local.drop { $0 > 0x20 && $0 != UInt8(ascii: ",") }
      return rest.first == 0x20 || rest.first == 0x09 || rest.first == 0x0A
        || rest.first == 0x0D
    }
    let keyword = String(decoding: word, as: UTF8.self).uppercased()
    return ["PREFIX", "BASE", "GRAPH"].contains(keyword)
  }

  /// Whether there is a brace outside strings, IRIs and comments.
  private static func hasGraph(_ bytes: ArraySlice<UInt8>) -> Bool {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      switch bytes[index] {
      case UInt8(ascii: "{"): return true
      case UInt8(ascii: "#"):
        while index < bytes.endIndex, bytes[index] != 0x0A { index += 1 }
      case UInt8(ascii: "<"):
        while index < bytes.endIndex, bytes[index] != UInt8(ascii: ">"), bytes[index] != 0x0A {
          index += 1
        }
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        let quote = bytes[index]
        let isLong = bytes[index...].starts(with: [quote, quote, quote])
        index += isLong ? 3 : 1
        while index < bytes.endIndex {
          if bytes[index] == UInt8(ascii: "\\") {
            index += 1
          } else if isLong
            ? bytes[index...].starts(with: [quote, quote, quote])
            : bytes[index] == quote || bytes[index] == 0x0A
          {
            index += isLong ? 2 : 0
            break
          }
          index += 1
        }
      case UInt8(ascii: "\\"): index += 1
      default: break
      }
      index += 1
    }
    return false
  }
}
