// A minibatch laid out for the networks: distinct words, sentences and titles
// as sequences, documents as sequences of sentences.
import PipelineFeatures

/// How a batch treats padding and equal work.
public enum BatchForm: Equatable, Sendable {
  /// Padding is left out everywhere.
  case masked
  /// The original's semantics: everything is filled up. With `sharesEqualWork`
  /// empty sentences and trailing padding are computed once; results are the
  /// same, but the gradient of each position is not known one by one.
  case padded(DocumentShape, sharesEqualWork: Bool)
}

/// A batch of documents, ready for the layers.
final class DocumentBatch: Sendable {
  let count: Int
  /// The distinct words of the content and of the titles, as rows of the
  /// embedding table.
  let contentWords: [Int32]
  let titleWords: [Int32]
  /// Sentences as sequences of `contentWords`.
  let sentences: SequenceLayout
  /// Titles as sequences of `titleWords`; sequence d is document d's title.
  let titles: SequenceLayout
  /// Documents as sequences of sentences; an input is a row of `sentences`.
  let documents: SequenceLayout
  /// The vectors that a network reads instead of words; else nil.
  let vectors: VectorBatch?
  /// Per document the sequence in `sentences` of its first sentence; nil where
  /// it has none. Networks that read a document as one text find it there.
  let texts: [Int?]
  /// Per document the sentences it has, one after the other if nothing is padded.
  let sentenceCounts: [Int]
  /// Per document its features for the linear model; empty rows if there is none.
  let features: SparseMatrix
  /// Per document where it finds its linear model; nil for new documents.
  let linear: [LinearSource?]
  /// Per document its labels.
  let labels: [ArraySlice<Int32>]

  init(_ batch: [EncodedDocument], form: BatchForm) {
    count = batch.count
    labels = batch.map { $0.labels[...] }
    sentenceCounts = batch.map(\.content.count)
    features = batch.featureMatrix
    linear = batch.map(\.linear)
    vectors = VectorBatch(batch.map(\.vectors))
    var shares = true
    var shape: DocumentShape?
    if case .padded(let given, let sharing) = form { (shape, shares) = (given, sharing) }

    let content = Content(batch, shape: shape, sharesEqualWork: shares)
    texts = (0..<batch.count).map { content.firstSentence(of: $0) }
    func mode(_ span: KeyPath<DocumentShape, Int>) -> PaddingMode {
      shape.map { .padded(span: $0[keyPath: span], sharesTail: shares) } ?? .masked
    }
    sentences = content.sentences.layout(mode(\.words))
    contentWords = content.sentences.words
    let rows = sentences.rows
    documents = SequenceLayout(
      starts: content.starts, inputs: content.numbers.map { Int32(rows[Int($0)]) },
      inputCount: sentences.count, mode: mode(\.sentences),
      padding: shape == nil ? nil : Int32(content.empty.map { rows[Int($0)] } ?? 0), blockRows: 32)
    var titles = WordSequences(isPadded: shape != nil)
    for document in batch { titles.add(document.title[...]) }
    self.titles = titles.layout(mode(\.titleWords))
    titleWords = titles.words
  }

  /// The sentences of a batch, and each document as a list of them.
  private struct Content {
    private(set) var sentences: WordSequences
    /// Document d has the sentences `numbers[starts[d] ..< starts[d + 1]]`.
    private(set) var starts = [0]
    private(set) var numbers: [Int32] = []
    /// The one empty sentence that serves all documents if equal work is shared.
    let empty: Int32?

    /// - Parameter shape: what is filled up; nil if nothing is.
    init(_ batch: [EncodedDocument], shape: DocumentShape?, sharesEqualWork: Bool) {
      sentences = WordSequences(isPadded: shape != nil)
      empty = shape != nil && sharesEqualWork ? sentences.add([]) : nil
      for document in batch {
        for sentence in document.content {
          if sentence.isEmpty, let empty {
            numbers.append(empty)
          } else {
            numbers.append(sentences.add(sentence))
          }
        }
        if let shape, !sharesEqualWork {
          for _ in document.content.count..<max(shape.sentences, document.content.count) {
            numbers.append(sentences.add([]))
          }
        }
        starts.append(numbers.count)
      }
    }

    /// The number of a document's first sentence; nil where nothing stands for one.
    func firstSentence(of document: Int) -> Int? {
      let range = starts[document]..<starts[document + 1]
      return (range.isEmpty ? empty : numbers[range.lowerBound]).map { Int($0) }
    }
  }
}
