// Rows of scores: which of them are worth a place in a file.

extension SparseRow {
  /// The entries of at least `floor`, and the `best` greatest in any case; of
  /// equal ones those of lower columns.
  func withoutLowScores(floor: Float = 0.001, best: Int = 20) -> SparseRow {
    guard columns.count > best, values.contains(where: { $0 < floor }) else { return self }
    let keys = zip(values, columns).map { rankingKey(score: $0, label: $1) }
    let last = keys.smallest(best).last ?? 0
    var kept = SparseRow()
    for ((column, value), key) in zip(zip(columns, values), keys) where value >= floor || key <= last {
      kept.columns.append(column)
      kept.values.append(value)
    }
    return kept
  }
}

extension Array where Element == UInt64 {
  /// The `count` smallest elements, ascending.
  ///
  /// - Complexity: O(n log count) at most.
  func smallest(_ count: Int) -> [UInt64] {
    guard self.count > 4 * count else { return Array(sorted().prefix(count)) }
    // What is not below the bound is certainly none of them.
    var best: [UInt64] = []
    var bound = UInt64.max
    for value in self where value < bound {
      best.append(value)
      if best.count == 2 * count {
        best.sort()
        best.removeLast(count)
        bound = best[count - 1]
      }
    }
    return Array(best.sorted().prefix(count))
  }
}
