// Vectors of things that have several names.
import PipelineNumerics

extension SentenceEncoder {
  /// For each thing the mean of its names' vectors, scaled to unit length, things × dimensions;
  /// zeros for a thing without a name.
  ///
  /// - Parameter prefix: put before every name.
  public func encode(names: [[String]], prefix: String, pool: WorkerPool) -> [Float] {
    let all = encode(names.joined().map { prefix + $0 }, pool: pool)
    var vectors: [Float] = []
    vectors.reserveCapacity(names.count * dimensions)
    var first = 0
    for own in names {
      var sum = [Float](repeating: 0, count: dimensions)
      for i in first * dimensions..<(first + own.count) * dimensions { sum[i % dimensions] += all[i] }
      first += own.count
      var row = SparseRow(columns: [], values: sum)
      row.scaleToUnitLength()
      vectors += row.values
    }
    return vectors
  }
}
