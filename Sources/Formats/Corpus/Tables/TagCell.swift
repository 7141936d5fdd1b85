// A cell that holds the tags of a document: lists whose own notation shows where
// a tag ends, and lists that need a separator.
import FormatsFiles
import Foundation

/// The tags of one cell, or what must be cut at a separator.
enum TagCell: Equatable {
  /// A list with brackets, quotes or angle brackets around its tags, or of URIs.
  case list([String])
  /// Text between separators.
  case plain(String)
  /// What is inside brackets without quotes and commas: Java prints a list of one text as `[a b]`.
  /// Blanks separate nothing.
  case bracketed(String)

  /// Takes a cell apart that needs no separator: `<a> <b>`, `<a><b>`, `|a|b|`,
  /// `['a, b', "c"]`, `['a' 'b']`, `[3 17]`, `("a", "b")`, `{a,b}`, `"a, b", "c"`, R's
  /// `c("a", "b")`, `[{'name': 'a'}]`, `frozenset({'a'})`, `array(['a'], dtype=object)`,
  /// `[np.str_('a')]`, `__label__a __label__b`.
  ///
  /// - Parameter findsURIs: whether a cell of URIs is a list.
  init(_ cell: String, findsURIs: Bool = true) {
    let text = cell.trimmed.withoutClosedMarkup
    let bytes = Array(text.utf8)
    guard bytes.count > 1, let first = bytes.first, let last = bytes.last else {
      self = .plain(text)
      return
    }
    if findsURIs, let uris = Self.uris(bytes) {
      self = .list(uris)
      return
    }
    if text.hasPrefix(FastText.mark) {
      self = .list(text.split(whereSeparator: \.isWhitespace).flatMap(FastText.labels))
      return
    }
    switch (first, last) {
    case (UInt8(ascii: "<"), UInt8(ascii: ">")):
      self = .list(Self.angled(bytes))
    case (UInt8(ascii: "|"), UInt8(ascii: "|")):
      self = .list(bytes.split(separator: first).map { String(decoding: $0, as: UTF8.self) })
    case (UInt8(ascii: "["), UInt8(ascii: "]")), (UInt8(ascii: "("), UInt8(ascii: ")")),
      (UInt8(ascii: "{"), UInt8(ascii: "}")):
      if let inside = Self.single(bytes) {
        self = first == UInt8(ascii: "(") ? .plain(text) : .bracketed(inside)
      } else {
        self = TagLiteral.tags(bytes[...]).map { .list($0) } ?? .plain(text)
      }
    case (UInt8(ascii: "\""), UInt8(ascii: "\"")):
      self = Self.quoted(bytes).map { .list($0) } ?? .plain(text)
    case (_, UInt8(ascii: ")")):
      let name = bytes.prefix { $0 != UInt8(ascii: "(") }
      switch String(decoding: name, as: UTF8.self) {
      case let name where name == "c" || TagLiteral.isConstructor(name):
        self =
          TagLiteral.tags(Self.withoutType(bytes.dropFirst(name.count))).map { .list($0) }
          ?? .plain(text)
      // R's vectors without an element.
      case "character", "logical", "integer", "factor":
        self = text.hasSuffix("(0)") ? .list([]) : .plain(text)
      default: self = .plain(text)
      }
    default: self = .plain(text)
    }
  }

  /// What is inside the brackets if it has neither quotes nor commas nor brackets, and is neither empty
  /// nor numbers between blanks, as NumPy prints them.
  private static func single(_ bytes: [UInt8]) -> String? {
    let inside = bytes.dropFirst().dropLast()
    guard !inside.contains(where: { "\"',()[]{}:".utf8.contains($0) }) else { return nil }
    let text = String(decoding: inside, as: UTF8.self).trimmed
    let words = text.split(whereSeparator: \.isWhitespace)
    return words.isEmpty || words.allSatisfy { Double($0) != nil } ? nil : text
  }

  /// Items in quotes between commas or semicolons; nil for anything else, and for a single one.
  private static func quoted(_ bytes: [UInt8]) -> [String]? {
    for separator in [UInt8(ascii: ","), UInt8(ascii: ";")] {
      var parser = CSVRows.Parser(separator: separator, skipsPadding: true)
      parser.feed(bytes)
      if parser.state == .complete, parser.row.count > 1 {
        return parser.row.map { String(decoding: $0, as: UTF8.self) }
      }
    }
    return nil
  }

