// What can be chosen about the features of texts, with its defaults.
import Formats
import PipelineText

/// How often a word occurs, turned into a number.
public enum TermWeighting: String, CaseIterable, Codable, Sendable {
  /// (1 + ln tf) · (1 + ln((1 + n) / (1 + df))), rows of unit length: what
  /// scikit-learn's TfidfVectorizer gives with `sublinear_tf`.
  case tfidf
  /// tf itself.
  case counts
  /// 1 for a word that occurs.
  case binary
}

/// What is counted in a text. Each kind is a block of features, and its part of a
/// row has a length of its own.
public enum TermKind: String, CaseIterable, Codable, Sendable {
  /// Words and n-grams of words.
  case words
  /// Snowball stems and n-grams of them.
  case stems
  /// Character n-grams within words.
  case characters
}

extension TextFeatures {
  /// What can be chosen.
  public struct Parameters: Equatable, Codable, Sendable {
    public var weighting = TermWeighting.tfidf
    /// The blocks, in the order of `TermKind`, each at most once.
    public var terms: [TermKind] = [.words]
    /// The longest n-gram in words or stems.
    public var ngrams = 3
    /// The shortest and the longest n-gram in characters, the marks of a word's
    /// beginning and end included.
    public var shortestCharacters = 3
    public var longestCharacters = 5
    /// With tf-idf, the length of the characters' part of a row, that of the other
    /// parts being 1.
    public var characterWeight = 1.0
    /// The number of training documents that must hold a feature.
    public var minimumDocuments = 2
    /// How often a word of the title counts.
    public var titleWeight = 3
    /// The greatest number of features of each kind; the most frequent ones stay.
    public var maximumFeatures = 300_000
    /// The stemmer's language: a name or code that Snowball knows. Stems need it.
    public var language: String?

    public init() {}

    /// What is wrong with the values; nil if nothing is.
    public func violation() -> String? {
      for (name, value) in [
        ("--ngrams", ngrams), ("--char-ngrams", shortestCharacters),
        ("--min-documents", minimumDocuments), ("--title-weight", titleWeight),
        ("--max-features", maximumFeatures),
      ] where value < 1 {
        return "\(name) must be at least 1, but is \(value)"
      }
      if ngrams > 8 { return "--ngrams must be at most 8, but is \(ngrams)" }
      if titleWeight > 1_000 {
        return "--title-weight must be at most 1000, but is \(titleWeight)"
      }
      guard shortestCharacters <= longestCharacters,
        longestCharacters <= CharacterBlock.longestLength
      else {
        return "--char-ngrams must rise and end at most at \(CharacterBlock.longestLength), but is "
          + "\(shortestCharacters)-\(longestCharacters)"
      }
      if !(characterWeight > 0 && characterWeight.isFinite) {
        return "--char-weight must be above 0, but is \(characterWeight)"
      }
      if terms.isEmpty { return "--terms names nothing to count" }
      if let language, Stemmer(language: language) == nil {
        return "--stem-language \(language) is not known; there are "
          + Stemmer.languages.joined(separator: ", ")
      }
      return nil
    }

    /// For the header of a stage file.
    public var described: [String: StageHeader.Value] {
      var described: [String: StageHeader.Value] = [
        "weighting": .string(weighting.rawValue), "ngrams": .int(ngrams),
        "minDocuments": .int(minimumDocuments), "titleWeight": .int(titleWeight),
        "maxFeatures": .int(maximumFeatures),
        "terms": .string(terms.map(\.rawValue).joined(separator: "+")),
      ]
      if terms.contains(.characters) {
        described["charNgrams"] = .string("\(shortestCharacters)-\(longestCharacters)")
        described["charWeight"] = .double(characterWeight)
      }
      if terms.contains(.stems), let language { described["stemLanguage"] = .string(language) }
      return described
    }
  }
}
