// Forms batches from concurrent requests. It knows nothing of models.
import Foundation
import Synchronization

/// Too much is waiting already.
struct QueueFull: Error {}

/// A thread that answers what has come in since it last looked, all at once. Sendable because
/// `condition` guards what changes.
final class BatchQueue<Item: Sendable, Reply: Sendable>: @unchecked Sendable {
  private struct Job {
    var items: [Item]
    var done: @Sendable (Result<[Reply], any Error>) -> Void
  }

  private let condition = NSCondition()
  private var jobs: [Job] = []
  private var waiting = 0
  private var isClosed = false

  private let limit: Int
  private let batch: Int

  /// - Parameters:
  ///   - limit: the most items that wait.
  ///   - batch: the greatest number of items in a batch, unless a single request has more.
  ///   - work: gives a reply for each item; called by one thread.
  init(limit: Int, batch: Int, work: @escaping ([Item]) throws -> [Reply]) {
    self.limit = limit
    self.batch = batch
    // Only this thread calls it.
    nonisolated(unsafe) let work = work
    let thread = Thread { [self] in run(work) }
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// The replies to `items`.
  ///
  /// - Throws: `QueueFull`; whatever the work throws.
  func replies(to items: [Item]) async throws -> [Reply] {
    guard !items.isEmpty else { return [] }
    return try await withCheckedThrowingContinuation { continuation in
      add(Job(items: items) { continuation.resume(with: $0) })
    }
  }

  /// The replies to `items`, for which the calling thread waits.
  ///
  /// - Throws: as `replies(to:)`.
  @available(*, noasync)
  func awaitedReplies(to items: [Item]) throws -> [Reply] {
    guard !items.isEmpty else { return [] }
    let outcome = Outcome<[Reply]>()
    add(Job(items: items) { outcome.set($0) })
    return try outcome.wait()
  }

  /// Ends the thread when it has done what is waiting.
  func close() {
    condition.withLock {
      isClosed = true
      condition.signal()
    }
  }

  private func add(_ job: Job) {
    let isTaken = condition.withLock {
      // More than the limit is taken if nothing else waits.
      guard waiting + job.items.count <= max(limit, job.items.count), waiting < limit else {
        return false
      }
      waiting += job.items.count
      jobs.append(job)
      condition.signal()
      return true
    }
    if !isTaken { job.done(.failure(QueueFull())) }
  }

  private func run(_ work: ([Item]) throws -> [Reply]) {
    while let jobs = next() {
      do {
        var replies = try work(jobs.flatMap(\.items))[...]
        for job in jobs {
          job.done(.success(Array(replies.prefix(job.items.count))))
          replies = replies.dropFirst(job.items.count)
        }
      } catch {
        for job in jobs { job.done(.failure(error)) }
      }
    }
  }

  /// Waits for jobs; nil at the end.
  private func next() -> [Job]? {
    condition.lock()
    defer { condition.unlock() }
    while jobs.isEmpty, !isClosed { condition.wait() }
    var taken: [Job] = []
    var count = 0
    while let job = jobs.first, taken.isEmpty || count + job.items.count <= batch {
      taken.append(jobs.removeFirst())
      count += job.items.count
    }
    waiting -= count
    return taken.isEmpty ? nil : taken
  }
}

/// What a thread waits for.
final class Outcome<Value: Sendable>: Sendable {
  private let isDone = DispatchSemaphore(value: 0)
  private let result = Mutex<Result<Value, any Error>?>(nil)

  func set(_ result: Result<Value, any Error>) {
    self.result.withLock { $0 = result }
    isDone.signal()
  }

  /// - Throws: the failure, if it is one.
  @available(*, noasync)
  func wait() throws -> Value {
    isDone.wait()
    guard let result = result.withLock({ $0 }) else { throw CancellationError() }
    return try result.get()
  }
}
