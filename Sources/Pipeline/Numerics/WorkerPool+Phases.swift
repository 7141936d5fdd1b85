// Many short steps that depend on each other: threads meet between them, mostly without going to
// sleep.
import CNumerics
import Dispatch
import Foundation
import Synchronization

extension WorkerPool {
  /// Calls `body` once with each piece of each phase. All pieces of a phase are done, and what
  /// they wrote can be read, before one of the next begins.
  ///
  /// A thread first takes those pieces of a phase that it had in the phases before, whose memory
  /// is in its cache, then those that others have not begun, and only pieces that can begin. So any
  /// number of threads completes the work, and a thread that has lost its processor to another
  /// program holds up the others only if it is in the middle of a piece. Phases should take tens of microseconds or
  /// more: a meeting takes about one.
  ///
  /// - Precondition: `pieces` is at least 1.
  package func forEachPhase(
    _ phases: Int, pieces: Int, _ body: @Sendable (_ phase: Int, _ piece: Int) -> Void
  ) {
    precondition(pieces >= 1, "a phase has a piece")
    if threads == 1 || pieces == 1 {
      for phase in 0..<phases {
        for piece in 0..<pieces { body(phase, piece) }
      }
      return
    }
    let meeting = Meeting()
    // How many times each piece was taken, once in a phase.
    let taken = (0..<pieces).map { _ in Count() }
    let threads = min(threads, pieces)
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      let own = Array(stride(from: thread, to: pieces, by: threads))
      let order = own + (0..<pieces).filter { $0 % threads != thread }
      for phase in 0..<phases {
        meeting.wait(for: phase * pieces)
        for piece in order
        where taken[piece].value.compareExchange(
          expected: phase, desired: phase + 1, ordering: .relaxed
        ).exchanged {
          body(phase, piece)
          meeting.add(endOf: pieces)
        }
      }
    }
  }

  /// A number with room around it: threads that look at one should not wait for those that
  /// change another.
  private final class Count: Sendable {
    private typealias Line = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)
    private let before: Line = (0, 0, 0, 0, 0, 0, 0, 0)
    let value = Atomic<Int>(0)
    private let after: Line = (0, 0, 0, 0, 0, 0, 0, 0)
  }

  /// How many pieces are done.
  private final class Meeting: Sendable {
    private let done = Count()
    private let sleepers = Count()
    private let bell = NSCondition()

    /// Returns once `enough` pieces are done. Polls for some microseconds, then sleeps: a late
    /// thread has lost its processor, perhaps to this very thread.
    func wait(for enough: Int) {
      for _ in 0..<1_000 {
        if done.value.load(ordering: .acquiring) >= enough { return }
        jn_pause()
      }
      bell.lock()
      sleepers.value.wrappingAdd(1, ordering: .sequentiallyConsistent)
      while done.value.load(ordering: .sequentiallyConsistent) < enough { bell.wait() }
      sleepers.value.wrappingSubtract(1, ordering: .sequentiallyConsistent)
      bell.unlock()
    }

    /// Counts one more piece as done, and after the last of a phase wakes the sleeping threads.
    /// Either they see the number or this sees them, as both are in one total order.
    func add(endOf pieces: Int) {
      let count = done.value.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
      guard count % pieces == 0, sleepers.value.load(ordering: .sequentiallyConsistent) > 0
      else { return }
      bell.lock()
      bell.broadcast()
      bell.unlock()
    }
  }
}
