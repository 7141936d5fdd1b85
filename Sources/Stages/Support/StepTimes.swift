// How long the steps of a repeated work take: what is said of its speed.
import Foundation

/// The times of equal steps. Their median is a speed that neither a slow start
/// nor what happens between rounds blurs.
public struct StepTimes {
  private var seconds: [Double] = []
  private var last: Date?

  public init() {}

  /// A step has ended. The first one after the beginning or a `pause` only
  /// starts the clock.
  public mutating func step() {
    let now = Date()
    if let last { seconds.append(now.timeIntervalSince(last)) }
    last = now
  }

  /// Something else follows that is not to be counted.
  public mutating func pause() { last = nil }

  /// Seconds; nil before the second step.
  public var median: Double? { seconds.sorted().dropFirst(seconds.count / 2).first }
}
