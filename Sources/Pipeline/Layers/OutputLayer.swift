// From document vectors to a logit for each label.
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
  private let pool: WorkerPool
  private let packed = AlignedBuffer<Float>()
  private let transposed = AlignedBuffer<Float>()
  private static let chunk = 256

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
  ///   - logits: [L, B], overwritten.
  func forward(_ documents: FloatPointer, count: Int, logits: FloatPointer) {
    let d = size
    jn_pack(count, d, documents, 1, d, packed.reserve(jn_packed_size(count, d)))
    nonisolated(unsafe) let logits = logits
    pool.forEachChunk(of: labels, size: Self.chunk) { [packed, kernel, bias] range in
      let to = logits + range.lowerBound * count
      for label in range {
        let row = logits + label * count
        for i in 0..<count { row[i] = bias.value[label] }
      }
      jn_gemm_packed(
        range.count, count, d, kernel.value + range.lowerBound * d, d, 1, packed.base, to, count, 1)
    }
  }

  /// Overwrites the gradients of W and b, computes those of the documents.
  ///
  /// - Parameters:
  ///   - dLogits: [L, B].
  ///   - dDocuments: [B, D], overwritten.
  func backward(
    _ documents: FloatPointer, count: Int, dLogits: FloatPointer, dDocuments: FloatPointer
  ) {
    let d = size
    nonisolated(unsafe) let dLogits = dLogits
    jn_pack(d, count, documents, d, 1, packed.reserve(jn_packed_size(d, count)))
    pool.forEachChunk(of: labels, size: Self.chunk) { [packed, kernel, bias] range in
      let from = dLogits + range.lowerBound * count
      jn_gemm_packed(
        range.count, d, count, from, count, 1, packed.base,
        kernel.gradient + range.lowerBound * d, d, 0)
      for label in range {
        var sum: Float = 0
        for i in 0..<count { sum += dLogits[label * count + i] }
        bias.gradient[label] = sum
      }
    }
    // dX^T = W^T dY, by features.
    jn_pack(count, labels, dLogits, count, 1, packed.reserve(jn_packed_size(count, labels)))
    transposed.reserve(d * count)
    nonisolated(unsafe) let dDocuments = dDocuments
    pool.forEachChunk(of: d, size: 96) { [packed, transposed, kernel, labels] range in
      let to = transposed.base + range.lowerBound * count
      jn_gemm_packed(
        range.count, count, labels, kernel.value + range.lowerBound, 1, d, packed.base, to, count,
        0)
      for feature in range {
        for i in 0..<count {
          dDocuments[i * d + feature] = transposed.base[feature * count + i]
        }
      }
    }
  }
}
