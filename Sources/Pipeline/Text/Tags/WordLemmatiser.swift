// The base form of a single English word. TagGrouping treats compounds.
import Formats

/// Finds base forms by WordNet's morphology (morphy(7WN)), or by rules for
/// plurals only if there is no WordNet.
///
/// If a form is an entry itself and could be a plural as well, like "humans"
/// and "glasses", WordNet's tagged texts decide: it is a plural if they use the
/// base form at least as often. Names of sciences in -ics, and short entries
/// such as "gis" and "news", stay.
package struct WordLemmatiser: Sendable {
  private let index: WordNetIndex?

  /// - Parameter index: nil lemmatises by rules.
  package init(_ index: WordNetIndex?) { self.index = index }

  /// The base form; the word itself if there is no other.
  ///
  /// A noun's reading comes first ("processing", "building"), then a verb's
  /// ("deleting" gives "delete"), then an irregular adjective's. Regular
  /// comparatives stay: most such tags are not comparatives ("bader", "weber"). A plural that
  /// WordNet does not know is reduced only to a word for which `isTag` is true.
  func lemma(of word: String, isTag: (String) -> Bool = { _ in false }) -> String {
    guard let index else { return pluralBase(word) ?? word }
    for part in [PartOfSpeech.noun, .verb] {
      if let base = base(of: word, part, index) { return base }
    }
    if let base = index.irregularBase(of: word, as: .adjective) { return base }
    if index.useCount(of: word, as: .adjective) != nil { return word }
    if let base = pluralBase(word, mayEndInVowel: true), isTag(base) { return base }
    return word
  }

  /// The singular of a noun; nil if the word is not a known noun.
  func nounBase(of word: String) -> String? {
    guard let index else { return pluralBase(word) }
    return base(of: word, .noun, index)
  }

  /// Whether the word, or one that it is a form of, is in WordNet.
  package func isKnown(_ word: String) -> Bool {
    guard let index else { return false }
    return PartOfSpeech.allCases.contains {
      index.useCount(of: word, as: $0) != nil || base(of: word, $0, index) != nil
    }
  }

  private func base(of word: String, _ part: PartOfSpeech, _ index: WordNetIndex) -> String? {
    let own = index.useCount(of: word, as: part)
    let length = word.utf8.count
    // Abbreviations such as "gis" look like plurals of rare words.
    if length < 4, word.hasSuffix("s") { return own.map { _ in word } }
    if let base = index.irregularBase(of: word, as: part) { return base }
    if own != nil, part != .noun { return word }
    if part == .noun, own != nil, length < 5 { return word }
    if part == .noun, Self.unchanging.contains(where: word.hasSuffix) {
      return own.map { _ in word }
    }
    for (suffix, ending) in Self.rules[part, default: []]
    where word.hasSuffix(suffix) && length > suffix.utf8.count + 1 {
      let base = word.dropLast(suffix.count) + ending
      if let uses = index.useCount(of: String(base), as: part), uses >= own ?? 0 {
        return String(base)
      }
    }
    return own.map { _ in word }
  }

  /// The word's singular, by its ending alone.
  ///
  /// - Parameter mayEndInVowel: whether "wikis" and "menus" are plurals too,
  ///   as "analysis" and "virus" are not.
  private func pluralBase(_ word: String, mayEndInVowel: Bool = false) -> String? {
    let unchanging = mayEndInVowel ? ["ss", "ics"] : Self.unchanging
    guard word.utf8.count >= 5, word.hasSuffix("s"), !unchanging.contains(where: word.hasSuffix)
    else { return nil }
    if word.hasSuffix("ies") { return word.dropLast(3) + "y" }
    let sibilants = ["ches", "shes", "sses", "xes", "zes"]
    return String(word.dropLast(sibilants.contains(where: word.hasSuffix) ? 2 : 1))
  }

  /// Endings of nouns that do not mark a plural.
  private static let unchanging = ["ss", "us", "is", "ics"]

  /// Suffix and its replacement (morphy(7WN)).
  private static let rules: [PartOfSpeech: [(String, String)]] = [
    .noun: [
      ("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"),
      ("men", "man"), ("ies", "y"),
    ],
    .verb: [
      ("s", ""), ("ies", "y"), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"),
      ("ing", ""),
    ],
    .adjective: [("er", ""), ("est", ""), ("er", "e"), ("est", "e")],
  ]
}
