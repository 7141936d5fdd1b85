// From document vectors to a logit for each label.
import PipelineNumerics
import CNumerics
import Foundation

/// logits = d W + b, kept label-major: W is [L, D], logits [L, B]. No product
/// then has to rearrange W, the largest matrix of all, and losses over pairs
/// of labels run along the documents.
final class OutputLayer: @unchecked Sendable {
  let labels: Int
  let size: Int
  /// W, [L, D].
  let kernel: Parameter
  /// b, [L].
  let bias: Parameter
  let pool: WorkerPool
  private let packed = AlignedBuffer<Float>()
  private let partial = AlignedBuffer<Float>()
  private static let chunk = 128
  private static let slices = 8

  init(labels: Int, size: Int, trained: Bool, pool: WorkerPool) {
    self.labels = labels
    self.size = size
    self.pool = pool
    kernel = Parameter("output/kernel", labels, size, trained: trained)
    bias = Parameter("output/bias", labels, trained: trained)
  }

  var parameters: [Parameter] { [kernel, bias] }

  /// - Parameters:
  ///   - documents: [B, D].
  ///   - logits: [L, B], added to.
  func addLogits(_ documents: FloatPointer, count: Int, to logits: FloatPointer) {
    let d = size
    jn_pack(count, d, documents, 1, d, packed.reserve(jn_packed_size(count, d)))
    nonisolated(unsafe) let logits = logits
    pool.forEachChunk(of: labels, size: Self.chunk) { [packed, kernel, bias] range in
      let to = logits + range.lowerBound * count
      for label in range {
        let row = logits + label * count
        for i in 0..<count { row[i] += bias.value[label] }
      }
      jn_gemm_packed(
        range.count, count, d, kernel.value + range.lowerBound * d, d, 1, packed.base, to, count, 1)
    }
  }

  /// Overwrites the gradients of W and b, computes those of the documents, and
  /// the squares of W's for the clipping norm.
  ///
  /// - Parameters:
  ///   - l2: λ of the L2 term on W, which the norm holds.
  ///   - dLogits: [L, B].
  ///   - dDocuments: [B, D], overwritten.
  func backward(
    _ documents: FloatPointer, count: Int, dLogits: FloatPointer, dDocuments: FloatPointer,
    l2: Float
  ) {
    let d = size
    jn_pack(d, count, documents, d, 1, packed.reserve(jn_packed_size(d, count)))
    // Each slice of the labels sums its share of dX on its own, whatever the
    // number of threads.
    let slices = Self.slices
    partial.reserve(slices * count * d)
    let squares = AlignedBuffer<Double>(zeros: slices)
    nonisolated(unsafe) let dLogits = dLogits
    pool.forEach(slices) { [packed, partial, kernel, bias, labels] slice in
      let last = labels * (slice + 1) / slices
      var first = labels * slice / slices
      let dX = partial.base + slice * count * d
      if first == last { memset(dX, 0, count * d * 4) }
      var accumulates: Int32 = 0
      while first < last {
        let rows = min(Self.chunk, last - first)
        let from = dLogits + first * count
        jn_gemm_packed(
          rows, d, count, from, count, 1, packed.base, kernel.gradient + first * d, d, 0)
        squares.base[slice] += jn_sum_squares(
          rows * d, kernel.gradient + first * d, l2 == 0 ? nil : kernel.value + first * d, l2)
        // dX += dY^T W, while this chunk of dY is in the cache.
        jn_gemm(count, d, rows, from, 1, count, kernel.value + first * d, d, 1, dX, d, accumulates)
        for label in first..<first + rows {
          var sum: Float = 0
          for i in 0..<count { sum += dLogits[label * count + i] }
          bias.gradient[label] = sum
        }
        accumulates = 1
        first += rows
      }
    }
    kernel.squares = ((0..<slices).reduce(0) { $0 + squares.base[$1] }, l2)
    nonisolated(unsafe) let dDocuments = dDocuments
    pool.forEachChunk(of: count * d, size: 4_096) { [partial] range in
      let to = dDocuments + range.lowerBound
      to.update(from: partial.base + range.lowerBound, count: range.count)
      for slice in 1..<slices {
        jn_add(range.count, to, partial.base + slice * count * d + range.lowerBound)
      }
    }
  }
}
