// Linear classifiers that share their features, stored by feature: scoring a
// document adds up the weights of its features.
import Formats
import FormatsFiles
import PipelineFeatures
import PipelineNumerics

/// Sparse weights of many classifiers over many features.
package struct LinearClassifiers: Equatable, Sendable {
  /// The features with a weight, ascending.
  package let features: [Int32]
  /// A row for each of `features`; columns are classes.
  package let weights: SparseMatrix
  /// By class.
  package let biases: [Float]

  package var count: Int { biases.count }

  init(features: [Int32], weights: SparseMatrix, biases: [Float]) {
    self.features = features
    self.weights = weights
    self.biases = biases
  }

  /// Trains a classifier for each class: rows in it against the other rows.
  ///
  /// - Parameters:
  ///   - positives: for each class the rows of the problem that belong to it.
  ///   - pool: on which groups of classes run; the result does not depend on it.
  init(
    _ problem: LinearProblem, positives: [[Int32]], parameters: LinearParameters,
    pool: WorkerPool, onGroup: @Sendable () -> Void = {}
  ) {
    // Merging takes memory for every feature it knows: they are those of the problem, ascending.
    let order = problem.features.indices.sorted { problem.features[$0] < problem.features[$1] }
    var places = [Int32](repeating: 0, count: order.count)
    for (place, column) in order.enumerated() { places[column] = Int32(place) }
    let groups = pool.mapChunks(of: positives.count, size: laneCount) { [places] classes in
      let trained = LaneSolver(problem, positives: positives[classes], parameters: parameters)
        .solve()
      onGroup()
      return TrainedGroup(features: places, trained: trained, classes: classes.map { Int32($0) })
    }
    let merged = LinearClassifiers(
      merging: groups, count: positives.count, featureCount: order.count, missing: 0)
    self.init(
      features: merged.features.map { problem.features[order[Int($0)]] },
      weights: merged.weights, biases: merged.biases)
  }

  /// Trains a classifier for each class.
  ///
  /// - Parameters:
  ///   - rows: the rows that are learnt, ascending; nil for all.
  ///   - positives: for each class the places in `rows` of those that belong to it.
  ///   - progress: called with the groups of classes done and all of them.
  init(
    _ features: SparseMatrix, rows: [Int]? = nil, positives: [[Int32]], parameters: LinearParameters,
    pool: WorkerPool, progress: @escaping WorkReport
  ) {
    let counter = ProgressCounter(
      total: (positives.count + laneCount - 1) / laneCount, report: progress)
    self.init(
      LinearProblem(features, rows: rows?.map { Int32($0) } ?? Array(0..<Int32(features.count))),
      positives: positives, parameters: parameters, pool: pool, onGroup: { counter.advance() })
  }

  /// Adds the margin of each class to `margins`, which holds one number per class.
  func addMargins(of row: SparseRow, to margins: inout [Float]) {
    precondition(margins.count == count, "a margin for each class")
    for (margin, bias) in zip(margins.indices, biases) { margins[margin] += bias }
    weights.columns.withUnsafeBufferPointer { columns in
      weights.values.withUnsafeBufferPointer { values in
        margins.withUnsafeMutableBufferPointer { margins in
          var from = 0
          for (feature, value) in zip(row.columns, row.values) {
            guard let place = place(of: feature, from: from) else { continue }
            from = place + 1
            for entry in weights.entries(of: place) {
              margins[Int(columns[entry])] += values[entry] * value
            }
          }
        }
      }
    }
  }

  /// The place of a feature at or after `from`: by steps that double, as it is likely
  /// near, then by halving.
  func place(of feature: Int32, from: Int) -> Int? {
    var low = from
    var step = 1
    while low + step < features.count, features[low + step] < feature {
      low += step
      step *= 2
    }
    let place = features.partitioningIndex(in: low..<max(low, min(low + step, features.count))) { $0 >= feature }
    return place < features.count && features[place] == feature ? place : nil
  }
}

extension LinearClassifiers {
  func write(to writer: StageWriter, named name: String) throws {
    try writer.write("\(name)/features", features)
    try weights.write(to: writer, named: "\(name)/weights")
    try writer.write("\(name)/biases", biases)
  }

  /// - Throws: `InputError` when sections are missing or contradict each other.
  init(_ contents: StageContents, named name: String, classes: Int, featureCount: Int) throws {
    features = try contents.integers("\(name)/features")
    guard zip(features, features.dropFirst()).allSatisfy(<),
      features.allSatisfy({ $0 >= 0 && $0 < featureCount })
    else { throw contents.invalid("\(name)/features", "they are not ascending, or are out of range") }
    weights = try SparseMatrix(
      contents, named: "\(name)/weights", rows: features.count, columnCount: classes)
    biases = try contents.floats("\(name)/biases", count: classes)
  }
}
