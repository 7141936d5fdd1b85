// Neighbours by vectors without zeros, such as those of an encoder: an exact product, block
// by block, instead of an inverted index.
import PipelineFeatures
import PipelineNumerics

extension NearestNeighbours {
  /// Whether every training document has a number in every column. The inverted index then
  /// is a matrix, features × documents.
  var isDense: Bool {
    index.count > 0 && index.columnCount > 0
      && index.entryCount == index.count * index.columnCount
  }

  /// The most similar training documents of the rows `range` of `features`, as `nearest`
  /// gives them.
  func nearestOfDense(
    _ features: SparseMatrix, _ range: Range<Int>, count: Int
  ) -> [[(document: Int32, similarity: Float)]] {
    let width = index.count
    let documents = index.columnCount
    let block = 2_048
    let queries = MatrixBuffer(zeros: range.count, width)
    for (place, number) in range.enumerated() {
      var row = features[number]
      row.scaleToUnitLength()
      for (column, value) in zip(row.columns, row.values) { queries[place, Int(column)] = value }
    }
    let products = MatrixBuffer()
    var best = [BestKeys](repeating: BestKeys(count: count), count: range.count)
    withMatrix(index.values, columns: documents) { training in
      for start in stride(from: 0, to: documents, by: block) {
        let end = min(start + block, documents)
        let products = products.reshape(range.count, end - start)
        multiply(queries.view, training[columns: start..<end], into: products)
        for place in 0..<range.count {
          let row = products.row(place)
          for document in 0..<row.count where row[document] >= best[place].bound {
            best[place].add(row[document], document: Int32(start + document))
          }
        }
      }
    }
    return best.map { Self.similar($0.sorted()) }
  }
}

/// The greatest scores of a stream, up to a fixed number.
private struct BestKeys {
  private let count: Int
  private var keys: [UInt64] = []
  /// Scores below this are not among the best.
  private(set) var bound = -Float.infinity

  init(count: Int) { self.count = count }

  mutating func add(_ score: Float, document: Int32) {
    keys.append(rankingKey(score: score, label: document))
    guard keys.count >= max(2 * count, 64) else { return }
    keys = sorted()
    bound = keys.last.map { PipelineNumerics.score(ofRankingKey: $0) } ?? bound
  }

  func sorted() -> [UInt64] { Array(keys.sorted().prefix(count)) }
}
