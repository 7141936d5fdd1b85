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
  /// [sample, D]: rows of W, and their gradients.
  private let gathered = AlignedBuffer<Float>()
  private let gradients = AlignedBuffer<Float>()
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
    pool.forEachChunk(of: labels, size: Self.chunk) { [self] range in
      addLogits(range, rows: kernel.value + range.lowerBound * d, count: count, to: logits) { $0 }
    }
  }

  /// Adds x · W_l + b_l to the logits of a sample of labels.
  ///
  /// - Parameters:
  ///   - documents: [B, D].
  ///   - sample: labels, ascending.
  ///   - logits: [sample, B], added to.
  func addLogits(
    _ documents: FloatPointer, sample: [Int32], count: Int, to logits: FloatPointer
  ) {
    let d = size
    jn_pack(count, d, documents, 1, d, packed.reserve(jn_packed_size(count, d)))
    gathered.reserve(sample.count * d)
    nonisolated(unsafe) let logits = logits
    pool.forEachChunk(of: sample.count, size: Self.chunk) { [self] range in
      let rows = gathered.base + range.lowerBound * d
      for place in range {
        (gathered.base + place * d).update(from: kernel.value + Int(sample[place]) * d, count: d)
      }
      addLogits(range, rows: rows, count: count, to: logits) { Int(sample[$0]) }
    }
  }

  private func addLogits(
    _ range: Range<Int>, rows: FloatPointer, count: Int, to logits: FloatPointer,
    label: (Int) -> Int
  ) {
    for place in range {
      let row = logits + place * count
      for i in 0..<count { row[i] += bias.value[label(place)] }
    }
    jn_gemm_packed(
      range.count, count, size, rows, size, 1, packed.base, logits + range.lowerBound * count,
      count, 1)
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
    kernel.touched = nil
    bias.touched = nil
    let squares = backward(
      documents, count: count, labels: labels, rows: kernel.value, gradient: kernel.gradient,
      dLogits: dLogits, dDocuments: dDocuments, l2: l2)
    kernel.squares = (squares, l2)
    nonisolated(unsafe) let dLogits = dLogits
    pool.forEachChunk(of: labels, size: Self.chunk) { [bias] range in
      for label in range { bias.gradient[label] = Self.sum(dLogits + label * count, count) }
    }
  }

  /// As above for the sample that `addLogits` was given: only its rows of W and b have gradients.
  ///
  /// - Parameter dLogits: [sample, B].
  func backward(
    _ documents: FloatPointer, sample: [Int32], count: Int, dLogits: FloatPointer,
    dDocuments: FloatPointer, l2: Float
  ) {
    let d = size
    gradients.reserve(sample.count * d)
    let squares = backward(
      documents, count: count, labels: sample.count, rows: gathered.base,
      gradient: gradients.base, dLogits: dLogits, dDocuments: dDocuments, l2: l2)
    nonisolated(unsafe) let dLogits = dLogits
    pool.forEachChunk(of: sample.count, size: Self.chunk) { [kernel, bias, gradients] range in
      for place in range {
        let label = Int(sample[place])
        (kernel.gradient + label * d).update(from: gradients.base + place * d, count: d)
        bias.gradient[label] = Self.sum(dLogits + place * count, count)
      }
    }
    kernel.touched = sample
    kernel.squares = (squares, l2)
    bias.touched = sample
    bias.squares = nil
  }

  private static func sum(_ values: FloatPointer, _ count: Int) -> Float {
    var sum: Float = 0
    for i in 0..<count { sum += values[i] }
    return sum
  }

  /// - Parameters:
  ///   - labels: how many rows there are.
  ///   - rows: [labels, D], of W.
  ///   - gradient: [labels, D], overwritten.
  /// - Returns: Σ (g + λ w)² of the gradient.
  private func backward(
    _ documents: FloatPointer, count: Int, labels: Int, rows: FloatPointer, gradient: FloatPointer,
    dLogits: FloatPointer, dDocuments: FloatPointer, l2: Float
  ) -> Double {
    let d = size
    jn_pack(d, count, documents, d, 1, packed.reserve(jn_packed_size(d, count)))
    // Each slice of the labels sums its share of dX on its own, whatever the
    // number of threads.
    let slices = Self.slices
    partial.reserve(slices * count * d)
    let squares = AlignedBuffer<Double>(zeros: slices)
    nonisolated(unsafe) let (rows, gradient, dLogits) = (rows, gradient, dLogits)
    pool.forEach(slices) { [packed, partial] slice in
      let last = labels * (slice + 1) / slices
      var first = labels * slice / slices
      let dX = partial.base + slice * count * d
      if first == last { memset(dX, 0, count * d * 4) }
      var accumulates: Int32 = 0
      while first < last {
        let size = min(Self.chunk, last - first)
        let from = dLogits + first * count
        let (w, g) = (rows + first * d, gradient + first * d)
        jn_gemm_packed(size, d, count, from, count, 1, packed.base, g, d, 0)
        squares.base[slice] += jn_sum_squares(size * d, g, l2 == 0 ? nil : w, l2)
        // dX += dY^T W, while this chunk of dY is in the cache.
        jn_gemm(count, d, size, from, 1, count, w, d, 1, dX, d, accumulates)
        accumulates = 1
        first += size
      }
    }
    nonisolated(unsafe) let dDocuments = dDocuments
    pool.forEachChunk(of: count * d, size: 4_096) { [partial] range in
      let to = dDocuments + range.lowerBound
      to.update(from: partial.base + range.lowerBound, count: range.count)
      for slice in 1..<slices {
        jn_add(range.count, to, partial.base + slice * count * d + range.lowerBound)
      }
    }
    return (0..<slices).reduce(0) { $0 + squares.base[$1] }
  }
}
