// Documents as the mean of their words' vectors. It trains no vector.
import Formats
import PipelineEmbedding
import PipelineNumerics

/// What the sum of the vectors is divided by.
public enum VectorMean: Equatable, Codable, Sendable {
  /// The number of words that have a vector.
  case knownWords
  /// A fixed length T, of which only the first T words are read: the
  /// original's features, by which long documents get longer vectors
  /// (docs/original.md, Baselines).
  case positions(Int)
}

/// Word vectors of unit length, and how documents are averaged over them.
public struct AveragedVectors: Sendable {
  /// How a document's vectors are averaged.
  public let mean: VectorMean
  private let vectors: WordVectors

  /// The number of features.
  public var count: Int { vectors.dimensions }

  /// - Parameter vectors: the word vectors, which are scaled to unit length.
  public init(_ vectors: WordVectors, mean: VectorMean) {
    var vectors = vectors
    vectors.scaleToUnitLength()
    self.vectors = vectors
    self.mean = mean
  }

  /// The features of documents; every column has an entry.
  public func matrix(of documents: [Document], pool: WorkerPool) -> SparseMatrix {
    let all = Array(0..<Int32(count))
    return SparseMatrix(
      columnCount: count,
      rows: pool.map(documents.count) { SparseRow(columns: all, values: row(of: documents[$0])) })
  }

  /// The mean vector of one document, zeros if no word is known. Title and
  /// content are one sequence of words without holes.
  func row(of document: Document) -> [Float] {
    var limit = Int.max
    if case .positions(let count) = mean { limit = count }
    var sum = [Float](repeating: 0, count: count)
    var read = 0
    var known = 0
    for token in ([document.title] + document.sentences).joined() where !token.isEmpty {
      guard read < limit else { break }
      read += 1
      guard let index = vectors.index(of: token) else { continue }
      known += 1
      let vector = vectors[index]
      for (i, value) in zip(sum.indices, vector) { sum[i] += value }
    }
    let divisor = Float(limit == Int.max ? max(known, 1) : limit)
    return sum.map { $0 / divisor }
  }

  /// Writes the sections `features/…`.
  func write(to writer: StageWriter) throws {
    try writer.write("features/parameters", [String(decoding: mean.stableJSON(), as: UTF8.self)])
    try vectors.write(to: writer)
  }

  /// Reads what `write(to:)` wrote.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  init(_ contents: StageContents) throws {
    mean = try contents.decoded(VectorMean.self, "features/parameters")
    if case .positions(let count) = mean, count < 1 {
      throw contents.invalid("features/parameters", "a length is not positive")
    }
    vectors = try WordVectors(contents)
  }
}
