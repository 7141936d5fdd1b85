// The original's evaluation, to the letter: which labels it predicts, which
// documents it counts, how it averages, applied to stored predictions. These hold
// probabilities, not logits; the order is the same except where a probability is
// rounded to 0 or 1. Our own evaluation is in Evaluation.
import PipelineNumerics

/// How many of `documents` the original evaluates, from the first on:
/// full batches only, and not the last one even if it is full (docs/original.md, T3).
///
/// - Source: docs/original.md, Training, Evaluation.
func referenceDocumentCount(of documents: Int, batchSize: Int) -> Int {
  precondition(batchSize > 0, "a batch holds a document")
  return documents > 0 ? (documents - 1) / batchSize * batchSize : 0
}

/// The original's five metrics of predicted sets.
package struct ReferenceMetrics: Equatable, Sendable {
  package var accuracy = 0.0
  package var precision = 0.0
  package var recall = 0.0
  /// From the mean precision and the mean recall.
  package var f1 = 0.0
  /// The mean |P Δ Y| divided by the data set's fixed number of labels per
  /// document.
  package var hamming = 0.0

  /// Averages within batches, then over batches.
  ///
  /// - Parameters:
  ///   - overlaps: of every document, in file order.
  ///   - batchSize: of the batches of which the last is dropped; nil takes all
  ///     documents at once, as the programs without batches do.
  ///   - hammingDivisor: q, 11.59 for bibsonomy.
  /// - Returns: nil if no document is left, in which case the original divides by zero
  ///   (docs/original.md, T7).
  package init?(_ overlaps: [Overlap], batchSize: Int?, hammingDivisor: Double) {
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

extension ScoredDocuments {
  /// What the original predicts by threshold, against the full truth.
  ///
  /// - Source: docs/original.md, Evaluation.
  public func referenceOverlaps(threshold: Float = 0.5) -> [Overlap] {
    (0..<count).map { document in
      let predicted = scoreRange(of: document).filter { scores[$0] > threshold }
      return overlap(of: document, predicted: predicted.map { labels[$0] })
    }
  }

  /// What the original predicts if it gives each document `k` labels; equal scores
  /// are ordered by descending index.
  public func referenceOverlaps(k: Int) -> [Overlap] {
    (0..<count).map { document in
      let keys = scoreRange(of: document).map {
        UInt64(ascendingBits(scores[$0])) << 32 | UInt64(UInt32(bitPattern: labels[$0]))
      }
      let best = keys.sorted(by: >).prefix(k).map { Int32($0 & 0xFFFF_FFFF) }
      return overlap(of: document, predicted: best)
    }
  }

  private func overlap(of document: Int, predicted: [Int32]) -> Overlap {
    let truth = Set(truth(of: document))
    return Overlap(
      predicted: predicted.count, truth: truthCount(of: document),
      shared: predicted.count { truth.contains($0) })
  }
}
