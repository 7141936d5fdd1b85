// Decides, from the pieces of text on both sides of a blank, whether a sentence
// ends there. The rules and their examples are at `Tokenizer`.
import FormatsFiles

/// What the end of a chunk says about the sentence.
enum SentenceEnd {
  case none
  /// The sentence ends if what follows may begin one.
  case possible
  /// The same, but not before a number: `no. 5`, `p. 5`.
  case unlessNumberFollows
}

/// Whether `chunk` ends as sentences do: a terminator that is not the point of
/// an abbreviation, and closing quotes or brackets after it.
func sentenceEnd(
  _ bytes: UnsafeBufferPointer<UInt8>, _ chunk: Range<Int>
) -> SentenceEnd {
  // Most chunks end with a letter.
  if isASCIILetter(bytes[chunk.upperBound - 1]) { return .none }
  var end = chunk.upperBound
  while let (kind, length) = classBefore(end, in: bytes, chunk), isClosing(kind) {
    end -= length
  }
  let terminatorsEnd = end
  while let (kind, length) = classBefore(end, in: bytes, chunk), kind == .terminator {
    end -= length
  }
  guard end < terminatorsEnd else { return .none }
  let isSinglePoint = terminatorsEnd - end == 1 && bytes[end] == UInt8(ascii: ".")
  return isSinglePoint ? pointMeaning(bytes, chunk.lowerBound..<end) : .possible
}

/// Whether the first scalar of `chunk` may begin a sentence after `end`.
func beginsSentence(
  _ bytes: UnsafeBufferPointer<UInt8>, _ chunk: Range<Int>, after end: SentenceEnd
) -> Bool {
  guard end != .none else { return false }
  return switch CharacterClass(scalar(in: bytes, at: chunk.lowerBound).scalar) {
  case .upperLetter, .ideograph, .quote, .openingPunctuation, .apostrophe: true
  case .digit: end != .unlessNumberFollows
  default: false
  }
}

/// Whether `chunk`, at the start of a line, begins a list item: a bullet, or
/// `1.`, `1)`, `(1)`, `a)`, `(a)`.
func isListMarker(_ bytes: UnsafeBufferPointer<UInt8>, _ chunk: Range<Int>) -> Bool {
  let (first, length) = scalar(in: bytes, at: chunk.lowerBound)
  if length == chunk.count {
    switch first {
    case "-", "*", "+", "•", "‣", "◦", "▪", "·", "–", "—": return true
    default: return false
    }
  }
  var label = bytes[chunk]
  guard label.count <= 5, let last = label.popLast() else { return false }
  let isBracket = last == UInt8(ascii: ")")
  guard isBracket || last == UInt8(ascii: ".") else { return false }
  if isBracket, label.first == UInt8(ascii: "(") { label = label.dropFirst() }
  if label.count == 1, isASCIILetter(label[label.startIndex]) { return isBracket }
  return (1...3).contains(label.count) && label.allSatisfy { isASCIIDigit($0) }
}

private func isClosing(_ kind: CharacterClass) -> Bool {
  kind == .closingPunctuation || kind == .quote || kind == .apostrophe
}

private func classBefore(
  _ end: Int, in bytes: UnsafeBufferPointer<UInt8>, _ chunk: Range<Int>
) -> (CharacterClass, Int)? {
  var start = end - 1
  while start > chunk.lowerBound, bytes[start] & 0xC0 == 0x80 { start -= 1 }
  guard start >= chunk.lowerBound else { return nil }
  return (CharacterClass(scalar(in: bytes, at: start).scalar), end - start)
}

// MARK: - Abbreviations

/// What a point after the text in `range` means: nothing after a known
/// abbreviation, a single capital (an initial) or a letter after another point
/// (`e.g`).
private func pointMeaning(
  _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
) -> SentenceEnd {
  guard let last = bytes[range].last else { return .possible }
  guard isASCIILetter(last) else {
    return isSingleCapital(bytes, range) ? .none : .possible
  }
  var start = range.upperBound
  while start > range.lowerBound, range.upperBound - start <= longestAbbreviation,
    isASCIILetter(bytes[start - 1])
  {
    start -= 1
  }
  let before = start == range.lowerBound ? UInt8(ascii: " ") : bytes[start - 1]
  if range.upperBound - start == 1 {
    if before == UInt8(ascii: ".") { return .none }
    if before >= 0x80 || isASCIIDigit(before) { return .possible }
    return last < 0x60 ? .none : .unlessNumberFollows
  }
  let word = String(
    decoding: bytes[start..<range.upperBound].map { $0 | 0x20 }, as: UTF8.self)
  if abbreviations.contains(word) { return .none }
  return numberAbbreviations.contains(word) ? .unlessNumberFollows : .possible
}

/// Whether the range ends with one capital beyond ASCII, as in `É. Durand`.
private func isSingleCapital(
  _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
) -> Bool {
  guard let (kind, length) = classBefore(range.upperBound, in: bytes, range),
    length == 2, kind == .upperLetter
  else { return false }
  let rest = range.lowerBound..<(range.upperBound - length)
  guard let (before, _) = classBefore(rest.upperBound, in: bytes, rest) else { return true }
  return !before.isWordPart
}

private let longestAbbreviation = 6

/// Abbreviations that a name, a number or a bracket usually follows. Those that
/// often end a sentence (`etc.`, `Inc.`) are not among them.
private let abbreviations: Set<String> = [
  "al", "approx", "assoc", "ca", "cf", "chap", "dept", "dr", "drs", "ed", "eds", "eg",
  "eq", "eqn", "eqns", "eqs", "esp", "fig", "figs", "gov", "ibid", "ie", "jr", "messrs",
  "mr", "mrs", "ms", "mt", "op", "pp", "pres", "prof", "profs", "ref", "refs", "resp",
  "sec", "sect", "sen", "sgt", "spp", "sr", "st", "suppl", "thm", "univ", "viz", "vol",
  "vols", "vs",
]

/// Abbreviations only if a number follows, because they are words as well.
private let numberAbbreviations: Set<String> = [
  "alg", "app", "art", "cap", "ch", "col", "cor", "def", "ex", "lem", "no", "nos", "nr",
  "prop", "pt", "tab",
]
