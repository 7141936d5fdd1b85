// The original's evaluation applied to stored predictions. These hold
// probabilities, not logits; the order is the same except where a probability is
// rounded to 0 or 1.
import PipelineNumerics

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
