// Whether a `<` begins a tag of HTML or XML, and where the tag ends. In
// `p<i in group one, and n>30` there is none: texts compare quantities as well. What is
// put in the place of a tag is up to who asks.

/// A tag: `<name>`, `<name attribute="value">`, `<name/>` or `</name>`.
///
/// A name that HTML, JATS or MathML knows, or one with a prefix (`jats:p`), is a tag if
/// nothing but attributes follows it. Any other name needs an attribute with a value or a
/// slash: `x<y>z` has no tag.
package struct MarkupTag {
  /// The name in lower case, without the prefix of a namespace.
  package let name: String
  package let isClosing: Bool
  /// Whether HTML, JATS or MathML have it.
  package let isKnown: Bool
  /// The place after the `>`.
  package let end: Int

  /// Whether it begins or ends a block of text.
  package var isBlock: Bool { blockTags.contains(name) }

  /// The longest tag, which bounds the time for text with many `<`.
  private static let longest = 2000

  /// - Parameter start: the place of a `<`.
  package init?(_ source: UnsafeBufferPointer<UInt8>, at start: Int) {
    var cursor = Cursor(
      source: source, index: start + 1, limit: min(source.count, start + Self.longest))
    isClosing = cursor.take(UInt8(ascii: "/"))
    guard let written = cursor.name(), let local = Self.localName(written) else { return nil }
    name = local
    isKnown =
      local.utf8.count < written.utf8.count || blockTags.contains(local) || inlineTags.contains(local)
    let behindName = cursor.index
    if isClosing {
      cursor.skipSpace()
      guard cursor.take(greaterThan) else { return nil }
      end = cursor.index
    } else if cursor.skipAttributes(takesBare: written.utf8.count > 1) {
      guard isKnown || cursor.values > 0 || cursor.isSelfClosing else { return nil }
      end = cursor.index
    } else {
      // Attributes with a mistake in them: a quote that is not closed, or one too many.
      guard isKnown, cursor.hasQuote || unmistakableTags.contains(local) else { return nil }
      cursor.index = behindName
      guard cursor.skipToEnd() else { return nil }
      end = cursor.index
    }
  }

  /// The name without its prefix; nil for `a:`, `1:2` and `urn:isbn:1`, which are not names.
  private static func localName(_ name: String) -> String? {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ $0.utf8.first.map(isASCIILetter) == true }) else { return nil }
    return parts.last.map(String.init)
  }

  /// Goes through the bytes of a tag.
  private struct Cursor {
    let source: UnsafeBufferPointer<UInt8>
    var index: Int
    let limit: Int
    /// Attributes with a value.
    private(set) var values = 0
    /// Whether any value begins with a quote.
    private(set) var hasQuote = false
    private(set) var isSelfClosing = false

    init(source: UnsafeBufferPointer<UInt8>, index: Int, limit: Int) {
      self.source = source
      self.index = index
      self.limit = limit
    }

    private var next: UInt8? { index < limit ? source[index] : nil }

    mutating func take(_ byte: UInt8) -> Bool {
      guard next == byte else { return false }
      index += 1
      return true
    }

    /// Passes over white space; whether there was any.
    @discardableResult
    mutating func skipSpace() -> Bool {
      let start = index
      while let byte = next, byte == 0x20 || (0x09...0x0D).contains(byte) { index += 1 }
      return index > start
    }

    /// The name of a tag or of an attribute, in lower case.
    mutating func name() -> String? {
      let start = index
      guard let first = next, isASCIILetter(first) || first == UInt8(ascii: "_") else { return nil }
      while let byte = next, index - start < 64, isNameByte(byte) { index += 1 }
      return String(decoding: source[start..<index], as: UTF8.self).lowercased()
    }

    /// Passes over attributes and the end of an opening tag; false if there is anything else.
    ///
    /// - Parameter takesBare: whether an attribute may have no value. A tag of one letter has
    ///   none of these, and `p<i required …` is a comparison.
    mutating func skipAttributes(takesBare: Bool) -> Bool {
      var mayFollow = false
      while true {
        if skipSpace() { mayFollow = true }
        if take(greaterThan) { return true }
        if take(UInt8(ascii: "/")) {
          isSelfClosing = true
          skipSpace()
          return take(greaterThan)
        }
        guard mayFollow, let name = self.name() else { return false }
        let behindName = index
        let hasBlank = skipSpace()
        guard take(UInt8(ascii: "=")) else {
          guard takesBare, bareAttributes.contains(name) else { return false }
          index = behindName
          mayFollow = false
          continue
        }
        let isApart = skipSpace() || hasBlank
        guard skipValue(isApart: isApart && !takesBare) else { return false }
        values += 1
        // A blank between attributes is often forgotten after quotes.
        mayFollow = hasQuote
      }
    }

    /// Passes over a value, in quotes or without.
    ///
    /// - Parameter isApart: whether there are blanks around the `=` after a name of one letter, which needs
    ///   quotes then: `a<b c = d` is an equation.
    private mutating func skipValue(isApart: Bool) -> Bool {
      guard let first = next else { return false }
      if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
        hasQuote = true
        guard let closing = source[(index + 1)..<limit].firstIndex(of: first) else { return false }
        index = closing + 1
        return true
      }
      guard !isApart else { return false }
      let start = index
      while let byte = next, byte > 0x20, byte != greaterThan {
        guard byte != lessThan else { return false }
        index += 1
      }
      return index > start
    }

    /// Goes past the next `>`; false if a `<` comes first.
    mutating func skipToEnd() -> Bool {
      while let byte = next, byte != lessThan {
        index += 1
        if byte == greaterThan { return true }
      }
      return false
    }
  }
}

