// Turns columns of numbers into small whole numbers, so that a split is searched over
// 255 bins and not over all values.
import FormatsFiles
import PipelineNumerics

/// The columns of a table, each cut into at most 255 bins.
struct FeatureBins: Sendable {
  /// For each column the ascending upper bounds of its bins but the last: a value x is in
  /// the bin whose number is the count of bounds below x.
  let bounds: [[Float]]
  /// The bins of all rows, column by column: [width, count].
  let bins: [UInt8]
  /// The number of rows.
  let count: Int

  /// Values beyond this number are sampled at equal distances to find the bounds.
  private static let sample = 200_000

  /// Gives a column with few distinct values a bin for each, any other column bins that
  /// hold about equally many rows.
  init(_ table: FeatureTable, maximum: Int = 255, pool: WorkerPool) {
    let count = table.count
    let columns = pool.map(table.width) { column -> (bounds: [Float], bins: [UInt8]) in
      let values = (0..<count).map { table.values[$0 * table.width + column] }
      let bounds = Self.bounds(values, maximum)
      return (bounds, values.map { Self.bin($0, bounds) })
    }
    self.count = count
    bounds = columns.map(\.bounds)
    bins = columns.flatMap(\.bins)
  }

  private static func bounds(_ values: [Float], _ maximum: Int) -> [Float] {
    let step = max(1, values.count / sample)
    let sorted = stride(from: 0, to: values.count, by: step).map { values[$0] }.sorted()
    var distinct: [Float] = []
    for value in sorted where distinct.last != value { distinct.append(value) }
    if distinct.count <= maximum {
      return zip(distinct, distinct.dropFirst()).map(middle)
    }
    var bounds: [Float] = []
    for bin in 1..<maximum {
      let place = bin * sorted.count / maximum
      let bound = middle(sorted[place - 1], sorted[place])
      if bounds.last != bound { bounds.append(bound) }
    }
    return bounds
  }

  /// A number from `low` on and below `high`, if they differ.
  private static func middle(_ low: Float, _ high: Float) -> Float {
    let middle = low + (high - low) / 2
    return middle < high ? middle : low
  }

  private static func bin(_ value: Float, _ bounds: [Float]) -> UInt8 {
    UInt8(bounds.partitioningIndex { !($0 < value) })
  }
}
