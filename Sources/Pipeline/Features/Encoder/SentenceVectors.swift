// The vectors of one document's title and sentences. It encodes nothing: a DocumentVectorSource
// provides the vectors.
import Formats

/// The vectors of one document.
public struct SentenceVectors: Equatable, Sendable {
  /// Empty if there is no title.
  public var title: [Float]
  /// Sentences × size.
  public var sentences: [Float]
  /// The length of each vector.
  public let size: Int

  /// Vectors of length `size`; `sentences` holds a whole number of them.
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
  package func cut(to sentences: Int) -> SentenceVectors {
    var cut = self
    cut.sentences = Array(self.sentences.prefix(sentences * size))
    return cut
  }
}
