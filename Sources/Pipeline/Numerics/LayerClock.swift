// Tells where the time of a network goes. Nothing that is computed depends on it.
import Dispatch

/// Adds up the time spent in each part of a network.
public final class LayerClock: @unchecked Sendable {
  /// Nanoseconds by part, in the order in which parts first ran.
  public private(set) var times: [(part: String, nanoseconds: UInt64)] = []

  public init() {}

  func measure<Result>(_ part: String, _ body: () throws -> Result) rethrows -> Result {
    let start = DispatchTime.now().uptimeNanoseconds
    defer { add(part, DispatchTime.now().uptimeNanoseconds - start) }
    return try body()
  }

  private func add(_ part: String, _ time: UInt64) {
    if let i = times.firstIndex(where: { $0.part == part }) {
      times[i].nanoseconds += time
    } else {
      times.append((part, time))
    }
  }
}

extension Optional where Wrapped == LayerClock {
  /// Runs `body`, measured where there is a clock.
  @inline(__always)
  func measure<Result>(_ part: String, _ body: () throws -> Result) rethrows -> Result {
    guard let self else { return try body() }
    return try self.measure(part, body)
  }
}
