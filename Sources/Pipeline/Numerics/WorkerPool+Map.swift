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
}
