// Reads the signs in a raw tag for what they mean: separators of a list, a
// prefix, joints between words, decoration. It compares no two tags.
import Foundation

/// A tag as its words.
package struct TagForm: Hashable, Sendable {
  /// Lower-cased words, never empty.
  package var words: [String]

  /// The words with `_` between them.
  package var label: String { words.joined(separator: "_") }
  /// The words written as one.
  package var joined: String { words.joined() }
  var isMultiWord: Bool { words.count > 1 }
}

/// Which signs are read.
package struct TagReadingOptions: Equatable, Sendable {
  /// Whether `, ; | / ( )` and quotation marks separate tags of a list.
  package var splitsLists = true
  /// Whether the text before `:` or `--` is dropped.
  package var dropsPrefixes = true
  /// Whether a capital after a small letter begins a word.
  package var readsCamelCase = true
}

/// The tags that `raw` holds: none if it consists of signs only, several if it
/// is a list.
///
/// - `web:css` and `project--email` mean what follows the prefix.
/// - `, ; | / ( ) < >` and quotation marks separate tags; a slash between parts
///   of at most two characters does not (`i/o`, `9/11`).
/// - Every other sign between letters or digits joins words: `semantic-web`,
///   `semantic+web`, `internet*of*things`; a full stop between digits belongs
///   to the number (`web2.0`), an apostrophe vanishes (`o'reilly`).
/// - `SemanticWeb` and `RDFSchema` are two words; `iPhone` and `LaTeX` are not,
///   because a single letter is not a word there.
/// - Signs at both ends mean nothing (`#tag`, `@tag`, `tag,`), except in `c++`
///   and `c#`.
func readTag(_ raw: String, options: TagReadingOptions = .init()) -> [TagForm] {
  let scalars = plainNotation(of: raw)
  var forms: [TagForm] = []
  for part in options.splitsLists ? listParts(scalars) : [scalars[...]] {
    var part = trimmed(part)
    if options.dropsPrefixes, let start = endOfPrefix(part) { part = trimmed(part[start...]) }
    let words = words(of: part, camelCase: options.readsCamelCase)
    if !words.isEmpty { forms.append(TagForm(words: words)) }
  }
  return forms
}

// MARK: - Signs

/// Letters, marks, digits, and symbols that are pictures (emoji).
private func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.value < 0x80 {
    return (0x61...0x7A).contains(scalar.value) || (0x41...0x5A).contains(scalar.value)
      || (0x30...0x39).contains(scalar.value)
  }
  switch scalar.properties.generalCategory {
  case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
    .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber,
    .otherSymbol:
    return true
  default:
    // Skin tones of emoji are modifier symbols.
    return scalar.properties.isEmojiModifier
  }
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool {
  scalar.properties.generalCategory == .decimalNumber
}

private func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case ",", ";", "|", "/", "(", ")", "<", ">", "\"", "\u{3001}", "\u{3002}": true
  case _ where scalar.value < 0x80: false
  default:
    scalar.properties.isQuotationMark && scalar != "\u{2018}" && scalar != "\u{2019}"
  }
}

private func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case "'", "`", "\u{B4}", "\u{2018}", "\u{2019}", "\u{2BC}": true
  default: false
  }
}

// MARK: - Parts

private func listParts(_ scalars: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>] {
  var parts: [ArraySlice<Unicode.Scalar>] = []
  var start = 0
  for index in scalars.indices where isSeparator(scalars[index]) {
    if scalars[index] == "/", isShortPair(scalars, around: index, from: start) { continue }
    parts.append(scalars[start..<index])
    start = index + 1
  }
  parts.append(scalars[start...])
  return parts
}

/// Whether there are at most two word characters on either side: `i/o`, `24/7`.
private func isShortPair(
  _ scalars: [Unicode.Scalar], around slash: Int, from start: Int
) -> Bool {
  var before = slash
  while before > start, slash - before <= 2, isWordScalar(scalars[before - 1]) { before -= 1 }
  var after = slash + 1
  while after < scalars.count, after - slash <= 3, isWordScalar(scalars[after]) { after += 1 }
  return (1...2).contains(slash - before) && (1...2).contains(after - slash - 1)
}

/// Without signs at both ends; `++` after a word and `#` after a letter stay.
private func trimmed(_ part: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
  guard let first = part.firstIndex(where: isWordScalar),
    let last = part.lastIndex(where: isWordScalar)
  else { return [] }
  var end = last + 1
  if end + 1 < part.endIndex, part[end] == "+", part[end + 1] == "+" {
    end += 2
  } else if end < part.endIndex, part[end] == "#", first == last, part[first].value < 0x80 {
    end += 1
  }
  return part[first..<end]
}

/// Where the text after the last `:` or `--` begins; nil if nothing follows.
private func endOfPrefix(_ part: ArraySlice<Unicode.Scalar>) -> Int? {
  for index in part.indices.reversed() {
    if part[index] == ":" { return index + 1 }
    if part[index] == "-", index > part.startIndex, part[index - 1] == "-" { return index + 1 }
  }
  return nil
}

// MARK: - Words

private func words(of part: ArraySlice<Unicode.Scalar>, camelCase: Bool) -> [String] {
  var words: [String] = []
  var word: [Unicode.Scalar] = []
  func finish() {
    guard !word.isEmpty else { return }
    for piece in camelCase ? camelCasePieces(word) : [word[...]] {
      words.append(lowerCased(piece))
    }
    word.removeAll(keepingCapacity: true)
  }
  for index in part.indices {
    let scalar = part[index]
    if isWordScalar(scalar) {
      word.append(scalar)
    } else if scalar == ".", let previous = word.last, isDigit(previous),
      index + 1 < part.endIndex, isDigit(part[index + 1])
    {
      word.append(scalar)
    } else if isApostrophe(scalar) {
      continue
    } else {
      finish()
    }
  }
  finish()
  guard !words.isEmpty, let last = part.last, !isWordScalar(last) else { return words }
  // Only `++` and `#` survived the trimming.
  words[words.count - 1] += last == "#" ? "#" : last == "+" ? "++" : ""
  return words
}

/// The word in lower case and in normal form, because marks may have met their letters only now.
private func lowerCased(_ word: ArraySlice<Unicode.Scalar>) -> String {
  let text = String(String.UnicodeScalarView(word)).lowercased()
  return text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
}

/// Cuts between a small letter and a capital, and before the last capital of a
/// run, unless a piece would be a single letter.
private func camelCasePieces(_ word: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>] {
  func isUpper(_ index: Int) -> Bool { word[index].properties.isUppercase }
  func isLower(_ index: Int) -> Bool { word[index].properties.isLowercase }
  var pieces: [ArraySlice<Unicode.Scalar>] = []
  var start = 0
  for index in word.indices.dropFirst() where isUpper(index) {
    let followsSmall = isLower(index - 1)
    let endsRun =
      isUpper(index - 1) && index + 2 < word.count && isLower(index + 1) && isLower(index + 2)
    if followsSmall || endsRun {
      pieces.append(word[start..<index])
      start = index
    }
  }
  pieces.append(word[start...])
  return pieces.contains { $0.count == 1 } ? [word[...]] : pieces
}
