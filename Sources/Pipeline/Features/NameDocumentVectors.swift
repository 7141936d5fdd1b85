// The vectors of names that are learnt as documents.
import Formats
import PipelineEmbedding
import PipelineNumerics

/// Gives the documents of `NameDocuments` the vectors of their labels.
public struct NameDocumentVectors: DocumentVectorSource {
  /// How the names of labels are encoded.
  public let encoding: TextEncoding
  private let vectors: WordVectors

  /// - Parameters:
  ///   - vectors: of labels, by the encoder of `encoding`.
  ///   - encoding: the encoding of the documents with which the names are learnt.
  public init(_ vectors: WordVectors, encoding: TextEncoding) {
    precondition(vectors.dimensions == encoding.dimensions, "vectors are of one encoder")
    var vectors = vectors
    vectors.scaleToUnitLength()
    self.vectors = vectors
    self.encoding = encoding
  }

  public func vectors(of documents: [Document], pool: WorkerPool) -> [Float] {
    documents.flatMap { vectors.vectorOrZeros(of: $0.id) }
  }

  public func sentenceVectors(of documents: [Document], pool: WorkerPool) -> [SentenceVectors] {
    documents.map {
      SentenceVectors(
        title: [], sentences: vectors.vectorOrZeros(of: $0.id), size: encoding.dimensions)
    }
  }
}
