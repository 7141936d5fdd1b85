// Documents as numbers: what the networks read. It cuts sentences and titles
// to the model's size, and nothing else.
import Formats
import FormatsFiles
import PipelineFeatures
import PipelineNumerics
import PipelineText

/// The sizes to which documents are cut.
public struct DocumentShape: Equatable, Codable, Sendable {
  /// The greatest value of each that a network supports.
  public static let limit = 10_000

  /// Sentences per document (S).
  public var sentences: Int
  /// Words per sentence (L).
  public var words: Int
  /// Words per title.
  public var titleWords: Int

  /// Sizes from 1 to `limit`.
  public init(sentences: Int, words: Int, titleWords: Int) {
    self.sentences = sentences
    self.words = words
    self.titleWords = titleWords
  }

  /// The shape as a network with the given reading sees it.
  public func read(_ reading: DocumentReading) -> DocumentShape {
    reading == .oneText
      ? DocumentShape(sentences: 1, words: sentences * words, titleWords: titleWords) : self
  }
}

/// Turns tokens and tags into numbers.
public struct DocumentEncoder: Sendable {
  private let words: [ExactString: Int32]
  private let labels: [ExactString: Int32]
  /// The greatest sizes; what is longer is cut.
  public let shape: DocumentShape
  /// Which parts of a document the model reads.
  public let reading: DocumentReading
  /// The features of the linear model; nil if there is none.
  public let features: TextFeatures?
  /// What becomes of unknown words and of holes.
  public let behaviour: Behaviour
  /// The shape of what the network reads: with `oneText` one long sentence.
  var readShape: DocumentShape { shape.read(reading) }
  /// The number of words with the reserved ones.
  public let vocabularySize: Int
  /// The number of the first word of the vocabulary.
  public var firstWord: Int32 { behaviour.unknownWord + 1 }

  /// - Parameters:
  ///   - words: in the order of their vectors.
  ///   - labels: in the order of the outputs.
  public init(
    words: [String], labels: [String], shape: DocumentShape,
    reading: DocumentReading = .titleApart, features: TextFeatures? = nil, like behaviour: Behaviour
  ) {
    let first = behaviour.unknownWord + 1
    var wordNumbers: [ExactString: Int32] = [:]
    wordNumbers.reserveCapacity(words.count)
    for (i, word) in words.enumerated() { wordNumbers[ExactString(word)] = Int32(i) + first }
    if behaviour.readsUnknownAsPadding { wordNumbers[ExactString("PAD_ID")] = 0 }
    var labelNumbers: [ExactString: Int32] = [:]
    for (i, label) in labels.enumerated() { labelNumbers[ExactString(label)] = Int32(i) }
    self.words = wordNumbers
    self.labels = labelNumbers
    self.shape = shape
    self.reading = reading
    self.features = features
    self.behaviour = behaviour
    vocabularySize = words.count + Int(first)
  }

  /// The numbers of documents.
  ///
  /// - Parameter pool: on which features are counted.
  public func encode(
    _ documents: [Document], pool: WorkerPool = WorkerPool(threads: 1)
  ) -> [EncodedDocument] {
    var encoded = documents.map(encode)
    if let features {
      let rows = SharedFeatures.rows(of: features.matrix(of: documents, pool: pool))
      for d in encoded.indices { encoded[d].sharedFeatures = rows[d] }
    }
    return encoded
  }

  /// The numbers of a document, without its features.
  private func encode(_ document: Document) -> EncodedDocument {
    var encoded = EncodedDocument()
    var sentences = document.sentences
    switch reading {
    case .titleApart: encoded.title = encode(document.title, limit: shape.titleWords)
    case .titleAsSentence:
      if !document.title.isEmpty { sentences.insert(document.title, at: 0) }
    case .oneText: sentences = [document.title + sentences.joined()]
    case .vectors: sentences = []
    }
    let read = sentences.prefix(readShape.sentences)
    encoded.content.reserve(
      words: read.reduce(0) { $0 + min($1.count, readShape.words) }, sentences: read.count)
    encoded.labels.reserveCapacity(document.tags.count)
    for sentence in sentences {
      guard encoded.content.count < readShape.sentences else { break }
      let numbers = encode(sentence, limit: readShape.words)
      if behaviour.keepsHoles || !numbers.isEmpty { encoded.content.append(numbers) }
    }
    // Trailing empty sentences are padding.
    encoded.content.removeTrailingEmpty()
    var seen: Set<Int32> = []
    for tag in document.tags where behaviour.keepsEmptyTags || !tag.isEmpty {
      if let label = labels[ExactString(tag)] {
        if seen.insert(label).inserted { encoded.labels.append(label) }
      } else {
        encoded.labelsOutside += 1
      }
    }
    return encoded
  }

  private func encode(_ tokens: [String], limit: Int) -> [Int32] {
    var numbers: [Int32] = []
    numbers.reserveCapacity(min(tokens.count, limit))
    for token in tokens {
      if token.isEmpty && !behaviour.keepsHoles { continue }
      guard numbers.count < limit else { break }
      numbers.append(token.isEmpty ? 0 : words[ExactString(token)] ?? behaviour.unknownWord)
    }
    // A trailing 0 is what padding would put there.
    while numbers.last == 0 { numbers.removeLast() }
    return numbers
  }
}

/// The linear model for a document of the training or the validation part.
public struct LinearSource: Equatable, Sendable {
  /// The held-out model that has not learnt the document; nil for the one that all have taught.
  public var part: Int?
  /// Under which the document's log-odds are kept from epoch to epoch: each its own, from 0.
  public var row: Int

  /// The model of a held-out part, or nil for the model of all documents.
  public init(part: Int?, row: Int) {
    self.part = part
    self.row = row
  }
}

extension Behaviour {
  /// The number of every unknown word: that of padding, 0, or a dedicated one (D3).
  var unknownWord: Int32 { readsUnknownAsPadding ? 0 : 1 }
}

/// A document as numbers.
public struct EncodedDocument: Equatable, Sendable {
  /// The numbers of the title's words.
  public var title: [Int32] = []
  /// The numbers of the words of its sentences.
  var content = NumberedSentences()
  /// Indices of the labels in the order of the document, each once.
  public var labels: [Int32] = []
  /// True tags that are not in the label vocabulary.
  var labelsOutside = 0
  /// What the linear model reads; nil if there is none.
  var sharedFeatures: SharedFeatures?
  /// Where a document that is read in every epoch finds its linear model; nil for new documents.
  public var linear: LinearSource?
  /// The vectors that a network reads instead of words; else nil.
  public var vectors: SentenceVectors?

  public init() {}

  /// The numbers of each sentence's words, copied from `content`.
  public var sentences: [[Int32]] {
    get { content.arrays }
    set { content.arrays = newValue }
  }

  /// A copy of what the linear model reads; empty if there is none.
  public var features: SparseRow {
    get { sharedFeatures?.row ?? SparseRow() }
    set { sharedFeatures = SharedFeatures(newValue) }
  }
}

extension [EncodedDocument] {
  /// What the linear model reads, a row for each document: without a copy for all those that were
  /// encoded together.
  public var featureMatrix: SparseMatrix { SharedFeatures.matrix(of: map(\.sharedFeatures)) }
}
