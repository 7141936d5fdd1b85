// Results of independent pieces of work, in the order of their indices.

extension WorkerPool {
  /// What `body` returns for each index below `count`, in index order.
  @inlinable package func map<Result: Sendable>(
    _ count: Int, _ body: @Sendable (Int) -> Result
  ) -> [Result] {
    guard count > 0 else { return [] }
    return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      nonisolated(unsafe) let base = buffer
      forEach(count) { index in
        // Each index initialises its own place.
        base.initializeElement(at: index, to: body(index))
      }
      initialized = count
    }
  }

  /// What `body` returns for consecutive ranges of at most `size` that cover `0 ..< count`, in
  /// their order. The ranges do not depend on the number of threads.
  @inlinable package func mapChunks<Result: Sendable>(
    of count: Int, size: Int, _ body: @Sendable (Range<Int>) -> Result
  ) -> [Result] {
    map((count + size - 1) / size) { chunk in
      body(chunk * size..<min(count, (chunk + 1) * size))
    }
  }
}
