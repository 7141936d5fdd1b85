// The threads behind a worker pool. They stay, because a step of training has
// hundreds of regions of work, most of them shorter than a thread takes to
// start; and whoever waits for the end of one region helps with another, so
// that parts of a network that do not depend on each other fill each other's
// gaps.
import Foundation
import Synchronization

/// Independent pieces of work that threads take one after another.
private final class Region: Sendable {
  typealias Body = @Sendable (Int) -> Void
  private let count: Int
  /// Valid as long as pieces are undone; a thread that comes later finds none
  /// to take and does not look at it.
  nonisolated(unsafe) private let body: UnsafePointer<Body>
  private let next = Atomic<Int>(0)
  private let undone: Atomic<Int>

  init(_ count: Int, _ body: UnsafePointer<Body>) {
    self.count = count
    self.body = body
    undone = Atomic(count)
  }

  /// Whether a piece waits to be taken.
  var hasWork: Bool { next.load(ordering: .relaxed) < count }
  /// Whether all pieces are done, and what they wrote can be seen.
  var isDone: Bool { undone.load(ordering: .acquiring) == 0 }

  /// Does up to `most` pieces.
  ///
  /// - Returns: whether the last one of all was among them.
  func work(most: Int = .max) -> Bool {
    let done = take(most)
    guard done > 0 else { return false }
    return undone.subtract(done, ordering: .acquiringAndReleasing).newValue == 0
  }

  // Not inlined, so that nothing of `body` is held when the pieces count as done.
  @inline(never)
  private func take(_ most: Int) -> Int {
    var done = 0
    while done < most {
      let index = next.add(1, ordering: .relaxed).oldValue
      if index >= count { break }
      body.pointee(index)
      done += 1
    }
    return done
  }
}

/// Threads that work on the regions that are open.
final class Crew: Sendable {
  private let condition = NSCondition()
  // The next three are read and written under the condition's lock only.
  nonisolated(unsafe) private var open: [Region] = []
  nonisolated(unsafe) private var sleeping = 0
  nonisolated(unsafe) private var isDismissed = false
  /// Counts the events on which a waiting thread looks again.
  private let events = Atomic<Int>(0)
  /// How often a waiting thread looks before it sleeps: about 0.1 ms, longer
  /// than most gaps between regions and shorter than waking takes to hurt others.
  private static let looks = 200

  /// - Parameter helpers: the threads besides those that call `run`.
  init(helpers: Int) {
    for _ in 0..<helpers {
      let thread = Thread { [self] in serve() }
      thread.name = "worker"
      thread.start()
    }
  }

  /// Ends the threads, when they have no work.
  func dismiss() {
    condition.withLock { isDismissed = true }
    announce()
  }

  /// Calls `body` with each index below `count`, and returns when all is done.
  /// It may be called from within such a call.
  func run(_ count: Int, _ body: @Sendable (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) { run(Region(count, $0)) }
    }
  }

  private func run(_ region: Region) {
    condition.withLock { open.append(region) }
    announce()
    if region.work() { announce() }
    condition.withLock { open.removeAll { $0 === region } }
    while !region.isDone {
      let seen = events.load(ordering: .acquiring)
      if let other = openRegion() {
        if other.work(most: 1) { announce() }
      } else {
        wait(since: seen) { region.isDone }
      }
    }
  }

  /// What a helper does.
  private func serve() {
    while true {
      let seen = events.load(ordering: .acquiring)
      if let region = openRegion() {
        if region.work() { announce() }
      } else if condition.withLock({ isDismissed }) {
        return
      } else {
        wait(since: seen) { false }
      }
    }
  }

  /// The oldest region with work.
  private func openRegion() -> Region? {
    condition.withLock { open.first(where: \.hasWork) }
  }

  private func announce() {
    events.add(1, ordering: .sequentiallyConsistent)
    condition.withLock { if sleeping > 0 { condition.broadcast() } }
  }

  /// Returns after an event later than `seen`, or when `isOver` says so.
  private func wait(since seen: Int, until isOver: () -> Bool) {
    for _ in 0..<Self.looks {
      if events.load(ordering: .acquiring) != seen || isOver() { return }
      sched_yield()
    }
    condition.withLock {
      while events.load(ordering: .sequentiallyConsistent) == seen, !isOver() {
        sleeping += 1
        condition.wait()
        sleeping -= 1
      }
    }
  }
}