extension String {
  /// The text without tags of HTML or JATS, if one of them is closed: `<i>E. coli</i>` gives `E. coli`,
  /// while `<html><table>` stays.
  package var withoutClosedMarkup: String {
    guard utf8.contains(lessThan), contains("</") else { return self }
    let bytes = Array(utf8)
    var plain: [UInt8] = []
    bytes.withUnsafeBufferPointer { source in
      var place = 0
      while place < source.count {
        if source[place] == lessThan, let tag = MarkupTag(source, at: place), tag.isKnown {
          place = tag.end
        } else {
          plain.append(source[place])
          place += 1
        }
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }
}

private let lessThan = UInt8(ascii: "<")
private let greaterThan = UInt8(ascii: ">")

private func isNameByte(_ byte: UInt8) -> Bool {
  isASCIILetter(byte) || (0x30...0x3A).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
}

private let blockTags: Set<String> = [
  "abstract", "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd",
  "details", "fieldset", "legend", "noscript", "summary",
  "disp-formula", "disp-quote", "div", "dl", "dt", "figcaption", "figure", "footer", "form", "h1",
  "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "li", "list-item", "main", "nav",
  "ol", "option", "p", "pre", "script", "sec", "section", "style", "table", "tbody", "td", "tfoot",
  "th", "thead", "title", "tr", "ul",
]

private let inlineTags: Set<String> = [
  "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code", "data",
  "del", "dfn", "em", "font", "i", "iframe", "img", "input", "ins", "kbd", "label",
  "link", "mark", "meta", "q", "s", "samp", "select", "small", "span", "strike",
  "strong", "sub", "sup", "svg", "textarea", "time", "tt", "u", "var", "wbr",
  // JATS, and Scopus's name of subscripts.
  "bold", "ext-link", "inf", "inline-formula", "italic", "monospace", "named-content", "overline",
  "roman", "sans-serif", "sc", "styled-content", "tex-math", "underline", "xref",
  // MathML.
  "math", "menclose", "mfenced", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded",
  "mphantom", "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable",
  "mtd", "mtext", "mtr", "munder", "munderover", "semantics",
]

/// Names that nobody compares with: whatever follows them is a tag.
private let unmistakableTags: Set<String> = [
  "blockquote", "div", "font", "h1", "h2", "h3", "h4", "h5", "h6", "img", "li", "ol", "span", "table", "td",
  "th", "tr", "ul",
]

/// Attributes of HTML without a value.
private let bareAttributes: Set<String> = [
  "allowfullscreen", "async", "autofocus", "autoplay", "checked", "compact", "controls", "default",
  "defer", "disabled", "download", "hidden", "ismap", "itemscope", "loop", "multiple", "muted",
  "nohref", "noresize", "noshade", "novalidate", "nowrap", "open", "readonly", "required",
  "reversed", "selected",
]
