// What separates the tags of a column: decided once, from all of its cells, or
// by the user. A single cell does not show whether `machine learning` is one tag
// or two.

/// How the cells of one column or field are cut into tags.
struct TagSeparator: Equatable, Sendable {
  enum Mark: Equatable, Sendable {
    case semicolon, comma, bar, lineFeed, blanks
    case text(String)
  }

  var mark: Mark

  /// What the user wants; `tab`, `newline` and `blank` are names.
  init(named text: String) {
    switch text {
    case " ", "blank", "blanks", "space": mark = .blanks
    case "\\t", "tab": mark = .text("\t")
    case "\\n", "newline": mark = .lineFeed
    default: mark = .text(text)
    }
  }

  init(_ mark: Mark) { self.mark = mark }

  /// For messages.
  var name: String {
    switch mark {
    case .semicolon: "semicolon"
    case .comma: "comma"
    case .bar: "|"
    case .lineFeed: "line break"
    case .blanks: "blanks"
    case .text(let text): "`\(text)`"
    }
  }

  /// The tags of a cell. Lists whose own notation shows where a tag ends need no
  /// separator.
  func tags(in cell: String) -> [String] {
    switch TagCell(cell) {
    case .list(let tags): tags
    case .plain(let text): parts(of: text).map(Self.unquoted)
    }
  }

  private func parts(of text: String) -> [String] {
    let hasSemicolon = text.utf8.contains(UInt8(ascii: ";"))
    switch mark {
    case .text(let text0):
      return text0.isEmpty ? [text] : text.split(separator: text0).map(String.init)
    case .semicolon:
      // A bar separates wherever it occurs; a comma belongs to the tag.
      return cut(text, hasSemicolon ? ";" : "|")
    case .comma:
      return cut(
        text,
        hasSemicolon
          ? ";"
          : text.utf8.contains(UInt8(ascii: "|"))
            && !text.utf8.contains(UInt8(ascii: ",")) ? "|" : ",")
    case .bar:
      return cut(text, text.utf8.contains(UInt8(ascii: "|")) || !hasSemicolon ? "|" : ";")
    case .lineFeed: return cut(text, "\n")
    case .blanks:
      for mark in [";", "|", ","] as [Unicode.Scalar] where text.unicodeScalars.contains(mark) {
        return cut(text, mark)
      }
      return text.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
    }
  }

  private func cut(_ text: String, _ mark: Unicode.Scalar) -> [String] {
    text.unicodeScalars.split(separator: mark).map { String($0) }
  }

  /// Without a pair of quotes or angle brackets around.
  private static func unquoted(_ part: String) -> String {
    let part = part.trimmed
    for (opening, closing) in [("<", ">"), ("'", "'"), ("\"", "\"")]
    where part.hasPrefix(opening) && part.hasSuffix(closing) && part.utf8.count > 1 {
      return String(part.dropFirst().dropLast())
    }
    return part
  }
}

/// Counts over the cells of a column, from which its separator follows.
struct TagSurvey {
  private(set) var cells = 0
  /// Cells with more than one word or any mark.
  private var divisible = 0
  private var semicolons = 0
  /// Cells with a comma and no semicolon.
  private var commas = 0
  private var bars = 0
  private var lineFeeds = 0

  /// Counts a cell.
  mutating func add(_ cell: String) {
    guard case .plain(let text) = TagCell(cell), !text.isEmpty else { return }
    cells += 1
    var hasSemicolon = false
    var hasComma = false
    var hasBar = false
    var hasBreak = false
    var hasBlank = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: ";"): hasSemicolon = true
      case UInt8(ascii: ","): hasComma = true
      case UInt8(ascii: "|"): hasBar = true
      case 0x0A: hasBreak = true
      case 0x09, 0x20: hasBlank = true
      default: break
      }
    }
    if hasSemicolon { semicolons += 1 }
    if hasComma, !hasSemicolon { commas += 1 }
    if hasBar { bars += 1 }
    if hasBreak { lineFeeds += 1 }
    if hasSemicolon || hasComma || hasBar || hasBreak || hasBlank { divisible += 1 }
  }

  /// The mark that most cells have; blanks if fewer than one divisible cell in
  /// twenty has any, such as commas inside a few tags of a list between blanks.
  var separator: TagSeparator {
    let counts: [(TagSeparator.Mark, Int)] = [
      (.semicolon, semicolons), (.bar, bars), (.comma, commas), (.lineFeed, lineFeeds),
    ]
    // The first of equal ones.
    let best = counts.reduce(counts[0]) { $1.1 > $0.1 ? $1 : $0 }
    return TagSeparator(best.1 * 20 >= max(1, divisible) && best.1 > 0 ? best.0 : .blanks)
  }
}
