// The features of documents for the linear model: rows of one matrix, which no document copies.
import PipelineFeatures

/// A row of a matrix that many documents share.
struct SharedFeatures: Equatable, Sendable {
  /// A matrix that is in memory once, however many documents have a row of it.
  private final class Shared: Sendable {
    let matrix: SparseMatrix
    init(_ matrix: SparseMatrix) { self.matrix = matrix }
  }

  private let shared: Shared
  private let number: Int

  /// The rows of a matrix, one for each document.
  static func rows(of matrix: SparseMatrix) -> [SharedFeatures] {
    let shared = Shared(matrix)
    return (0..<matrix.count).map { SharedFeatures(shared: shared, number: $0) }
  }

  private init(shared: Shared, number: Int) {
    (self.shared, self.number) = (shared, number)
  }

  /// A separate row.
  init(_ row: SparseRow) { self.init(shared: Shared(SparseMatrix(rows: [row])), number: 0) }

  /// A copy.
  var row: SparseRow { shared.matrix[number] }

  static func == (one: Self, other: Self) -> Bool { one.row == other.row }

  /// The rows one after another: the shared matrix itself, if these are all its rows in order.
  static func matrix(of rows: [SharedFeatures?]) -> SparseMatrix {
    if let shared = rows.first??.shared, shared.matrix.count == rows.count,
      rows.enumerated().allSatisfy({ $1?.shared === shared && $1?.number == $0 })
    {
      return shared.matrix
    }
    let columns = rows.lazy.compactMap { $0?.shared.matrix.columnCount }.max() ?? 0
    return rows.reduce(into: SparseMatrix(columnCount: columns)) { $0.append($1?.row ?? SparseRow()) }
  }
}
