// Tags of similar training documents. It learns nothing but an index.
import Formats
import PipelineFeatures
import PipelineNumerics

/// k nearest neighbours by the cosine of feature rows: the score of a label is
/// the share of the neighbours' similarity that falls on neighbours with it.
public struct NearestNeighbours: DocumentScorer {
  /// What can be chosen.
  public struct Parameters: Equatable, Codable, Sendable {
    /// k.
    public var neighbours = 20

    public init() {}

  }

  public static let form = ScoreForm.probabilities

  private let parameters: Parameters
  /// The inverted index over document rows of unit length: one row per feature; columns are
  /// training documents.
  let index: SparseMatrix
  /// One row per training document; columns are labels.
  private let labels: SparseMatrix

  /// Keeps the training documents with rows of unit length.
  public init(_ training: TrainingSet, parameters: Parameters) {
    self.parameters = parameters
    var normalised = SparseMatrix(columnCount: training.features.columnCount)
    for document in 0..<training.features.count {
      var row = training.features[document]
      row.scaleToUnitLength()
      normalised.append(row)
    }
    index = normalised.transposed()
    labels = SparseMatrix(
      columnCount: training.labelCount,
      rows: training.labels.map { SparseRow(columns: $0, values: $0.map { _ in 1 }) })
  }

  public func scores(of features: SparseMatrix, pool: WorkerPool) -> SparseMatrix {
    scores(of: features, neighbours: [parameters.neighbours], pool: pool)[0]
  }

  /// The scores with each of several numbers of neighbours.
  func scores(
    of features: SparseMatrix, neighbours counts: [Int], pool: WorkerPool
  ) -> [SparseMatrix] {
    let most = counts.max() ?? 0
    // The products of many documents at once read a block of the index for all of them.
    let chunk = isDense ? 128 : pool.share(of: features.count, most: 64)
    let parts = pool.mapChunks(of: features.count, size: chunk) { range in
      if isDense {
        var sum = SparseSum(columnCount: labels.columnCount)
        return nearestOfDense(features, range, count: most).map { nearest in
          counts.map { votes(nearest.prefix($0), &sum) }
        }
      }
      var similarities = SparseSum(columnCount: labels.count)
      var sum = SparseSum(columnCount: labels.columnCount)
      return range.map { number in
        let nearest = nearest(to: features[number], count: most, &similarities)
        return counts.map { votes(nearest.prefix($0), &sum) }
      }
    }
    return counts.indices.map { place in
      SparseMatrix(
        columnCount: labels.columnCount, rows: parts.joined().map { $0[place] })
    }
  }

  /// The most similar training documents, most similar first; equally similar ones
  /// in the order of the corpus, and none with a similarity of 0.
  private func nearest(
    to document: SparseRow, count: Int, _ similarities: inout SparseSum
  ) -> [(document: Int32, similarity: Float)] {
    var document = document
    document.scaleToUnitLength()
    for (feature, value) in zip(document.columns, document.values) {
      for entry in index.entries(of: Int(feature)) {
        similarities.add(value * index.values[entry], at: index.columns[entry])
      }
    }
    let all = similarities.take()
    return Self.similar(
      zip(all.values, all.columns).map { rankingKey(score: $0, label: $1) }.smallest(count))
  }

  /// The documents and similarities of ranking keys, without those of similarity 0.
  static func similar(_ keys: [UInt64]) -> [(document: Int32, similarity: Float)] {
    keys.map { (label(ofRankingKey: $0), score(ofRankingKey: $0)) }
      .filter { $0.1 > 0 }
  }

  /// The share of similarity that falls on each label.
  private func votes(
    _ nearest: ArraySlice<(document: Int32, similarity: Float)>, _ sum: inout SparseSum
  ) -> SparseRow {
    var total: Float = 0
    for (document, similarity) in nearest {
      total += similarity
      for entry in labels.entries(of: Int(document)) {
        sum.add(similarity, at: labels.columns[entry])
      }
    }
    var row = sum.take()
    for i in row.values.indices { row.values[i] = min(row.values[i] / total, 1) }
    return row
  }

  public func write(to writer: StageWriter) throws {
    try writer.write("model/parameters", [String(decoding: parameters.stableJSON(), as: UTF8.self)])
    try writer.write("model/documents", [Int64(labels.count)])
    try index.write(to: writer, named: "model/index")
    try labels.write(to: writer, named: "model/labels")
  }

  public init(_ contents: StageContents, labels labelCount: Int, features: Int) throws {
    parameters = try contents.decoded(Parameters.self, "model/parameters")
    let documents = try contents.longs("model/documents", count: 1)[0]
    guard (try? parameters.validate()) != nil, (0..<Int64(Int32.max)).contains(documents) else {
      throw contents.invalid("model/parameters", "a value is out of range")
    }
    index = try SparseMatrix(
      contents, named: "model/index", rows: features, columnCount: Int(documents))
    labels = try SparseMatrix(
      contents, named: "model/labels", rows: Int(documents), columnCount: labelCount)
  }
}

extension NearestNeighbours.Parameters: DeclaredParameters {
  public static let declarations: [Declaration<Self>] = [
    .init(
      "neighbours", \.neighbours, in: .atLeast(1), "The number of similar documents.",
      default: """
        chosen on the validation documents for knn; lda: \(TopicNeighbours.Parameters().neighbours), original: \
        \(TopicNeighbours.Parameters(like: .original).neighbours)
        """)
  ]
}
