// How long the steps of repeated work take, as a measure of its speed.
import Foundation

/// The times of equal steps. Their median is a speed that neither a slow start nor
/// events between rounds distort.
package struct StepTimes {
  private var seconds: [Double] = []
  private var last: Date?

  package init() {}

  /// Records the end of a step. The first call after the beginning or a `pause` only
  /// starts the clock.
  package mutating func step() {
    let now = Date()
    if let last { seconds.append(now.timeIntervalSince(last)) }
    last = now
  }

  /// Excludes what follows, until the next step ends, from the times.
  package mutating func pause() { last = nil }

  /// The median time of a step in seconds; nil before the second step.
  package var median: Double? { seconds.sorted().dropFirst(seconds.count / 2).first }
}
