// Work for later that fills the gaps which the work of now leaves: while the last piece
// of a region is done, the other threads have none.
import Dispatch

extension WorkerPool {
  /// Does `main`, while a further thread does `aside`, which should be little work and leave
  /// the pool alone; with one thread one after the other.
  ///
  /// - Parameter isMeasured: one after the other in any case, so that the time each takes is
  ///   its own.
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
