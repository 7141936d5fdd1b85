// The original's evaluation, to the letter: which labels it predicts, which
// documents it counts, how it averages. Our own evaluation is in Evaluation.
import PipelineNumerics
import Foundation

/// The labels with a score above 0.5, ascending; the score is computed in
/// single precision, so the smallest positive logits give exactly 0.5.
///
/// - Source: docs/original.md, Evaluation.
public func referenceThresholdLabels(logits: some Collection<Float>) -> [Int] {
  var labels: [Int] = []
  for (label, logit) in logits.enumerated() where 1 / (1 + expf(-logit)) > 0.5 {
    labels.append(label)
  }
  return labels
}

/// The k labels with the largest logits, best first; all of them if there are
/// fewer. Equal ones come by descending index, as they nearly always do in the
/// original, whose sort promises no order among them.
public func referenceTopLabels(logits: some Collection<Float>, k: Int) -> [Int] {
  let keys = logits.enumerated().map { label, logit in
    UInt64(ascendingBits(logit)) << 32 | UInt64(label)
  }
  return keys.sorted(by: >).prefix(k).map { Int($0 & 0xFFFF_FFFF) }
}

/// How many of `documents` the original evaluates, from the first on:
/// full batches only, and not the last one even if it is full (docs/original.md, T3).
///
/// - Source: docs/original.md, Training, Evaluation.
public func referenceDocumentCount(of documents: Int, batchSize: Int) -> Int {
  precondition(batchSize > 0, "a batch holds a document")
  return documents > 0 ? (documents - 1) / batchSize * batchSize : 0
}

/// The original's five metrics of predicted sets.
public struct ReferenceMetrics: Equatable, Sendable {
  public var accuracy = 0.0
  public var precision = 0.0
  public var recall = 0.0
  /// From the mean precision and the mean recall.
  public var f1 = 0.0
  /// The mean |P Δ Y| divided by the data set's fixed number of labels per
  /// document.
  public var hamming = 0.0

  /// Averages within batches, then over batches.
  ///
  /// - Parameters:
  ///   - overlaps: of every document, in file order.
  ///   - batchSize: of the batches of which the last is dropped; nil takes all
  ///     documents at once, as the programs without batches do.
  ///   - hammingDivisor: q, 11.59 for bibsonomy.
  /// - Returns: nil if no document is left, in which case the original divides by zero
  ///   (docs/original.md, T7).
  public init?(_ overlaps: [Overlap], batchSize: Int?, hammingDivisor: Double) {
    precondition(hammingDivisor > 0, "documents have labels")
    let count =
      batchSize.map { referenceDocumentCount(of: overlaps.count, batchSize: $0) }
      ?? overlaps.count
    guard count > 0 else { return nil }
    let size = batchSize ?? count
    for start in stride(from: 0, to: count, by: size) {
      let batch = overlaps[start..<(start + size)]
      accuracy += mean(of: batch, \.accuracy)
      precision += mean(of: batch, \.precision)
      recall += mean(of: batch, \.recall)
      hamming += batch.reduce(0) { $0 + Double($1.hamming) } / Double(size)
    }
    let batches = Double(count / size)
    accuracy /= batches
    precision /= batches
    recall /= batches
    f1 = harmonicMean(precision, recall)
    hamming = hamming / batches / hammingDivisor
  }
}

private func mean(of batch: ArraySlice<Overlap>, _ metric: KeyPath<Overlap, Double>) -> Double {
  batch.reduce(0) { $0 + $1[keyPath: metric] } / Double(batch.count)
}

extension Overlap {
  /// Compares predicted and true label indices, each without repeats.
  public init(predicted: [Int], truth: Set<Int>) {
    self.init(
      predicted: predicted.count, truth: truth.count,
      shared: predicted.count { truth.contains($0) })
  }
}
