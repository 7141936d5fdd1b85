// Sentence vectors as features, alone or in addition to weighted words. It runs no encoder: a
// DocumentVectorSource provides the vectors.
import Formats
import FormatsFiles
import PipelineNumerics
import Foundation

/// A source of vectors for documents: a file, or an encoder.
public protocol DocumentVectorSource: Sendable {
  /// How the vectors are made.
  var encoding: TextEncoding { get }

  /// A vector of unit length for each document, documents × dimensions; zeros if a
  /// document has no text.
  ///
  /// - Throws: `FeatureRowsMissing` if a document has none.
  func vectors(of documents: [Document], pool: WorkerPool) throws -> [Float]

  /// The vectors of title and sentences of each document.
  ///
  /// - Throws: `FeatureRowsMissing` if a document has none.
  func sentenceVectors(of documents: [Document], pool: WorkerPool) throws -> [SentenceVectors]
}

/// Features of a pretrained encoder.
public struct EncodedFeatures: Sendable {
  /// How documents must be encoded.
  public let encoding: TextEncoding
  /// The features of words, if there are any; their columns precede those of the vectors.
  let text: TextFeatures?
  /// The length of a document's vector relative to the unit length of its words.
  public let scale: Float

  /// Vectors of such an encoding, of length `scale`, next to the features of `text`.
  public init(_ encoding: TextEncoding, beside text: TextFeatures?, scale: Float) {
    self.encoding = encoding
    self.text = text
    self.scale = text == nil ? 1 : scale
  }

  /// The number of features.
  public var count: Int { (text?.count ?? 0) + encoding.dimensions }

  /// The features of documents, one row per document.
  ///
  /// - Throws: `FeatureRowsMissing` if vectors are missing or made in another way.
  public func matrix(
    of documents: [Document], given: GivenFeatures?, pool: WorkerPool
  ) throws -> SparseMatrix {
    guard let given else { throw FeatureRowsMissing.vectors }
    let vectors = try given.source(encoding).vectors(of: documents, pool: pool)
    let words = text?.matrix(of: documents, pool: pool)
    let first = Int32(text?.count ?? 0)
    let columns = (0..<Int32(encoding.dimensions)).map { first + $0 }
    var matrix = SparseMatrix(columnCount: count)
    for number in documents.indices {
      var row = words?[number] ?? SparseRow()
      let vector = vectors[number * columns.count..<(number + 1) * columns.count]
      row.columns.append(contentsOf: columns)
      row.values.append(contentsOf: vector.lazy.map { $0 * scale })
      matrix.append(row)
    }
    return matrix
  }

  /// Writes the sections `features/…` and `encoder/…`.
  func write(to writer: StageWriter) throws {
    try encoding.write(to: writer)
    try writer.write("features/scale", text == nil ? [] : [scale])
    try text?.write(to: writer)
  }

  /// Reads what `write(to:)` wrote.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  init(_ contents: StageContents) throws {
    guard let encoding = try TextEncoding(contents) else {
      throw contents.invalid("encoder/hash", "the section is missing")
    }
    let scale = try contents.floats("features/scale")
    guard scale.count <= 1, scale.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw contents.invalid("features/scale", "is not one positive number")
    }
    self.init(
      encoding, beside: scale.isEmpty ? nil : try TextFeatures(contents), scale: scale.first ?? 1)
  }
}

extension DocumentVectors {
  /// The mean of the vectors, scaled to unit length. Windows include the title, so the title's
  /// own vector is left out for them.
  func mean(_ encoding: TextEncoding) -> [Float] {
    let width = encoding.dimensions
    let skipsTitle = isTitled && encoding.unit == .windows && vectors.count > width
    var sum = [Float](repeating: 0, count: width)
    for i in (skipsTitle ? width : 0)..<vectors.count { sum[i % width] += vectors[i] }
    var row = SparseRow(columns: [], values: sum)
    row.scaleToUnitLength()
    return row.values
  }
}

/// The vectors of a file that the stage encode wrote, by the ids of documents.
public struct StoredDocumentVectors: DocumentVectorSource {
  /// How documents must be encoded.
  public let encoding: TextEncoding
  private let places: [ExactString: Int]
  private let vectors: [Float]
  /// By place; empty if they were not asked for.
  private let sentences: [SentenceVectors]

  /// Reads the vectors at `path`.
  ///
  /// - Parameter withSentences: keeps the vector of each sentence, not only their mean.
  /// - Throws: `InputError` when the file is damaged or of another kind.
  public init(path: String, withSentences: Bool = false) throws {
    let reader = try EncodedReader(path: path)
    var places: [ExactString: Int] = [:]
    var vectors: [Float] = []
    var sentences: [SentenceVectors] = []
    while let document = try reader.nextDocument() {
      // The first of an id counts, should one occur twice.
      if places[ExactString(document.id)] != nil { continue }
      places[ExactString(document.id)] = places.count
      vectors += document.mean(reader.encoding)
      if withSentences {
        sentences.append(SentenceVectors(document, size: reader.encoding.dimensions))
      }
    }
    encoding = reader.encoding
    self.places = places
    self.vectors = vectors
    self.sentences = sentences
  }

  public func vectors(of documents: [Document], pool: WorkerPool) throws -> [Float] {
    var found: [Float] = []
    found.reserveCapacity(documents.count * encoding.dimensions)
    for document in documents {
      guard let place = places[ExactString(document.id)] else {
        throw FeatureRowsMissing.vector(id: document.id)
      }
      found += vectors[place * encoding.dimensions..<(place + 1) * encoding.dimensions]
    }
    return found
  }

  public func sentenceVectors(
    of documents: [Document], pool: WorkerPool
  ) throws -> [SentenceVectors] {
    precondition(sentences.count == places.count, "sentences were not asked for")
    return try documents.map { document in
      guard let place = places[ExactString(document.id)] else {
        throw FeatureRowsMissing.vector(id: document.id)
      }
      return sentences[place]
    }
  }
}

extension TextVectoriser: DocumentVectorSource {
  public func vectors(of documents: [Document], pool: WorkerPool) -> [Float] {
    encode(documents, pool: pool).flatMap { $0.mean(encoding) }
  }

  public func sentenceVectors(of documents: [Document], pool: WorkerPool) -> [SentenceVectors] {
    encode(documents, pool: pool).map { SentenceVectors($0, size: encoding.dimensions) }
  }
}
