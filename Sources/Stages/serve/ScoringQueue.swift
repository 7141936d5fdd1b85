// Forms batches of the documents of concurrent requests. It knows nothing of models.
import Formats
import Foundation

/// Too many documents are waiting already.
struct QueueFull: Error {}

/// A thread that scores what has come in since it last looked, all at once.
final class ScoringQueue<Result: Sendable>: @unchecked Sendable {
  private struct Job {
    var documents: [Document]
    var done: CheckedContinuation<[Result], any Error>
  }

  private let condition = NSCondition()
  // Guarded by `condition`.
  private var jobs: [Job] = []
  private var waiting = 0
  private var isClosed = false

  private let limit: Int
  private let batch: Int

  /// - Parameters:
  ///   - limit: the most documents that wait.
  ///   - batch: where a batch ends, unless a single request has more documents.
  ///   - work: gives a result for each document; called by one thread.
  init(limit: Int, batch: Int, work: @escaping ([Document]) throws -> [Result]) {
    self.limit = limit
    self.batch = batch
    // Only this thread calls it.
    nonisolated(unsafe) let work = work
    let thread = Thread { [self] in run(work) }
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// The results for `documents`.
  ///
  /// - Throws: `QueueFull`; whatever the work throws.
  func results(for documents: [Document]) async throws -> [Result] {
    guard !documents.isEmpty else { return [] }
    return try await withCheckedThrowingContinuation { done in
      let isTaken = condition.withLock {
        guard waiting + documents.count <= max(limit, documents.count), waiting < limit else {
          return false
        }
        waiting += documents.count
        jobs.append(Job(documents: documents, done: done))
        condition.signal()
        return true
      }
      if !isTaken { done.resume(throwing: QueueFull()) }
    }
  }

  /// Ends the thread when it has done what is waiting.
  func close() {
    condition.withLock {
      isClosed = true
      condition.signal()
    }
  }

  private func run(_ work: ([Document]) throws -> [Result]) {
    while let jobs = next() {
      let documents = jobs.flatMap(\.documents)
      do {
        var results = try work(documents)[...]
        for job in jobs {
          job.done.resume(returning: Array(results.prefix(job.documents.count)))
          results = results.dropFirst(job.documents.count)
        }
      } catch {
        for job in jobs { job.done.resume(throwing: error) }
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
    while let job = jobs.first, taken.isEmpty || count + job.documents.count <= batch {
      taken.append(jobs.removeFirst())
      count += job.documents.count
    }
    waiting -= count
    return taken.isEmpty ? nil : taken
  }
}
