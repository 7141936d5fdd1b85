// Documents as weighted words and word n-grams. It knows no label.
import Formats
import Foundation

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

/// Words and n-grams of words that training documents hold, and the numbers
/// that documents get for them.
///
/// Title and sentences are sequences of their own: no n-gram crosses their ends,
/// nor a hole, nor a word that is too rare. Feature numbers go by descending
/// document frequency.
public struct TextFeatures: Sendable {
  /// What can be chosen.
  public struct Parameters: Equatable, Codable, Sendable {
    public var weighting = TermWeighting.tfidf
    /// The longest n-gram in words.
    public var ngrams = 3
    /// The number of training documents that must hold a feature.
    public var minimumDocuments = 2
    /// How often a word of the title counts.
    public var titleWeight = 3
    /// The greatest number of features; the most frequent ones stay.
    public var maximumFeatures = 300_000

    public init() {}

    /// What is wrong with the values; nil if nothing is.
    public func violation() -> String? {
      for (name, value) in [
        ("--ngrams", ngrams), ("--min-documents", minimumDocuments),
        ("--title-weight", titleWeight), ("--max-features", maximumFeatures),
      ] where value < 1 {
        return "\(name) must be at least 1, but is \(value)"
      }
      return ngrams > 8 ? "--ngrams must be at most 8, but is \(ngrams)" : nil
    }

    /// For the header of a stage file.
    public var described: [String: StageHeader.Value] {
      [
        "weighting": .string(weighting.rawValue), "ngrams": .int(ngrams),
        "minDocuments": .int(minimumDocuments), "titleWeight": .int(titleWeight),
        "maxFeatures": .int(maximumFeatures),
      ]
    }
  }

  public let parameters: Parameters
  /// The documents that were counted.
  let documents: Int
  /// The words, by word number.
  let words: [String]
  /// For each feature the feature without its last word (-1 for single words),
  /// its last word's number, and the documents that hold it.
  let prefixes: [Int32]
  let lastWords: [Int32]
  let frequencies: [Int32]
  private let wordNumbers: [ExactString: Int32]
  private let features: [UInt64: Int32]
  private let weights: [Float]

  /// The number of features.
  public var count: Int { prefixes.count }

  init(
    parameters: Parameters, documents: Int, words: [String], prefixes: [Int32],
    lastWords: [Int32], frequencies: [Int32]
  ) {
    self.parameters = parameters
    self.documents = documents
    self.words = words
    self.prefixes = prefixes
    self.lastWords = lastWords
    self.frequencies = frequencies
    wordNumbers = Dictionary(
      uniqueKeysWithValues: zip(words.map { ExactString($0) }, (0 as Int32)...))
    var features: [UInt64: Int32] = [:]
    features.reserveCapacity(prefixes.count)
    for i in prefixes.indices { features[gramKey(prefixes[i], lastWords[i])] = Int32(i) }
    self.features = features
    weights = frequencies.map { frequency in
      parameters.weighting == .tfidf
        ? Float(1 + log((1 + Double(documents)) / (1 + Double(frequency)))) : 1
    }
  }

  /// The text of a feature, its words separated by blanks.
  public func text(of feature: Int) -> String {
    var parts: [String] = []
    var at = feature
    while at >= 0 {
      parts.append(words[Int(lastWords[at])])
      at = Int(prefixes[at])
    }
    return parts.reversed().joined(separator: " ")
  }

  /// The features of documents, a row each.
  public func matrix(of documents: [Document], pool: WorkerPool) -> SparseMatrix {
    let chunk = 256
    let parts = pool.map((documents.count + chunk - 1) / chunk) { part in
      documents[part * chunk..<min(documents.count, (part + 1) * chunk)].map(row)
    }
    return SparseMatrix(columnCount: count, rows: parts.flatMap { $0 })
  }

  /// The features of one document.
  public func row(of document: Document) -> SparseRow {
    var found: [UInt64] = []
    // The count of an occurrence in the low half.
    func collect(_ tokens: [String], _ weight: Int) {
      // The features that end at the token before, by length.
      var open: [Int32] = []
      for token in tokens {
        guard let word = token.isEmpty ? nil : wordNumbers[ExactString(token)] else {
          open.removeAll(keepingCapacity: true)
          continue
        }
        var ending: [Int32] = []
        for prefix in [-1] + open.prefix(parameters.ngrams - 1) {
          guard let feature = features[gramKey(prefix, word)] else { break }
          ending.append(feature)
          found.append(UInt64(feature) << 32 | UInt64(weight))
        }
        open = ending
      }
    }
    collect(document.title, parameters.titleWeight)
    for sentence in document.sentences { collect(sentence, 1) }
    found.sort()
    var row = SparseRow()
    var at = 0
    while at < found.count {
      let feature = found[at] >> 32
      var frequency: UInt64 = 0
      while at < found.count, found[at] >> 32 == feature {
        frequency += found[at] & 0xFFFF_FFFF
        at += 1
      }
      row.columns.append(Int32(feature))
      row.values.append(value(Double(frequency), weights[Int(feature)]))
    }
    if parameters.weighting == .tfidf { row.scaleToUnitLength() }
    return row
  }

  private func value(_ frequency: Double, _ weight: Float) -> Float {
    switch parameters.weighting {
    case .tfidf: Float(1 + log(frequency)) * weight
    case .counts: Float(frequency)
    case .binary: 1
    }
  }
}

/// A feature as the pair of what is before its last word and that word.
@inline(__always)
func gramKey(_ prefix: Int32, _ word: Int32) -> UInt64 {
  UInt64(UInt32(bitPattern: prefix)) << 32 | UInt64(UInt32(bitPattern: word))
}
