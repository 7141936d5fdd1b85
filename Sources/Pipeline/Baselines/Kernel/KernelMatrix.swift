// All kernels between training documents, computed once for all labels.
import PipelineFeatures
import PipelineNumerics

/// A symmetric matrix of kernels; rows are padded to a multiple of 16 numbers.
struct KernelMatrix: Sendable {
  let count: Int
  let stride: Int
  /// The kernel of each document with itself, padded as a row is.
  var diagonal: VectorView { diagonalMemory.row(0) }
  private let diagonalMemory: MatrixBuffer
  private let kernels: MatrixBuffer

  /// - Throws: `KernelTooLarge` if the matrix takes more than `memory` MiB.
  init(
    _ documents: SparseMatrix, _ function: KernelFunction, memory: Int, pool: WorkerPool
  ) throws {
    let basis = KernelBasis(documents, function)
    count = basis.count
    stride = basis.stride
    let needed = (count * stride * 4) >> 20
    guard needed <= memory else {
      throw KernelTooLarge(documents: count, needed: needed, allowed: memory)
    }
    let kernels = MatrixBuffer(zeros: count, stride)
    pool.forEachChunk(of: count, size: 16) { range in
      basis.kernels(of: documents, range, into: kernels[rows: range])
    }
    self.kernels = kernels
    diagonalMemory = MatrixBuffer(zeros: 1, stride)
    for i in 0..<count { diagonal[i] = kernels[i, i] }
  }

  /// The part of the matrix for `rows`.
  init(_ whole: KernelMatrix, rows: [Int32]) {
    count = rows.count
    stride = (rows.count + 15) & ~15
    kernels = MatrixBuffer(zeros: count, stride)
    diagonalMemory = MatrixBuffer(zeros: 1, stride)
    for (i, row) in rows.enumerated() {
      let source = whole.row(Int(row))
      let target = kernels.row(i)
      for (j, column) in rows.enumerated() { target[j] = source[Int(column)] }
      diagonal[i] = target[i]
    }
  }

  @inline(__always)
  func row(_ row: Int) -> VectorView { kernels.row(row) }
}
