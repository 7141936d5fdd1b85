// The loss of the scores themselves.
import PipelineNumerics

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

  /// σ(logits) alone, [L, B].
  func scores(_ logits: MatrixView, into scores: MatrixView) {
    pool.forEachChunk(of: logits.rows, size: Self.chunk) { range in
      scores[rows: range].elements.sigmoid(of: logits[rows: range].elements)
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
    _ logits: MatrixView, truth: [ArraySlice<Int32>], scores: MatrixView, dLogits: MatrixView?,
    divisor: Float, plain: Bool = false
  ) -> Double {
    let labels = logits.rows
    let smoothing = plain ? 0 : targets.smoothing
    let chunks = (labels + Self.chunk - 1) / Self.chunk
    let sums = AlignedBuffer<Double>(zeros: chunks)
    /// Labels of one weight.
    @Sendable func apply(_ range: Range<Int>, weight: Float) -> Double {
      let own = scores[rows: range].elements
      var sum = own.sigmoidAndSoftplus(of: logits[rows: range].elements)
      if let dLogits = dLogits?[rows: range].elements {
        dLogits.copy(own)
        dLogits.scale(by: weight / divisor)
      }
      if smoothing != 0 {
        for label in range {
          let target = smoothing * targets.priors[label]
          let (logits, dLogits) = (logits.row(label), dLogits?.row(label))
          for document in 0..<logits.count {
            sum -= Double(target * logits[document])
            if let dLogits { dLogits[document] -= weight * target / divisor }
          }
        }
      }
      return Double(weight) * sum
    }
    let weights = targets.labelWeights
    pool.forEachChunk(of: labels, size: Self.chunk) { range in
      sums[range.lowerBound / Self.chunk] =
        weights.isEmpty
        ? apply(range, weight: 1)
        : range.reduce(0) { $0 + apply($1..<$1 + 1, weight: weights[$1]) }
    }
    var loss = 0.0
    for chunk in 0..<chunks { loss += sums[chunk] }
    for (document, labels) in truth.enumerated() {
      // True labels have the weight 1.
      for label in labels {
        let label = Int(label)
        let logit = logits[label, document]
        loss -= Double((1 - smoothing) * logit)
        if let dLogits { dLogits[label, document] -= (1 - smoothing) / divisor }
        if !plain, !targets.positiveWeights.isEmpty {
          // The true label's own term, −log σ(x), weight − 1 times more.
          let extra = targets.positiveWeights[label] - 1
          loss += Double(extra) * softplus(-Double(logit))
          if let dLogits {
            dLogits[label, document] += extra * (scores[label, document] - 1) / divisor
          }
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
