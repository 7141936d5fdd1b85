// Threads above the kernels. Which thread does what never shows in a result:
// each index writes its own memory, and sums over indices are made afterwards
// in the order of the indices.

/// Runs independent pieces of work on a number of threads.
public struct WorkerPool: Sendable {
  public let threads: Int
  private let crew: Employer?

  /// Keeps the threads for as long as a copy of the pool lives.
  private final class Employer: Sendable {
    let crew: Crew
    init(helpers: Int) { crew = Crew(helpers: helpers) }
    deinit { crew.dismiss() }
  }

  /// - Precondition: `threads` is at least 1.
  public init(threads: Int) {
    precondition(threads >= 1, "a worker pool needs a thread")
    self.threads = threads
    crew = threads > 1 ? Employer(helpers: threads - 1) : nil
  }

  /// Calls `body` once with each index below `count`, in no particular order.
  func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
    guard let crew, count > 1 else {
      for index in 0..<max(count, 0) { body(index) }
      return
    }
    crew.crew.run(count, body)
  }

  /// Does both, at the same time where there are threads; each may itself give
  /// work to the pool.
  ///
  /// - Parameter isMeasured: does one after the other, so that the time each
  ///   takes is its own.
  func both(
    unless isMeasured: Bool = false, _ first: @Sendable () -> Void, _ second: @Sendable () -> Void
  ) {
    if isMeasured {
      first()
      second()
    } else {
      forEach(2) { $0 == 0 ? first() : second() }
    }
  }

  /// Calls `body` with consecutive ranges of at most `size` that cover
  /// `0 ..< count`. The ranges do not depend on the number of threads.
  func forEachChunk(of count: Int, size: Int, _ body: @Sendable (Range<Int>) -> Void) {
    forEach((count + size - 1) / size) { chunk in
      body(chunk * size..<min(count, (chunk + 1) * size))
    }
  }
}
