// Models whose parts are trained separately, each on its own machine, and joined afterwards to the
// same bytes.
import Formats
import PipelineFeatures
import PipelineNumerics

/// A scorer that consists of parts which do not depend on each other.
protocol ShardedScorer: DocumentScorer {
  /// The shares put together.
  ///
  /// - Parameter shares: all of them, in order.
  init(joining shares: [Self])
}

extension OneVersusRest: ShardedScorer {
  /// The labels of a share: whole groups of those that are trained side by side.
  static func labels(of shard: Shard, count: Int) -> Range<Int> {
    let groups = shard.pieces(of: (count + laneCount - 1) / laneCount)
    return groups.lowerBound * laneCount..<min(count, groups.upperBound * laneCount)
  }

  init(joining shares: [OneVersusRest]) {
    self.init(
      classifiers: LinearClassifiers(joining: shares.map(\.classifiers)),
      absent: shares.flatMap(\.absent))
  }
}

extension LabelTrees: ShardedScorer {
  init(joining shares: [LabelTrees]) {
    self.init(
      trees: shares.flatMap(\.trees), beam: shares[0].beam, labelCount: shares[0].labelCount)
  }
}

extension LinearClassifiers {
  /// Classifiers over the same features, the classes of one part after those of the other.
  init(joining parts: [LinearClassifiers]) {
    var count: Int32 = 0
    let groups = parts.map { part in
      defer { count += Int32(part.count) }
      let weights = part.weights
      return TrainedGroup<Int32>(
        features: part.features,
        trained: TrainedWeights(
          columns: Array(0..<Int32(part.features.count)),
          counts: part.features.indices.map { Int32(weights.entries(of: $0).count) },
          classes: weights.columns, values: weights.values, biases: part.biases),
        classes: Array(count..<count + Int32(part.count)))
    }
    let last = parts.compactMap(\.features.last).max() ?? -1
    self.init(merging: groups, count: Int(count), featureCount: Int(last) + 1, missing: 0)
  }
}
