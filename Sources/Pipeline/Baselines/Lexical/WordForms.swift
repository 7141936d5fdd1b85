// The form in which words of names and of texts are compared.
import PipelineText

/// How words are brought to the form in which they are compared: lower case, then the stem
/// of one language, for names of all languages alike.
struct WordForms: Equatable, Codable, Sendable {
  /// The language of the stems as `Stemmer` names it; nil compares whole words.
  var language: String?

  /// The lower-case form of a word.
  func normalForm(_ word: String) -> String {
    word.utf8.allSatisfy { $0 < 0x80 && !(0x41...0x5A).contains($0) } ? word : word.lowercased()
  }
}

/// Stems words. Each instance belongs to one thread.
final class WordStemmer {
  private let stemmer: Stemmer?

  init(_ forms: WordForms) { stemmer = forms.language.flatMap { Stemmer(language: $0) } }

  /// The stem of a word in lower case; the word itself without a stemmer.
  func stem(_ word: String) -> String { stemmer?.stem(word) ?? word }
}
