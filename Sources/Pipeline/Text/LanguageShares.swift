// How much of a text is in each of several languages, by function words as in LanguageFilter.
import Formats

/// Shares of a text's function words.
package struct LanguageShares: Sendable {
  /// The languages that it knows: codes of ISO 639-1, in alphabetical order.
  package static var languages: [String] { LanguageFilter.languages }

  private let index = FunctionWordIndex()

  package init() {}

  /// For each candidate the share of the text's function words that belong to it, and under
  /// nil the share of those that belong to none: 1 for a text without any. Languages have
  /// words in common, so the sum may exceed 1.
  ///
  /// - Parameter candidates: each one of `languages`.
  /// - Returns: the greatest share first; for equal ones languages before nil, otherwise as given.
  package func shares(
    of text: TokenizedText, among candidates: [String]
  ) -> [(language: String?, share: Double)] {
    let bits: [UInt32] = candidates.map { candidate in
      FunctionWords.lists.firstIndex { $0.language == candidate }.map { 1 << UInt32($0) } ?? 0
    }
    let any = bits.reduce(0, |)
    var hits = [Int](repeating: 0, count: bits.count)
    var all = 0
    var ofNone = 0
    text.forEachToken { token in
      let languages = index.languages(of: token)
      guard languages != 0 else { return }
      all += 1
      if languages & any == 0 { ofNone += 1 }
      for place in bits.indices where languages & bits[place] != 0 { hits[place] += 1 }
    }
    guard all > 0 else { return [(nil, 1)] + candidates.map { ($0, 0) } }
    let found: [(language: String?, share: Double)] =
      zip(candidates, hits).map { ($0, Double($1) / Double(all)) } + [(nil, Double(ofNone) / Double(all))]
    // Sorting by place keeps the order of equal shares.
    return found.enumerated().sorted { ($1.element.share, $0.offset) < ($0.element.share, $1.offset) }
      .map(\.element)
  }
}
