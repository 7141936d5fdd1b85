// Sparse rows times a dense matrix.
import PipelineNumerics
import CNumerics
import Foundation

extension SparseMatrix {
  /// Writes each row's product with `dense`: Σ value · row `column` of it.
  ///
  /// - Parameters:
  ///   - dense: [columnCount, `width`], its rows `rowSize` apart.
  ///   - place: where the product of a row goes, `width` numbers, overwritten.
  func multiply(
    _ dense: FloatPointer, rowSize: Int, width: Int, pool: WorkerPool,
    to place: @Sendable (Int) -> FloatPointer
  ) {
    nonisolated(unsafe) let dense = dense
    pool.forEachChunk(of: count, size: 16) { range in
      for row in range {
        let to = place(row)
        memset(to, 0, width * 4)
        for entry in entries(of: row) {
          jn_axpy(width, to, values[entry], dense + Int(columns[entry]) * rowSize)
        }
      }
    }
  }
}
