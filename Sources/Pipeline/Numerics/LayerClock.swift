// Measures where the time of a network goes. No result depends on it.
import Dispatch

/// Adds up the time and the arithmetic of each part of a network.
public final class LayerClock: @unchecked Sendable {
  /// The time and operations of one part.
  public struct Share: Sendable {
    public let part: String
    public fileprivate(set) var nanoseconds: UInt64
    /// The floating-point operations of its matrix products.
    public fileprivate(set) var operations: UInt
  }
  /// By part, in the order in which parts first ran.
  public private(set) var shares: [Share] = []

  public init() {}

  func measure<Result>(_ part: String, _ body: () throws -> Result) rethrows -> Result {
    let start = DispatchTime.now().uptimeNanoseconds
    let before = operationsOfProducts()
    defer {
      add(part, DispatchTime.now().uptimeNanoseconds - start, operationsOfProducts() - before)
    }
    return try body()
  }

  private func add(_ part: String, _ time: UInt64, _ operations: UInt) {
    if let i = shares.firstIndex(where: { $0.part == part }) {
      shares[i].nanoseconds += time
      shares[i].operations += operations
    } else {
      shares.append(Share(part: part, nanoseconds: time, operations: operations))
    }
  }
}

extension Optional where Wrapped == LayerClock {
  /// Runs `body` and measures it if there is a clock.
  @inline(__always)
  package func measure<Result>(_ part: String, _ body: () throws -> Result) rethrows -> Result {
    guard let self else { return try body() }
    return try self.measure(part, body)
  }
}
