// The loss of the scores themselves.
import PipelineNumerics
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
    return counts.map { Float(min(20, Foundation.pow(most / Double(max($0, 1)), power))) }
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
    let batch = Batch(
      logits: logits, scores: scores, dLogits: dLogits, divisor: divisor, smoothing: smoothing,
      positiveWeights: plain ? [] : targets.positiveWeights)
    let weights = targets.labelWeights
    pool.forEachChunk(of: labels, size: Self.chunk) { range in
      sums[range.lowerBound / Self.chunk] =
        weights.isEmpty
        ? self.falseTerms(range, of: batch, weight: 1)
        : range.reduce(0) { $0 + self.falseTerms($1..<$1 + 1, of: batch, weight: weights[$1]) }
    }
    var loss = 0.0
    for chunk in 0..<chunks { loss += sums[chunk] }
    for (document, labels) in truth.enumerated() {
      for label in labels { addTrueTerm(Int(label), document, of: batch, to: &loss) }
    }
    return loss / Double(divisor)
  }

  /// What `apply` works on.
  private struct Batch {
    let logits: MatrixView
    let scores: MatrixView
    let dLogits: MatrixView?
    let divisor: Float
    /// 0 for plain targets.
    let smoothing: Float
    /// Empty for plain targets.
    let positiveWeights: [Float]
  }

  /// The terms of labels of one weight, as if none of them were a true one.
  private func falseTerms(_ range: Range<Int>, of batch: Batch, weight: Float) -> Double {
    let own = batch.scores[rows: range].elements
    var sum = own.sigmoidAndSoftplus(of: batch.logits[rows: range].elements)
    if let dLogits = batch.dLogits?[rows: range].elements {
      dLogits.copy(own)
      dLogits.scale(by: weight / batch.divisor)
    }
    if batch.smoothing != 0 {
      for label in range { smooth(label, of: batch, weight: weight, sum: &sum) }
    }
    return Double(weight) * sum
  }

  /// Lets the priors have their share of a label's targets.
  private func smooth(_ label: Int, of batch: Batch, weight: Float, sum: inout Double) {
    let target = batch.smoothing * targets.priors[label]
    let (logits, dLogits) = (batch.logits.row(label), batch.dLogits?.row(label))
    let gradient = weight * target / batch.divisor
    for document in 0..<logits.count {
      sum -= Double(target * logits[document])
      if let dLogits { dLogits[document] -= gradient }
    }
  }

  /// What changes because a label is a true one; these have the weight 1.
  private func addTrueTerm(_ label: Int, _ document: Int, of batch: Batch, to loss: inout Double) {
    let logit = batch.logits[label, document]
    loss -= Double((1 - batch.smoothing) * logit)
    if let dLogits = batch.dLogits { dLogits[label, document] -= (1 - batch.smoothing) / batch.divisor }
    guard !batch.positiveWeights.isEmpty else { return }
    // The true label's own term, −log σ(x), weight − 1 times more.
    let extra = batch.positiveWeights[label] - 1
    loss += Double(extra) * softplus(-Double(logit))
    if let dLogits = batch.dLogits {
      dLogits[label, document] += extra * (batch.scores[label, document] - 1) / batch.divisor
    }
  }

  /// log(1 + exp(x)) without overflow.
  private func softplus(_ x: Double) -> Double {
    max(x, 0) + log(1 + Double(expf(Float(-abs(x)))))
  }
}
