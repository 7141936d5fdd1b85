// Counts pieces of work that threads finish.
import Synchronization

/// Reports how many pieces are done, each time one is.
final class ProgressCounter: Sendable {
  private let done = Atomic<Int>(0)
  private let total: Int
  private let report: WorkReport

  init(total: Int, report: @escaping WorkReport) {
    self.total = total
    self.report = report
  }

  func advance() {
    report(done.wrappingAdd(1, ordering: .relaxed).newValue, total)
  }
}
