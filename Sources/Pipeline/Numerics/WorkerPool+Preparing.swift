// Prepares later work while the current work runs: while the last piece of a region is
// being done, the other threads have nothing to do.
import Dispatch
import Synchronization

extension WorkerPool {
  /// Runs `main` while a further thread runs `aside`, which should be little work and not use
  /// the pool; with one thread they run one after the other.
  ///
  /// - Parameter isMeasured: whether they run one after the other in any case, so that each can
  ///   be timed separately.
  /// - Returns: what `aside` returns.
  /// - Throws: what `main` throws, when `aside` has ended.
  package func preparing<Prepared: Sendable>(
    unless isMeasured: Bool = false, _ aside: @escaping @Sendable () -> Prepared,
    while main: () throws -> Void
  ) rethrows -> Prepared {
    let prepared = Mutex<Prepared?>(nil)
    let group = DispatchGroup()
    if threads > 1, !isMeasured {
      DispatchQueue.global().async(group: group) {
        let value = aside()
        prepared.withLock { $0 = value }
      }
    }
    defer { group.wait() }
    try main()
    group.wait()
    return prepared.withLock { $0 } ?? aside()
  }
}