  /// Without what NumPy and pandas add after the elements: `(['a'], dtype=object)`.
  private static func withoutType(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let comma = text.range(of: ", dtype=", options: .backwards),
      text[comma.upperBound...].allSatisfy({ $0.isLetter || $0.isNumber || "<>|=')".contains($0) })
    else { return bytes }
    return Array((text[..<comma.lowerBound] + ")").utf8)[...]
  }

  /// URIs between blanks or marks; nil if anything else is among them. A mark separates only where
  /// another URI follows: `http://e.org/Paris,_Texas` is one.
  private static func uris(_ bytes: [UInt8]) -> [String]? {
    guard beginsURI(bytes[...]) else { return nil }
    var uris: [String] = []
    for word in bytes.split(whereSeparator: { $0 <= 0x20 }) where !word.allSatisfy(isMark) {
      guard beginsURI(word) else { return nil }
      var start = word.startIndex
      for index in word.indices where isMark(word[index]) && beginsURI(word[(index + 1)...]) {
        uris.append(String(decoding: word[start..<index], as: UTF8.self))
        start = index + 1
      }
      let last = word[start...]
      uris.append(String(decoding: last.last.map(isMark) == true ? last.dropLast() : last, as: UTF8.self))
    }
    return uris
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "|")
  }

  private static func beginsURI(_ bytes: ArraySlice<UInt8>) -> Bool {
    schemes.contains { bytes.starts(with: $0) }
  }

  private static let schemes = ["http://", "https://", "urn:"].map { Array($0.utf8) }

  /// The texts between `<` and `>`; text outside of them separates.
  private static func angled(_ bytes: [UInt8]) -> [String] {
    var tags: [String] = []
    var start: Int?
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "<") {
        start = index + 1
      } else if byte == UInt8(ascii: ">"), let from = start {
        tags.append(String(decoding: bytes[from..<index], as: UTF8.self))
        start = nil
      }
    }
    return tags
  }
}

/// A list as Python, NumPy, R, JSON or PostgreSQL print it.
enum TagLiteral {
  /// The strings of a list, in order; nil for what is not a list.
  static func tags(_ bytes: ArraySlice<UInt8>) -> [String]? {
    var parser = Parser(bytes: bytes, index: bytes.startIndex)
    guard let tags = parser.list(depth: 0) else { return nil }
    parser.skipSpace()
    return parser.index == bytes.endIndex ? tags : nil
  }

  /// Whether a word before a bracket says how Python holds what is in it.
  static func isConstructor(_ name: String) -> Bool {
    constructors.contains(name) || name.hasPrefix("np.") || name.hasPrefix("numpy.")
  }

  private static let constructors: Set<String> = [
    "list", "set", "frozenset", "tuple", "array", "Index", "deque", "dict_keys", "dict_values", "OrderedSet",
    "Series", "ndarray",
  ]

  private struct Parser {
    let bytes: ArraySlice<UInt8>
    var index: Int
    private static let nameKeys: Set<String> = [
      "name", "label", "tag", "term", "keyword", "value", "title", "prefLabel",
    ]

    var next: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

    mutating func skipSpace() {
      while let byte = next, byte <= 0x20 { index += 1 }
    }

    /// Items between brackets; commas between them may be missing if all of
    /// them are quoted or none holds a comma.
    mutating func list(depth: Int) -> [String]? {
      guard depth < 8, let opening = next, let closing = Self.closing[opening] else { return nil }
      index += 1
      let hasComma = bareItemsHaveCommas(closing)
      var tags: [String] = []
      while true {
        skipSpace()
        guard let byte = next else { return nil }
        if byte == closing {
          index += 1
          return tags
        }
        if byte == UInt8(ascii: ",") {
          index += 1
        } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
          guard let text = quoted(closing) else { return nil }
          skipSpace()
          if next == UInt8(ascii: ":") {
            guard let value = entry(text, depth, closing) else { return nil }
            tags += value
          } else {
            tags.append(text)
          }
        } else if Self.closing[byte] != nil {
          guard let inner = list(depth: depth + 1) else { return nil }
          tags += inner
        } else if skipConstructor() {
          // The type of an array's elements follows them: `array(['a'], dtype=object)`.
          guard let inner = list(depth: depth + 1) else { return nil }
          tags += inner.filter { !$0.hasPrefix("dtype=") }
        } else {
          let text = bare(closing, stopsAtBlank: !hasComma)
          // R names the items of a list: a = "x".
          if !["None", "null", "nan", "NA", "NaN"].contains(text) { tags.append(text) }
        }
      }
    }

