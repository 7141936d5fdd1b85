// Vectors of titles and sentences as a network reads them, for batches of documents. It encodes
// nothing: a DocumentVectorSource provides the vectors.
import Formats
import PipelineFeatures
import PipelineNumerics

/// The vectors of a batch of documents.
final class VectorBatch: Sendable {
  /// [B, size]; zeros if a document has no title.
  let titles: MatrixBuffer
  let isTitled: [Bool]
  /// All sentences, document by document, [sentences, size].
  let sentences: MatrixBuffer
  /// Documents as sequences of `sentences`.
  let documents: SequenceLayout

  /// Nil if documents have no vectors.
  init?(_ batch: [SentenceVectors?]) {
    guard let size = batch.lazy.compactMap({ $0?.size }).first else { return nil }
    let all = batch.map { $0 ?? SentenceVectors(title: [], sentences: [], size: size) }
    let starts = all.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.sentences.count / size) }
    let count = starts[all.count]
    titles = MatrixBuffer(zeros: all.count, size)
    sentences = MatrixBuffer(zeros: count, size)
    for (document, vectors) in all.enumerated() {
      precondition(vectors.size == size, "vectors are of one encoder")
      titles.row(document)[0..<vectors.title.count].copy(vectors.title)
      sentences[rows: starts[document]..<starts[document + 1]].elements.copy(vectors.sentences)
    }
    isTitled = all.map { !$0.title.isEmpty }
    documents = SequenceLayout(
      starts: starts, inputs: (0..<Int32(count)).map { $0 }, inputCount: count, mode: .masked,
      padding: nil, blockRows: 32)
  }
}

extension DocumentEncoder {
  /// The numbers of documents, with their vectors if the network reads those.
  ///
  /// - Parameters:
  ///   - encoding: how the vectors are to be made; nil if the network reads words.
  ///   - given: the source of such vectors.
  /// - Throws: `FeatureRowsMissing` if vectors are missing or made in another way.
  public func encode(
    _ documents: [Document], encoding: TextEncoding?, given: GivenFeatures?, pool: WorkerPool
  ) throws -> [EncodedDocument] {
    var encoded = encode(documents, pool: pool)
    guard let encoding else { return encoded }
    guard let given else { throw FeatureRowsMissing.vectors }
    let vectors = try given.source(encoding).sentenceVectors(of: documents, pool: pool)
    for (d, own) in vectors.enumerated() { encoded[d].vectors = own.cut(to: shape.sentences) }
    return encoded
  }
}
