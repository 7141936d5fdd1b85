// Classifiers that were trained on different problems, side by side.
import PipelineFeatures

/// One group of classifiers as it comes from training.
struct TrainedGroup<Number: FixedWidthInteger & Sendable>: Sendable {
  /// The feature of each column of the group's problem.
  var features: [Int32]
  var trained: TrainedWeights<Number>
  /// The class in the whole for each class of the group.
  var classes: [Int32]
}

extension LinearClassifiers {
  /// - Parameters:
  ///   - groups: each class at most once; a class that is missing has no weight
  ///     and the bias `missing`.
  init<Number>(
    merging groups: [TrainedGroup<Number>], count: Int, featureCount: Int, missing: Float
  ) {
    var biases = [Float](repeating: missing, count: count)
    var sizes = [Int](repeating: 0, count: featureCount)
    for group in groups {
      for (own, whole) in group.classes.enumerated() {
        biases[Int(whole)] = group.trained.biases[own]
      }
      for (column, own) in zip(group.trained.columns, group.trained.counts) {
        sizes[Int(group.features[Int(column)])] += Int(own)
      }
    }
    let used = (0..<Int32(featureCount)).filter { sizes[Int($0)] > 0 }
    var starts = [0]
    var next = [Int](repeating: 0, count: featureCount)
    for feature in used {
      next[Int(feature)] = starts[starts.count - 1]
      starts.append(starts[starts.count - 1] + sizes[Int(feature)])
    }
    var columns = [Int32](repeating: 0, count: starts[starts.count - 1])
    var values = [Float](repeating: 0, count: columns.count)
    for group in groups {
      group.trained.forEach { column, number, value in
        let feature = Int(group.features[column])
        let place = next[feature]
        next[feature] += 1
        columns[place] = group.classes[Int(number)]
        values[place] = value
      }
    }
    self.init(
      features: used,
      weights: SparseMatrix(columnCount: count, starts: starts, columns: columns, values: values),
      biases: biases)
  }

  /// Adds the weights of one feature, whose value is 1, to `margins`.
  func addWeights(of feature: Int32, to margins: inout [Float]) {
    guard let place = place(of: feature, from: 0) else { return }
    for entry in weights.entries(of: place) {
      margins[Int(weights.columns[entry])] += weights.values[entry]
    }
  }
}
