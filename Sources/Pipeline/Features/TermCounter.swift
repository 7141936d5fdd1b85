// Occurrences of features in one document: dense memory that remembers what was
// touched, so that clearing it costs no more than filling it.

struct TermCounter {
  private var counts: [Int32]
  private var touched: [Int32] = []

  /// - Parameter count: the number of features.
  init(count: Int) { counts = Array(repeating: 0, count: count) }

  @inline(__always)
  mutating func add(_ occurrences: Int32, to feature: Int32) {
    let index = Int(feature)
    if counts[index] == 0 { touched.append(feature) }
    counts[index] = counts[index].addingReportingOverflow(occurrences).partialValue
    // A text too long to count stays at the greatest number.
    if counts[index] <= 0 { counts[index] = .max }
  }

  /// Calls `body` with each feature that occurred, ascending, and its occurrences;
  /// the counter is empty afterwards.
  mutating func take(_ body: (Int32, Int32) -> Void) {
    touched.sort()
    for feature in touched {
      body(feature, counts[Int(feature)])
      counts[Int(feature)] = 0
    }
    touched.removeAll(keepingCapacity: true)
  }
}
