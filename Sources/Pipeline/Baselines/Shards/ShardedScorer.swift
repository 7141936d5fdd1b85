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
    let firsts = parts.reduce(into: [Int32(0)]) { $0.append($0[$0.count - 1] + Int32($1.count)) }
    var weights = SparseMatrix(columnCount: Int(firsts[parts.count]))
    let features = Set(parts.flatMap(\.features)).sorted()
    // In each part the first feature that has not been reached.
    var places = [Int](repeating: 0, count: parts.count)
    for feature in features {
      var row = SparseRow()
      for (number, part) in parts.enumerated() {
        guard places[number] < part.features.count, part.features[places[number]] == feature else { continue }
        let entries = part.weights.entries(of: places[number])
        row.columns += part.weights.columns[entries].lazy.map { firsts[number] + $0 }
        row.values += part.weights.values[entries]
        places[number] += 1
      }
      weights.append(row)
    }
    self.init(features: features, weights: weights, biases: parts.flatMap(\.biases))
  }
}
