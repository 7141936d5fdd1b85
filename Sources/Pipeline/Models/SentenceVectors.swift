// Vectors of titles and sentences as a network reads them, of documents and of batches. It
// encodes nothing: where vectors come from is the business of a DocumentVectorSource.
import Formats
import Foundation

/// The vectors of one document.
public struct SentenceVectors: Equatable, Sendable {
  /// Empty where there is no title.
  public var title: [Float]
  /// Sentences × size.
  public var sentences: [Float]
  /// The length of each vector.
  public let size: Int

  public init(title: [Float], sentences: [Float], size: Int) {
    self.title = title
    self.sentences = sentences
    self.size = size
  }

  init(_ document: DocumentVectors, size: Int) {
    let start = document.isTitled ? min(size, document.vectors.count) : 0
    self.init(
      title: Array(document.vectors[..<start]), sentences: Array(document.vectors[start...]),
      size: size)
  }

  /// The title and the first sentences.
  func cut(to sentences: Int) -> SentenceVectors {
    var cut = self
    cut.sentences = Array(self.sentences.prefix(sentences * size))
    return cut
  }
}

/// The vectors of a batch of documents.
final class VectorBatch: Sendable {
  /// [B, size]; zeros where a document has no title.
  let titles: AlignedBuffer<Float>
  let isTitled: [Bool]
  /// All sentences, document by document, [sentences, size].
  let sentences: AlignedBuffer<Float>
  /// Documents as sequences of `sentences`.
  let documents: SequenceLayout

  /// Nil where documents have no vectors.
  init?(_ batch: [SentenceVectors?]) {
    guard let size = batch.lazy.compactMap({ $0?.size }).first else { return nil }
    let all = batch.map { $0 ?? SentenceVectors(title: [], sentences: [], size: size) }
    let starts = all.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.sentences.count / size) }
    let count = starts[all.count]
    titles = AlignedBuffer(zeros: all.count * size)
    sentences = AlignedBuffer(zeros: count * size)
    for (document, vectors) in all.enumerated() {
      precondition(vectors.size == size, "vectors are of one encoder")
      (titles.base + document * size).update(from: vectors.title, count: vectors.title.count)
      (sentences.base + starts[document] * size).update(
        from: vectors.sentences, count: vectors.sentences.count)
    }
    isTitled = all.map { !$0.title.isEmpty }
    documents = SequenceLayout(
      starts: starts, inputs: (0..<Int32(count)).map { $0 }, inputCount: count, mode: .masked,
      padding: nil, blockRows: 32)
  }
}

extension DocumentEncoder {
  /// The numbers of documents, with their vectors where the network reads those.
  ///
  /// - Parameters:
  ///   - encoding: how the vectors are to be made; nil where the network reads words.
  ///   - given: has vectors that are made so.
  /// - Throws: `FeatureRowsMissing` where vectors are missing or made in another way.
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
