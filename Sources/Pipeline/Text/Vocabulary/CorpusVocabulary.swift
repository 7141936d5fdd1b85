// The two vocabularies of a corpus, and how they are counted.
import Formats
import FormatsFiles

/// The words and the labels of a set of documents: what a vocabulary file
/// holds.
public struct CorpusVocabulary: Sendable {
  /// Counted over titles and contents.
  public let words: Vocabulary
  /// The tags that a model can give.
  public let labels: Vocabulary
  /// How many documents were counted.
  public let documents: Int
  /// The concepts that the labels name, if they are concepts or tags that people write
  /// differently.
  public var concepts: ConceptTable?

  /// The vocabularies of `documents` documents.
  public init(
    words: Vocabulary, labels: Vocabulary, documents: Int, concepts: ConceptTable? = nil
  ) {
    self.concepts = concepts
    self.words = words
    self.labels = labels
    self.documents = documents
  }

  /// Tags per document, counting those in the vocabulary; 0 without documents.
  var meanTagsPerDocument: Double {
    documents == 0 ? 0 : Double(labels.counts.reduce(0, +)) / Double(documents)
  }
}

extension CorpusVocabulary {
  /// Writes the sections of a vocabulary file: `words/text`, `words/count`,
  /// `labels/text`, `labels/count`, `documents` (i64 [1]), and the concepts of the
  /// labels if they are known.
  public func write(to writer: StageWriter) throws {
    try words.write(to: writer, named: "words")
    try labels.write(to: writer, named: "labels")
    try writer.write("documents", [Int64(documents)])
    try concepts?.write(to: writer)
  }

  /// For the summary of a vocabulary file.
  public var summary: [String: StageHeader.Value] {
    [
      "words": .int(words.count), "labels": .int(labels.count), "documents": .int(documents),
      "tagsPerDocument": .double(meanTagsPerDocument),
    ]
  }

  /// Reads a vocabulary file.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  public init(_ contents: StageContents) throws {
    let documents = try contents.longs("documents", count: 1)[0]
    guard documents >= 0 else {
      throw contents.invalid("documents", "the number of documents is negative")
    }
    self.init(
      words: try Vocabulary(contents, named: "words"),
      labels: try Vocabulary(contents, named: "labels"), documents: Int(documents),
      concepts: try ConceptTable(ifIn: contents))
  }
}

/// Counts words and labels, document by document.
public struct VocabularyBuilder: Sendable {
  /// Whether repeated and empty tags count; otherwise a document counts once for each of its
  /// tags, and empty ones are ignored.
  private let countsRepeatedTags: Bool
  private var words: [ExactString: Int] = [:]
  private var labels: [ExactString: Int] = [:]
  private var documents = 0

  /// Counts nothing yet.
  public init(like behaviour: Behaviour = .own) { countsRepeatedTags = behaviour.countsRepeatedTags }

  /// Counts the tokens of title and content, and the tags. Holes (empty
  /// tokens) are not words.
  public mutating func add(_ document: Document) {
    documents += 1
    for token in document.title where !token.isEmpty { words[ExactString(token), default: 0] += 1 }
    for sentence in document.sentences {
      for token in sentence where !token.isEmpty { words[ExactString(token), default: 0] += 1 }
    }
    if countsRepeatedTags {
      for tag in document.tags { labels[ExactString(tag), default: 0] += 1 }
    } else {
      let distinct = Set(document.tags.lazy.filter { !$0.isEmpty }.map { ExactString($0) })
      for tag in distinct { labels[tag, default: 0] += 1 }
    }
  }

  /// The least word count that suits this amount of text: in a small corpus even words that
  /// occur once are a good part of what can be learnt from.
  public var suitableWordCount: Int {
    switch words.values.reduce(0, +) {
    case ..<20_000: 1
    case ..<100_000: 2
    default: 5
    }
  }

  /// The vocabularies of everything added, without what is rarer than the
  /// minimum counts.
  public func build(minimumWordCount: Int, minimumLabelCount: Int) -> CorpusVocabulary {
    CorpusVocabulary(
      words: Vocabulary(counting: words, minimumCount: minimumWordCount),
      labels: Vocabulary(counting: labels, minimumCount: minimumLabelCount),
      documents: documents)
  }
}

/// Which words and labels are in a vocabulary.
public struct VocabularyParameters: DeclaredParameters {
  /// Nil leaves it to the size of the corpus.
  public var leastWordCount: Int?
  /// The least number of documents that a label must have, at least 1.
  public var leastLabelCount = 1

  public init() {}

  public static let declarations: [Declaration<Self>] = [
    .init(
      "minWordCount", \.leastWordCount, in: .atLeast(1), "Leave out words that occur more rarely.", valueName: "n",
      default: """
        5; in a corpus of fewer than 100,000 running words 2, of fewer than 20,000 words 1; original: always 5
        """, header: { $0.leastWordCount.map { .int($0) } ?? .string("by size") }),
    .init("minLabelCount", \.leastLabelCount, in: .atLeast(1), "Leave out labels of fewer documents.", valueName: "n"),
  ]
}
