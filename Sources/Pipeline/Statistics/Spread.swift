// A distribution of small whole numbers, counted value by value.

/// Counts of whole numbers.
struct Histogram {
  private var counts: [Int: Int] = [:]

  mutating func add(_ value: Int) { counts[value, default: 0] += 1 }

  var spread: Spread {
    let sorted = counts.sorted { $0.key < $1.key }
    let count = sorted.reduce(0) { $0 + $1.value }
    guard let first = sorted.first, let last = sorted.last else { return Spread() }
    var below = 0
    let median = sorted.first { value in
      below += value.value
      return 2 * below >= count
    }
    let sum = sorted.reduce(0.0) { $0 + Double($1.key) * Double($1.value) }
    return Spread(
      minimum: first.key, median: median?.key ?? 0, mean: sum / Double(count),
      maximum: last.key)
  }
}

/// The usual figures of a distribution; zeros if it is empty.
package struct Spread: Codable, Equatable, Sendable {
  package var minimum = 0
  /// The lower one of two in the middle.
  package var median = 0
  package var mean = 0.0
  package var maximum = 0
}
