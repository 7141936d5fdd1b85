// The wide part: a document's bag of words as a vector. Words that decide a
// tag by themselves reach the output without going through a recurrence.

/// v = Σ_f x_f T[f] over a document's features f (TF-IDF weights of words and
/// word pairs). Together with the output layer it is a linear model of rank W.
final class WideLayer: @unchecked Sendable {
  /// W.
  let size: Int
  /// T, [F, W]. Only the rows of a batch's features are updated by it.
  let table: Parameter
  private let pool: WorkerPool

  init(features: Int, size: Int, trained: Bool, pool: WorkerPool) {
    self.size = size
    self.pool = pool
    table = Parameter("wide/table", features, size, isRegularised: false, trained: trained)
    table.touched = []
  }

  func initialise(using random: inout RandomStream) {
    table.initialiseNormal(deviation: 0.1, using: &random)
  }

  /// Writes the vectors into the columns from `column` on of `output`, [B, D].
  func forward(
    _ batch: SparseMatrix, into output: FloatPointer, rowSize: Int, column: Int
  ) {
    nonisolated(unsafe) let output = output
    batch.multiply(table.value, rowSize: size, width: size, pool: pool) {
      output + $0 * rowSize + column
    }
  }

  /// Overwrites the gradient of the batch's rows and names them as touched.
  func backward(_ batch: SparseMatrix, _ dOutput: FloatPointer, rowSize: Int, column: Int) {
    var seen: [Int32: Int32] = [:]
    var rows: [Int32] = []
    let numbered = batch.columns.map { feature in
      if let row = seen[feature] { return row }
      let row = Int32(rows.count)
      seen[feature] = row
      rows.append(feature)
      return row
    }
    // By feature: the documents that have it, in their order.
    let byFeature = SparseMatrix(
      columnCount: rows.count, starts: batch.starts, columns: numbered, values: batch.values
    ).transposed()
    let touched = rows
    byFeature.multiply(dOutput + column, rowSize: rowSize, width: size, pool: pool) {
      [size, table] in table.gradient + Int(touched[$0]) * size
    }
    table.touched = touched
  }
}
