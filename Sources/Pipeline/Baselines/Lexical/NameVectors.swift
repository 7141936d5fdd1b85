// Labels whose names are near a document in meaning, even if they do not occur in it: vectors
// of the names are compared with the vectors of the document. It encodes nothing and judges
// nothing: the ranker of the lexical model learns what a cosine is worth.
import Formats
import PipelineEmbedding
import PipelineFeatures
import PipelineNumerics

/// Vectors of the names of labels, and how documents are compared with them.
public struct NameVectors: Sendable {
  /// How documents are encoded.
  public let encoding: TextEncoding
  /// [L, dimensions], of unit length; zeros for a label without a vector.
  private let vectors: [Float]
  let count: Int
  private let packed: PackedMatrix

  /// The number of labels of a document that are candidates without a mention.
  static let depth = 30
  /// The number of documents that are compared at a time.
  private static let chunk = 8

  /// - Parameters:
  ///   - labels: in the order of the model.
  ///   - vectors: the vectors of labels by the encoder of `encoding`; labels without one are
  ///     never candidates.
  public init(_ vectors: WordVectors, of labels: [String], encoding: TextEncoding) {
    precondition(vectors.dimensions == encoding.dimensions, "vectors are of one encoder")
    var vectors = vectors
    vectors.scaleToUnitLength()
    self.init(labels.flatMap { vectors.vectorOrZeros(of: $0) }, encoding: encoding)
  }

  private init(_ vectors: [Float], encoding: TextEncoding) {
    self.vectors = vectors
    self.encoding = encoding
    count = vectors.count / encoding.dimensions
    packed = withMatrix(vectors, columns: encoding.dimensions) { PackedMatrix($0.transposed) }
  }

  /// How near a label is to a document.
  struct Nearness: Equatable, Sendable {
    /// Cosines with the title (-1 without one), with the mean of the text, and the greatest
    /// of these and of all sentences or windows.
    var title: Float = -1
    var mean: Float = -1
    var best: Float = -1
    /// The place among all labels by `best`, from 0; not beyond `depth`.
    var rank = NameVectors.depth
    /// The greatest `best` of any label.
    var top: Float = -1

    /// As many as `row` makes.
    static let features = 5
    /// The columns in addition to those of `LexicalFeatures`.
    var row: [Float] { [title, mean, best, Float(rank), best - top] }
  }

  /// For each document the nearest labels, and how near these and the wanted ones are.
  ///
  /// - Parameter wanted: labels of each document.
  /// - Throws: `FeatureRowsMissing` if documents have no vectors, or others.
  func nearness(
    of documents: [Document], wanted: [[Int32]], given: GivenFeatures?, pool: WorkerPool
  ) throws -> [[Int32: Nearness]] {
    guard let given else { throw FeatureRowsMissing.vectors }
    let source = try given.source(encoding)
    let means = try source.vectors(of: documents, pool: pool)
    let parts = try source.sentenceVectors(of: documents, pool: pool)
    return pool.mapChunks(of: documents.count, size: Self.chunk) { range in
      compared(range, means: means, parts: parts, wanted: wanted)
    }.flatMap { $0 }
  }

  private func compared(
    _ range: Range<Int>, means: [Float], parts: [SentenceVectors], wanted: [[Int32]]
  ) -> [[Int32: Nearness]] {
    let size = encoding.dimensions
    // For each document its mean, its title if it has one, its sentences or windows.
    var rows: [Float] = []
    for document in range {
      rows += means[document * size..<(document + 1) * size]
      rows += parts[document].title
      rows += parts[document].sentences
    }
    let cosines = MatrixBuffer()
    withMatrix(rows, columns: size) {
      multiply($0, packed, into: cosines.reshape($0.rows, count))
    }
    var first = 0
    return range.map { document in
      let own = parts[document]
      let last = first + 1 + (own.title.count + own.sentences.count) / size
      defer { first = last }
      return nearness(cosines.view, first..<last, isTitled: !own.title.isEmpty, wanted[document])
    }
  }

  /// - Parameter rows: of `cosines`, [rows, L], that belong to the document.
  private func nearness(
    _ cosines: MatrixView, _ rows: Range<Int>, isTitled: Bool, _ wanted: [Int32]
  ) -> [Int32: Nearness] {
    var best = [Float](repeating: -1, count: count)
    for row in rows {
      let own = cosines.row(row)
      for label in 0..<count { best[label] = max(best[label], own[label]) }
    }
    let ranked = best.indices.map { rankingKey(score: best[$0], label: Int32($0)) }
      .smallest(Self.depth).map { label(ofRankingKey: $0) }
      .filter { best[Int($0)] > 0 }
    var found: [Int32: Nearness] = [:]
    func add(_ label: Int32, rank: Int) {
      let place = Int(label)
      found[label] = Nearness(
        title: isTitled ? cosines[rows.lowerBound + 1, place] : -1,
        mean: cosines[rows.lowerBound, place], best: best[place], rank: rank,
        top: ranked.first.map { best[Int($0)] } ?? -1)
    }
    for label in wanted { add(label, rank: Self.depth) }
    for (rank, label) in ranked.enumerated() { add(label, rank: rank) }
    return found
  }

  /// Writes the sections `nameVectors` and `encoder/…`.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  func write(to writer: StageWriter) throws {
    try encoding.write(to: writer)
    try writer.write("nameVectors", vectors, shape: [count, encoding.dimensions])
  }

  /// Reads what `write(to:)` wrote; nil if there is nothing.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  init?(_ contents: StageContents, labels: Int) throws {
    guard contents.has("nameVectors") else { return nil }
    guard let encoding = try TextEncoding(contents) else {
      throw contents.invalid("encoder/hash", "the section is missing")
    }
    let vectors = try contents.floats("nameVectors", count: labels * encoding.dimensions)
    guard vectors.allSatisfy(\.isFinite) else {
      throw contents.invalid("nameVectors", "a value is not a number")
    }
    self.init(vectors, encoding: encoding)
  }
}
