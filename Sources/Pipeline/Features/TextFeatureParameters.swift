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
/// row is scaled separately.
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
    /// How a term's frequency becomes its value.
    public var weighting = TermWeighting.tfidf
    /// The blocks, in the order of `TermKind`, each at most once.
    public var terms: [TermKind] = [.words]
    /// The longest n-gram in words or stems.
    public var ngrams = 3
    /// The length of the shortest n-gram in characters, including the marks of a word's
    /// beginning and end.
    public var shortestCharacters = 3
    /// The length of the longest one.
    public var longestCharacters = 5
    /// With tf-idf, the length of the characters' part of a row, that of the other
    /// parts being 1.
    public var characterWeight = 1.0
    /// The number of training documents that must hold a feature.
    public var minimumDocuments = 2
    /// How often a word of the title counts.
    public var titleWeight = 3
    /// The maximum number of features of each kind; the most frequent ones stay.
    public var maximumFeatures = 300_000
    /// The stemmer's language: a name or code that Snowball knows. Stems need it.
    public var language: String?

    public init() {}

    /// `terms` as one value.
    public var termList: TermList {
      get { TermList(kinds: terms) }
      set { terms = newValue.kinds }
    }

    /// The lengths of n-grams in characters as one value.
    public var characterLengths: CharacterLengths {
      get { CharacterLengths(shortest: shortestCharacters, longest: longestCharacters) }
      set { (shortestCharacters, longestCharacters) = (newValue.shortest, newValue.longest) }
    }
  }
}

extension TextFeatures.Parameters: DeclaredParameters {
  public static let declarations: [Declaration<Self>] = [
    .init("weighting", \.weighting, "Weights of words and n-grams; vectors and given features have none."),
    .init(
      "terms", \.termList, "What is counted: words, stems, characters, or several of them joined by +.",
      valueName: "kinds", default: "chosen on the validation documents for ovr, tree and knn; words for other models",
      validate: { $0.terms.isEmpty ? "must name something to count" : nil }),
    .init(
      "charNgrams", \.characterLengths, "Characters in a character n-gram, with the marks of a word's ends.",
      isUsed: { $0.terms.contains(.characters) },
      validate: {
        let lengths = $0.characterLengths
        return 1 <= lengths.shortest && lengths.shortest <= lengths.longest
          && lengths.longest <= CharacterBlock.longestLength
          ? nil : "must be at least 1, rise and end at most at \(CharacterBlock.longestLength), but is \(lengths)"
      }),
    .init(
      "charWeight", \.characterWeight, in: .above(0),
      "With tfidf, the weight of characters relative to words or stems.",
      isUsed: { $0.terms.contains(.characters) }),
    .init(
      "stemLanguage", \.language, "The language of the stems: \(Stemmer.languages.joined(separator: ", ")).",
      valueName: "language", default: "detected",
      header: { parameters in
        parameters.terms.contains(.stems) ? parameters.language.map { .string($0) } : nil
      }, validate: { Stemmer.validate(language: $0.language) }),
    .init("ngrams", \.ngrams, in: .from(1, to: 8), "The longest n-gram in words or stems."),
    .init(
      "minDocuments", \.minimumDocuments, in: .atLeast(1), "The least number of training documents with a feature."),
    .init(
      "titleWeight", \.titleWeight, in: .from(1, to: 1_000), "How often a word of the title counts.",
      default: "\(Self().titleWeight); chosen on the validation documents for ovr, tree and knn"),
    .init("maxFeatures", \.maximumFeatures, in: .atLeast(1), "The maximum number of features of each kind."),
  ]
}

/// Kinds of terms, as users name them: `words+stems`.
public struct TermList: RawRepresentable, Equatable, CustomStringConvertible, Sendable {
  /// In the order of `TermKind`, each at most once.
  public let kinds: [TermKind]

  init(kinds: [TermKind]) { self.kinds = kinds }

  /// Reads kinds joined by `+`, in any order; nil if one is unknown or named twice.
  public init?(rawValue: String) {
    var kinds: Set<TermKind> = []
    for part in rawValue.split(separator: "+", omittingEmptySubsequences: false) {
      guard let kind = TermKind(rawValue: String(part)), kinds.insert(kind).inserted else { return nil }
    }
    self.kinds = TermKind.allCases.filter { kinds.contains($0) }
  }

  /// The kinds joined by `+`, in the order of `TermKind`.
  public var rawValue: String { kinds.map(\.rawValue).joined(separator: "+") }
  public var description: String { rawValue }
}

/// The lengths of n-grams in characters, as users name them: `3-5`, or one number.
public struct CharacterLengths: RawRepresentable, Equatable, CustomStringConvertible, Sendable {
  /// The length of the shortest n-gram.
  public let shortest: Int
  /// The length of the longest one.
  public let longest: Int

  init(shortest: Int, longest: Int) { (self.shortest, self.longest) = (shortest, longest) }

  /// Reads `SHORTEST-LONGEST` or one number; nil for any other text. The range is checked elsewhere.
  public init?(rawValue: String) {
    let parts = rawValue.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(parts.count), let shortest = parts[0], let longest = parts[parts.count - 1] else {
      return nil
    }
    (self.shortest, self.longest) = (shortest, longest)
  }

  /// `SHORTEST-LONGEST`, also for one length.
  public var rawValue: String { "\(shortest)-\(longest)" }
  public var description: String { rawValue }
}
