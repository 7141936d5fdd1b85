// The language of most of a corpus, by its function words. LanguageFilter judges
// single documents; here all words count together, so that short texts do too.
import FormatsFiles

/// Finds the language that a corpus is mostly in.
package enum CorpusLanguage {
  /// The least share of all words that must be function words of the language.
  static let leastShare = 0.03

  /// The code (ISO 639-1) of the language with most function words among the
  /// words of a corpus; nil if they are too few to decide, as in a corpus
  /// without sentences.
  ///
  /// - Parameter words: distinct words in lower case, each with its number of
  ///   occurrences.
  package static func detected(_ words: some Sequence<(word: ExactString, occurrences: Int)>) -> String? {
    var memberships: [ExactString: UInt32] = [:]
    for (number, list) in FunctionWords.lists.enumerated() {
      for word in list.words.split(separator: " ") {
        memberships[ExactString(String(word)), default: 0] |= 1 << UInt32(number)
      }
    }
    var hits = [Int](repeating: 0, count: FunctionWords.lists.count)
    var all = 0
    for (word, occurrences) in words {
      all += occurrences
      guard var languages = memberships[word] else { continue }
      while languages != 0 {
        hits[languages.trailingZeroBitCount] += occurrences
        languages &= languages - 1
      }
    }
    guard let most = hits.max(), most > 0, Double(most) >= leastShare * Double(all),
      let language = hits.firstIndex(of: most)
    else { return nil }
    return FunctionWords.lists[language].language
  }
}
