// Prepares later work while the current work runs: while the last piece of a region is
// being done, the other threads have nothing to do.
import Dispatch

extension WorkerPool {
  /// Runs `main` while a further thread runs `aside`, which should be little work and not use
  /// the pool; with one thread they run one after the other.
  ///
  /// - Parameter isMeasured: whether they run one after the other in any case, so that each can
  ///   be timed separately.
  /// - Returns: what `aside` returns.
  package func preparing<Prepared: Sendable>(
    unless isMeasured: Bool = false, _ aside: @escaping @Sendable () -> Prepared,
    while main: () -> Void
  ) -> Prepared {
    let promise = Promise<Prepared>()
    let group = DispatchGroup()
    let isAlongside = threads > 1 && !isMeasured
    if isAlongside {
      DispatchQueue.global().async(group: group) { promise.value = aside() }
    }
    main()
    group.wait()
    return promise.value ?? aside()
  }

  /// Written by one thread, then read by another that has waited for it.
  private final class Promise<Value>: @unchecked Sendable {
    var value: Value?
  }
}
