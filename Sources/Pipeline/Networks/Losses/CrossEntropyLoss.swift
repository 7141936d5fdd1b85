// The loss of the scores themselves.
import PipelineNumerics
import CNumerics
import Foundation

/// How the targets of the cross-entropy differ from the plain labels.
public struct TargetOptions: Sendable {
  /// ε: a target is (1 − ε) y + ε p, p the label's share of the training
  /// documents. 0 is the plain loss.
  public var smoothing: Float = 0
  /// p for each label; needed where `smoothing` is not 0.
  public var priors: [Float] = []
  /// For each label the weight of its true documents; empty for 1.
  public var positiveWeights: [Float] = []
  /// For each label the weight of all its terms; empty for 1.
  var labelWeights: [Float] = []

  public init() {}

  /// Weights that rise as labels become rare: (n_max / n_j)^power, at most 20.
  public static func rareLabelWeights(counts: [Int64], power: Double) -> [Float] {
    guard power != 0 else { return [] }
    let most = Double(counts.max() ?? 1)
    return counts.map { Float(min(20, PipelineNumerics.power(most / Double(max($0, 1)), power))) }
  }
}

/// Sigmoid cross-entropy, summed over labels, averaged over documents
/// (docs/original.md, Networks):
///
///     CE = (1/B) Σ_d Σ_j [ max(x, 0) − x y + log(1 + exp(−|x|)) ]
///
/// With `TargetOptions` y is the smoothed target, and each true label's term is
/// multiplied by its weight.
struct CrossEntropyLoss: Sendable {
  let pool: WorkerPool
  var targets: TargetOptions
  private static let chunk = 64

  init(pool: WorkerPool, targets: TargetOptions = TargetOptions()) {
    self.pool = pool
    self.targets = targets
  }

  /// σ(logits) alone.
  func scores(_ logits: FloatPointer, labels: Int, count: Int, scores: FloatPointer) {
    nonisolated(unsafe) let logits = logits
    nonisolated(unsafe) let scores = scores
    pool.forEachChunk(of: labels, size: Self.chunk) { range in
      let first = range.lowerBound * count
      jn_sigmoid(range.count * count, logits + first, scores + first)
    }
  }

  /// Computes the scores, the loss and, where `dLogits` is given, its gradient.
  ///
  /// - Parameters:
  ///   - logits: [L, B].
  ///   - scores: [L, B], overwritten: σ(logits).
  ///   - dLogits: [L, B], overwritten.
  ///   - truth: per document its labels, each once.
  ///   - divisor: what the sum is divided by, B.
  ///   - plain: leaves the targets as they are, for validation.
  /// - Returns: the loss.
  func apply(
    _ logits: FloatPointer, labels: Int, truth: [ArraySlice<Int32>], scores: FloatPointer,
    dLogits: FloatPointer?, divisor: Float, plain: Bool = false
  ) -> Double {
    let count = truth.count
    let smoothing = plain ? 0 : targets.smoothing
    nonisolated(unsafe) let logits = logits
    nonisolated(unsafe) let scores = scores
    nonisolated(unsafe) let dLogits = dLogits
    let chunks = (labels + Self.chunk - 1) / Self.chunk
    let sums = AlignedBuffer<Double>(zeros: chunks)
    /// Labels of one weight.
    @Sendable func apply(_ range: Range<Int>, weight: Float) -> Double {
      let first = range.lowerBound * count
      let size = range.count * count
      var sum = jn_sigmoid_softplus(size, logits + first, scores + first)
      if let dLogits {
        (dLogits + first).update(from: scores + first, count: size)
        jn_scale(size, dLogits + first, weight / divisor)
      }
      if smoothing != 0 {
        for label in range {
          let target = smoothing * targets.priors[label]
          for place in label * count..<(label + 1) * count {
            sum -= Double(target * logits[place])
            if let dLogits { dLogits[place] -= weight * target / divisor }
          }
        }
      }
      return Double(weight) * sum
    }
    let weights = targets.labelWeights
    pool.forEachChunk(of: labels, size: Self.chunk) { range in
      sums.base[range.lowerBound / Self.chunk] =
        weights.isEmpty
        ? apply(range, weight: 1)
        : range.reduce(0) { $0 + apply($1..<$1 + 1, weight: weights[$1]) }
    }
    var loss = 0.0
    for chunk in 0..<chunks { loss += sums.base[chunk] }
    for (document, labels) in truth.enumerated() {
      // True labels have the weight 1.
      for label in labels {
        let place = Int(label) * count + document
        loss -= Double((1 - smoothing) * logits[place])
        if let dLogits { dLogits[place] -= (1 - smoothing) / divisor }
        if !plain, !targets.positiveWeights.isEmpty {
          // The true label's own term, −log σ(x), weight − 1 times more.
          let extra = targets.positiveWeights[Int(label)] - 1
          loss += Double(extra) * softplus(-Double(logits[place]))
          if let dLogits { dLogits[place] += extra * (scores[place] - 1) / divisor }
        }
      }
    }
    return loss / Double(divisor)
  }

  /// log(1 + exp(x)) without overflow.
  private func softplus(_ x: Double) -> Double {
    max(x, 0) + logarithm(1 + Double(exponential(Float(-abs(x)))))
  }
}
