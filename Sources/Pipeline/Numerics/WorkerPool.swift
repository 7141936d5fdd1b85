// Threads above the kernels. Results never depend on which thread does what:
// each index writes its own memory, and sums over indices are made afterwards
// in the order of the indices.
import Dispatch
import Synchronization

/// Runs independent pieces of work on a number of threads.
public struct WorkerPool: Sendable {
  /// How many threads work at once; results never depend on it.
  public let threads: Int

  /// - Precondition: `threads` is at least 1.
  public init(threads: Int) {
    precondition(threads >= 1, "a worker pool needs a thread")
    self.threads = threads
  }

  private final class Counter: Sendable {
    let value = Atomic<Int>(0)
  }

  /// Calls `body` once with each index below `count`, in no particular order.
  @usableFromInline package func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
    if threads == 1 || count <= 1 {
      for index in 0..<max(count, 0) { body(index) }
      return
    }
    let next = Counter()
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
      while true {
        let index = next.value.wrappingAdd(1, ordering: .relaxed).oldValue
        if index >= count { return }
        body(index)
      }
    }
  }

  /// How many of `count` pieces a thread should take at a time: enough to be worth its setup,
  /// few enough for all threads to have some. Only for pieces whose
  /// results do not depend on their neighbours.
  package func share(of count: Int, most: Int) -> Int {
    max(1, min(most, (count + threads - 1) / threads))
  }

  /// Calls `body` with consecutive ranges of at most `size` that cover
  /// `0 ..< count`. The ranges do not depend on the number of threads.
  package func forEachChunk(of count: Int, size: Int, _ body: @Sendable (Range<Int>) -> Void) {
    forEach((count + size - 1) / size) { chunk in
      body(chunk * size..<min(count, (chunk + 1) * size))
    }
  }
}
