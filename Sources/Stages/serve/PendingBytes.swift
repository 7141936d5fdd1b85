// How many bytes of clients' texts are being processed: a text takes many times its size until
// it is answered, so limiting the number of documents does not bound memory.
import Synchronization

final class PendingBytes: Sendable {
  private let limit: Int
  private let pending = Mutex(0)

  init(limit: Int) { self.limit = limit }

  /// The result of `work`, while `count` bytes count as being processed.
  ///
  /// - Throws: `QueueFull` if they are too many with those of others; what `work` throws.
  func with<Result>(_ count: Int, _ work: () async throws -> Result) async throws -> Result {
    let isTaken = pending.withLock { pending in
      // More than the limit is taken if there is nothing else.
      guard pending == 0 || pending + count <= limit else { return false }
      pending += count
      return true
    }
    guard isTaken else { throw QueueFull() }
    defer { pending.withLock { $0 -= count } }
    return try await work()
  }
}
