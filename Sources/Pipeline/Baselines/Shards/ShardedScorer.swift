// Models whose parts are trained apart, each by a machine of its own, and joined afterwards to the
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
    let features = Set(parts.flatMap(\.features)).sorted()
    let first = parts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    var places = [Int](repeating: 0, count: parts.count)
    var starts = [0]
    var columns: [Int32] = []
    var values: [Float] = []
    for feature in features {
      for (number, part) in parts.enumerated() {
        let place = places[number]
        guard place < part.features.count, part.features[place] == feature else { continue }
        places[number] += 1
        for entry in part.weights.entries(of: place) {
          columns.append(part.weights.columns[entry] + Int32(first[number]))
          values.append(part.weights.values[entry])
        }
      }
      starts.append(columns.count)
    }
    self.init(
      features: features,
      weights: SparseMatrix(
        columnCount: first[parts.count], starts: starts, columns: columns, values: values),
      biases: parts.flatMap(\.biases))
  }
}
