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

    // Content: a list of sentences, and each document as a list of them.
    var content = Numbering(padded: shape != nil)
    var sentenceStarts = [0]
    var sentenceWords: [Int32] = []
    var documentStarts = [0]
    var documentSentences: [Int32] = []
    func add(_ sentence: ArraySlice<Int32>) -> Int32 {
      for word in sentence { sentenceWords.append(content.number(word)) }
      sentenceStarts.append(sentenceWords.count)
      return Int32(sentenceStarts.count - 2)
    }
    // One empty sentence serves all documents if equal work is shared.
    let empty = shape != nil && shares ? add([]) : nil
    for document in batch {
      for sentence in document.content {
        documentSentences.append(
          sentence.isEmpty && empty != nil ? empty ?? 0 : add(sentence))
      }
      if let shape, !shares {
        for _ in document.content.count..<max(shape.sentences, document.content.count) {
          documentSentences.append(add([]))
        }
      }
      documentStarts.append(documentSentences.count)
    }
    let wordMode: PaddingMode =
      shape.map { .padded(span: $0.words, sharesTail: shares) } ?? .masked
    texts = (0..<batch.count).map { d in
      documentStarts[d] < documentStarts[d + 1]
        ? Int(documentSentences[documentStarts[d]]) : empty.map(Int.init)
    }
    sentences = SequenceLayout(
      starts: sentenceStarts, inputs: sentenceWords, inputCount: content.words.count,
      mode: wordMode, padding: shape == nil ? nil : 0, blockRows: 64)
    contentWords = content.words
    let rows = sentences.rows
    documents = SequenceLayout(
      starts: documentStarts, inputs: documentSentences.map { Int32(rows[Int($0)]) },
      inputCount: sentences.count,
      mode: shape.map { .padded(span: $0.sentences, sharesTail: shares) } ?? .masked,
      padding: shape == nil ? nil : Int32(empty.map { rows[Int($0)] } ?? 0), blockRows: 32)

    var title = Numbering(padded: shape != nil)
    var titleStarts = [0]
    var titleNumbers: [Int32] = []
    for document in batch {
      for word in document.title { titleNumbers.append(title.number(word)) }
      titleStarts.append(titleNumbers.count)
    }
    titles = SequenceLayout(
      starts: titleStarts, inputs: titleNumbers, inputCount: title.words.count,
      mode: shape.map { .padded(span: $0.titleWords, sharesTail: shares) } ?? .masked,
      padding: shape == nil ? nil : 0, blockRows: 64)
    titleWords = title.words
  }

  /// Numbers the distinct words of a batch in the order of appearance; padding
  /// (word 0) is number 0 if there is padding.
  private struct Numbering {
    private(set) var words: [Int32] = []
    private var numbers: [Int32: Int32] = [:]

    init(padded: Bool) {
      if padded { _ = number(0) }
    }

    mutating func number(_ word: Int32) -> Int32 {
      if let known = numbers[word] { return known }
      let new = Int32(words.count)
      numbers[word] = new
      words.append(word)
      return new
    }
  }
}
