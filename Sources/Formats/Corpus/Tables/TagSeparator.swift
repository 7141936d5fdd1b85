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
  /// A mark that separates in cells without `mark`, for columns from several sources.
  var second: Unicode.Scalar?
  /// Cells that are one tag as a whole.
  var names: TagNames?
  /// Whether the user gave it.
  private var isGiven = false

  /// What the user wants; `tab`, `newline` and `blank` are names.
  init(named text: String) {
    isGiven = true
    switch text {
    case " ", "blank", "blanks", "space": mark = .blanks
    case "\\t", "tab": mark = .text("\t")
    case "\\n", "newline": mark = .lineFeed
    default: mark = .text(text)
    }
  }

  init(_ mark: Mark) { self.mark = mark }

  /// Whoever gave them, equal separators cut alike all that needs one.
  static func == (one: Self, other: Self) -> Bool {
    one.mark == other.mark && one.second == other.second && one.names == other.names
  }

  /// For messages.
  var name: String {
    switch mark {
    case .semicolon: "semicolon"
    case .comma: "comma"
    case .bar: "|"
    case .lineFeed: "line break"
    case .blanks: "blanks"
    case .text(let text): text.isEmpty ? "nothing: each cell is one tag" : "`\(text)`"
    }
  }

  /// The tags of a cell. Lists whose own notation shows where a tag ends need no
  /// separator.
  func tags(in cell: String) -> [String] {
    switch TagCell(cell, findsURIs: !isGiven) {
    case .list(let tags): return tags
    case .bracketed(let text):
      let text = text.resolvingCharacterReferences
      return mark == .blanks && !isGiven ? [text] : parts(of: text).map(Self.unquoted)
    case .plain(let text):
      let text = text.resolvingCharacterReferences
      return names?.contains(text) == true ? [text] : parts(of: text).map(Self.unquoted)
    }
  }

  private func parts(of text: String) -> [String] {
    switch mark {
    case .text(let mark):
      return mark.isEmpty ? text.isEmpty ? [] : [text] : text.split(separator: mark).map(String.init)
    case .semicolon: return cut(text, ";")
    case .comma: return cut(text, ",")
    case .bar: return cut(text, "|")
    case .lineFeed: return cut(text, "\n")
    case .blanks:
      // `Arts & Culture` has two words.
      return text.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
        .filter { part in part.unicodeScalars.contains { !Self.isPunctuation($0) } }
    }
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .otherPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation: true
    default: false
    }
  }

  private func cut(_ text: String, _ mark: Unicode.Scalar) -> [String] {
    let scalars = text.unicodeScalars
    func has(_ mark: Unicode.Scalar) -> Bool { scalars.contains { Self.plainMark($0) == mark } }
    var mark = mark
    // Where a cell has a semicolon, its commas belong to the tags.
    if let second, has(second), !has(mark) || (mark, second) == (",", ";") { mark = second }
    return scalars.split { Self.plainMark($0) == mark }.map { String($0) }
  }

  /// The mark of ASCII for one of another script.
  fileprivate static func plainMark(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "；", "؛", "︔", "﹔": ";"
    case "，", "、", "،", "﹐", "､": ","
    case "｜": "|"
    default: scalar
    }
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
  /// Whether a cell has several words and one of them is made of letters: `3 17` and `cs.LG stat.ML` are lists.
  private var hasPhrases = false
  private let names: TagNames?

  /// - Parameter names: cells that are one tag as a whole, and show nothing.
  init(names: TagNames?) { self.names = names }

  /// Counts a cell.
  mutating func add(_ cell: String) {
    let written: String
    var isBracketed = false
    switch TagCell(cell) {
    case .list: return
    case .plain(let text): written = text
    case .bracketed(let text): (written, isBracketed) = (text, true)
    }
    guard !written.isEmpty else { return }
    let text = written.resolvingCharacterReferences
    cells += 1
    if names?.contains(text) == true { return }
    var hasSemicolon = false
    var hasComma = false
    var hasBar = false
    var hasBreak = false
    var hasBlank = false
    for scalar in text.unicodeScalars {
      switch TagSeparator.plainMark(scalar) {
      case ";": hasSemicolon = true
      case ",": hasComma = true
      case "|": hasBar = true
      case "\n": hasBreak = true
      case "\t", " ": hasBlank = !isBracketed
      default: break
      }
    }
    if hasSemicolon { semicolons += 1 }
    if hasComma, !hasSemicolon { commas += 1 }
    if hasBar { bars += 1 }
    if hasBreak { lineFeeds += 1 }
    if hasBlank, !hasPhrases {
      hasPhrases = text.split(whereSeparator: \.isWhitespace).contains { $0.allSatisfy(\.isLetter) }
    }
    if hasSemicolon || hasComma || hasBar || hasBreak || hasBlank { divisible += 1 }
  }

  /// The separator of a field with this name: nothing, if no mark is common and the name is that of one tag.
  func separator(of field: String) -> TagSeparator {
    let separator = separator
    return separator.mark == .blanks && hasPhrases && FieldNames.isOfOne(FieldNames.base(field))
      ? TagSeparator(.text("")) : separator
  }

  /// The mark that most cells have; blanks if fewer than one divisible cell in
  /// twenty has any, such as commas inside a few tags of a list between blanks.
  var separator: TagSeparator {
    let counts: [(TagSeparator.Mark, Int)] = [
      (.semicolon, semicolons), (.bar, bars), (.comma, commas), (.lineFeed, lineFeeds),
    ]
    func isCommon(_ count: Int) -> Bool { count > 0 && count * 20 >= divisible }
    // The first of equal ones.
    let best = counts.reduce(counts[0]) { $1.1 > $0.1 ? $1 : $0 }
    var separator = TagSeparator(isCommon(best.1) ? best.0 : .blanks)
    separator.names = names
    switch separator.mark {
    case .comma: separator.second = semicolons > 0 ? ";" : isCommon(bars) ? "|" : nil
    case .semicolon: separator.second = isCommon(bars) ? "|" : nil
    case .bar: separator.second = isCommon(semicolons) ? ";" : nil
    default: break
    }
    return separator
  }
}
