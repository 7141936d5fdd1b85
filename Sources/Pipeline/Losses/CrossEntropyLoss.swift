// The loss of the scores themselves.
import CNumerics
import Foundation

/// Sigmoid cross-entropy, summed over labels, averaged over documents
/// (reference-behaviour 1.4):
///
///     CE = (1/B) Σ_d Σ_j [ max(x, 0) − x y + log(1 + exp(−|x|)) ]
struct CrossEntropyLoss: Sendable {
  let pool: WorkerPool
  private static let chunk = 64

  init(pool: WorkerPool) { self.pool = pool }

  /// Computes the scores, the loss and, where `dLogits` is given, its gradient.
  ///
  /// - Parameters:
  ///   - logits: [L, B].
  ///   - scores: [L, B], overwritten: σ(logits).
  ///   - dLogits: [L, B], overwritten.
  ///   - truth: per document its labels, each once.
  ///   - divisor: what the sum is divided by, B.
  /// - Returns: the loss.
  func apply(
    _ logits: FloatPointer, labels: Int, truth: [ArraySlice<Int32>], scores: FloatPointer,
    dLogits: FloatPointer?, divisor: Float
  ) -> Double {
    let count = truth.count
    nonisolated(unsafe) let logits = logits
    nonisolated(unsafe) let scores = scores
    nonisolated(unsafe) let dLogits = dLogits
    let chunks = (labels + Self.chunk - 1) / Self.chunk
    let sums = AlignedBuffer<Double>(zeros: chunks)
    pool.forEachChunk(of: labels, size: Self.chunk) { range in
      let first = range.lowerBound * count
      let size = range.count * count
      sums.base[range.lowerBound / Self.chunk] = jn_sigmoid_softplus(
        size, logits + first, scores + first)
      if let dLogits {
        (dLogits + first).update(from: scores + first, count: size)
        jn_scale(size, dLogits + first, 1 / divisor)
      }
    }
    var loss = 0.0
    for chunk in 0..<chunks { loss += sums.base[chunk] }
    for (document, labels) in truth.enumerated() {
      for label in labels {
        let place = Int(label) * count + document
        loss -= Double(logits[place])
        if let dLogits { dLogits[place] -= 1 / divisor }
      }
    }
    return loss / Double(divisor)
  }
}
