// Measures where the time of a network goes. No result depends on it.
import Dispatch
import Synchronization

/// Adds up the time and the arithmetic of each part of a network.
package final class LayerClock: Sendable {
  /// The time and operations of one part.
  package struct Share: Sendable {
    package let part: String
    package fileprivate(set) var nanoseconds: UInt64
    /// The floating-point operations of its matrix products.
    package fileprivate(set) var operations: UInt
  }
  /// By part, in the order in which parts first ran.
  package var shares: [Share] { measured.withLock { $0 } }
  private let measured = Mutex<[Share]>([])

  package init() {}

  func measure<Result>(_ part: String, _ body: () throws -> Result) rethrows -> Result {
    let start = DispatchTime.now().uptimeNanoseconds
    let before = operationsOfProducts()
    defer {
      add(part, DispatchTime.now().uptimeNanoseconds - start, operationsOfProducts() - before)
    }
    return try body()
  }

  private func add(_ part: String, _ time: UInt64, _ operations: UInt) {
    measured.withLock { shares in
      if let i = shares.firstIndex(where: { $0.part == part }) {
        shares[i].nanoseconds += time
        shares[i].operations += operations
      } else {
        shares.append(Share(part: part, nanoseconds: time, operations: operations))
      }
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
