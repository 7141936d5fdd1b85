// Search in sorted arrays.

extension Array {
  /// The first place whose element `belongsAfter`, if the elements that do are all at the end; the end of the
  /// range if there is none. In the logarithm of the range's length.
  ///
  /// - Parameter range: where to search; everywhere by default.
  @inlinable package func partitioningIndex(
    in range: Range<Int>? = nil, where belongsAfter: (Element) -> Bool
  ) -> Int {
    var (low, high) = (range?.lowerBound ?? 0, range?.upperBound ?? count)
    while low < high {
      let middle = low + (high - low) / 2
      if belongsAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