    /// Skips `np.str_` and the like; false if a bracket does not follow.
    private mutating func skipConstructor() -> Bool {
      let name = bytes[index...].prefix {
        isASCIILetter($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") || isASCIIDigit($0)
      }
      guard name.endIndex < bytes.endIndex, bytes[name.endIndex] == UInt8(ascii: "("),
        TagLiteral.isConstructor(String(decoding: name, as: UTF8.self))
      else { return false }
      index = name.endIndex
      return true
    }

    /// The value of a dictionary's entry, if its key says that it is a name.
    private mutating func entry(_ key: String, _ depth: Int, _ closing: UInt8) -> [String]? {
      index += 1
      skipSpace()
      let wanted = Self.nameKeys.contains(key)
      guard let byte = next else { return nil }
      if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        return quoted(closing).map { wanted ? [$0] : [] }
      }
      if Self.closing[byte] != nil {
        return list(depth: depth + 1).map { wanted ? $0 : [] }
      }
      let text = bare(closing, stopsAtBlank: false)
      return wanted ? [text] : []
    }

    /// A string in quotes. A quote ends it only before a comma, a bracket, a
    /// colon, white space or another quote: `'d'Arc'` is one string.
    private mutating func quoted(_ closing: UInt8) -> String? {
      let quote = bytes[index]
      index += 1
      var text: [UInt8] = []
      while index < bytes.endIndex {
        let byte = bytes[index]
        index += 1
        if byte == UInt8(ascii: "\\"), index < bytes.endIndex {
          unescape(into: &text)
        } else if byte == quote {
          guard let after = next, after > 0x20, after != UInt8(ascii: ","), after != closing,
            after != UInt8(ascii: ":"), Self.closing[after] == nil,
            !Self.closing.values.contains(after), after != UInt8(ascii: "'"),
            after != UInt8(ascii: "\"")
          else { return String(decoding: text, as: UTF8.self) }
          text.append(byte)
        } else {
          text.append(byte)
        }
      }
      return nil
    }

    private mutating func unescape(into text: inout [UInt8]) {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r"): text.append(0x20)
      case UInt8(ascii: "u"), UInt8(ascii: "x"), UInt8(ascii: "U"):
        let length = byte == UInt8(ascii: "u") ? 4 : byte == UInt8(ascii: "x") ? 2 : 8
        let digits = String(decoding: bytes[index...].prefix(length), as: UTF8.self)
        if digits.utf8.count == length, let value = UInt32(digits, radix: 16),
          let scalar = Unicode.Scalar(value)
        {
          text.append(contentsOf: String(scalar).utf8)
          index += length
        } else {
          text.append(byte)
        }
      default: text.append(byte)
      }
    }

    private mutating func bare(_ closing: UInt8, stopsAtBlank: Bool) -> String {
      let start = index
      while let byte = next, byte != UInt8(ascii: ","), byte != closing,
        !(stopsAtBlank && byte <= 0x20)
      { index += 1 }
      return String(decoding: bytes[start..<index], as: UTF8.self).trimmed
    }

    private func bareItemsHaveCommas(_ closing: UInt8) -> Bool {
      bytes[index...].prefix { $0 != closing }.contains(UInt8(ascii: ","))
    }

    private static let closing: [UInt8: UInt8] = [
      UInt8(ascii: "["): UInt8(ascii: "]"), UInt8(ascii: "("): UInt8(ascii: ")"),
      UInt8(ascii: "{"): UInt8(ascii: "}"),
    ]
  }
}
