// Detects the language of a text by counting function words (Grefenstette
// 1995, "Comparing two language identification schemes"). It knows the languages
// of FunctionWords, and recognises a text in a script that they do not use.
import Formats

/// Keeps the documents of one language.
///
/// A text is in the language of which it has most function words. It is taken
/// for another language than the wanted one only if there are at least two such
/// words, more than of the wanted language, or if most of its words are written
/// in another script; so a short title, which has none, is kept.
public struct LanguageFilter: Sendable {
  /// The languages that it knows: codes of ISO 639-1, in alphabetical order.
  public static var languages: [String] { FunctionWords.lists.map(\.language).sorted() }

  private let wanted: Int
  private let script: Script
  private let index = FunctionWordIndex()

  /// - Returns: nil for a language that it does not know.
  public init?(language: String) {
    let lists = FunctionWords.lists
    guard let wanted = lists.firstIndex(where: { $0.language == language }) else { return nil }
    self.wanted = wanted
    script = Script(lists[wanted].words.unicodeScalars.first ?? "a")
  }

  /// Whether the document is in the wanted language, or that cannot be determined.
  ///
  /// - Parameter document: lower-cased, with its function words.
  func accepts(_ document: TokenizedDocument) -> Bool {
    var hits = [Int](repeating: 0, count: FunctionWords.lists.count)
    var ofScript = 0
    var ofOthers = 0
    for text in [document.title, document.content] {
      text.forEachToken { token in
        guard let first = token.first else { return }
        let script = Script(scalar(in: token, at: 0).scalar)
        if first < 0x61 || script == .none { return }
        if script == self.script { ofScript += 1 } else { ofOthers += 1 }
        // A Latin letter alone is a word of many languages, and in others an article, a formula or a list.
        if token.count == 1 { return }
        var languages = index.languages(of: token)
        while languages != 0 {
          hits[languages.trailingZeroBitCount] += 1
          languages &= languages - 1
        }
      }
    }
    guard ofScript >= ofOthers else { return false }
    let most = hits.max() ?? 0
    return most < 2 || hits[wanted] == most
  }
}

/// The scripts that the languages are written in.
private enum Script {
  case latin, greek, cyrillic, another
  /// Digits and signs, which say nothing about the language.
  case none

  init(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF: self = .latin
    case ..<0x370: self = .none
    case ..<0x400, 0x1F00...0x1FFF: self = .greek
    case ..<0x530: self = .cyrillic
    default: self = scalar.properties.isAlphabetic ? .another : .none
    }
  }
}
