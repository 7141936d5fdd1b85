// Kernels of any documents with a fixed set of them. It trains nothing.
import PipelineFeatures
import PipelineNumerics
import Foundation

/// exp(-gamma |u - v|²), or u · v if gamma is 0.
struct KernelFunction: Equatable, Codable, Sendable {
  let gamma: Double
}

/// Documents with which kernels are computed, stored so that this is fast: as dense
/// rows if a quarter of the numbers are not zero, otherwise as an inverted index.
struct KernelBasis: Sendable {
  let function: KernelFunction
  /// The number of documents.
  let count: Int
  /// `count`, made a multiple of 16: the room that a row of kernels takes.
  let stride: Int
  private let form: Form

  private enum Form: Sendable {
    /// Rows whose length is a multiple of 16.
    case dense(MatrixBuffer)
    /// One row per feature, and |u|² of each document.
    case sparse(SparseMatrix, squares: [Double])
  }

  init(_ documents: SparseMatrix, _ function: KernelFunction) {
    self.function = function
    count = documents.count
    stride = (documents.count + 15) & ~15
    if Self.isDense(documents) {
      form = .dense(Self.rows(documents, 0..<documents.count))
    } else {
      form = .sparse(
        documents.transposed(),
        squares: (0..<documents.count).map { documents.squaredLength(of: $0) })
    }
  }

  private static func isDense(_ documents: SparseMatrix) -> Bool {
    documents.entryCount * 4 >= documents.count * documents.columnCount
  }

  private static func rows(_ documents: SparseMatrix, _ range: Range<Int>) -> MatrixBuffer {
    let rows = MatrixBuffer(zeros: range.count, (documents.columnCount + 15) & ~15)
    for (place, document) in range.enumerated() {
      for entry in documents.entries(of: document) {
        rows[place, Int(documents.columns[entry])] = documents.values[entry]
      }
    }
    return rows
  }

  /// Kernels of `documents[range]` with the basis: the first `count` elements of the rows of
  /// `out`, [range, stride].
  func kernels(of documents: SparseMatrix, _ range: Range<Int>, into out: MatrixView) {
    switch form {
    case .dense(let basis):
      let rows = Self.rows(documents, range)
      makeKernels(
        // 0 stands for the linear kernel, and a small gamma must not become it.
        rows.view, basis.view, gamma: function.gamma > 0 ? max(Float(function.gamma), .leastNormalMagnitude) : 0,
        into: out[columns: 0..<count])
    case .sparse(let index, let squares):
      var products = [Double](repeating: 0, count: count)
      for (place, document) in range.enumerated() {
        for i in products.indices { products[i] = 0 }
        addProducts(of: documents, document, index, to: &products)
        let own = documents.squaredLength(of: document)
        let row = out.row(place)
        for i in 0..<count {
          row[i] =
            function.gamma == 0
            ? Float(products[i])
            : expf(
              Float(-function.gamma * max(own + squares[i] - 2 * products[i], 0)))
        }
      }
    }
  }

  private func addProducts(
    of documents: SparseMatrix, _ document: Int, _ index: SparseMatrix,
    to products: inout [Double]
  ) {
    products.withUnsafeMutableBufferPointer { products in
      index.columns.withUnsafeBufferPointer { columns in
        index.values.withUnsafeBufferPointer { values in
          for entry in documents.entries(of: document) {
            let value = Double(documents.values[entry])
            for other in index.entries(of: Int(documents.columns[entry])) {
              products[Int(columns[other])] += value * Double(values[other])
            }
          }
        }
      }
    }
  }
}
