import Foundation
import Synchronization
import XCTest

@testable import Pipeline

final class WorkerPoolTests: XCTestCase {
  func testEachIndexIsDoneOnceBeforeTheCallReturns() {
    for threads in 1...4 {
      let pool = WorkerPool(threads: threads)
      for count in [0, 1, 2, 3, 100, 1_000] {
        let counts = AlignedBuffer<Int32>(zeros: count)
        for _ in 0..<20 { pool.forEach(count) { counts.base[$0] += 1 } }
        XCTAssertTrue((0..<count).allSatisfy { counts.base[$0] == 20 }, "\(threads), \(count)")
      }
    }
  }

  /// Regions within regions within regions, some of one piece only.
  func testWorkMayGiveWork() {
    for threads in 1...3 {
      let pool = WorkerPool(threads: threads)
      for _ in 0..<200 {
        let sum = Atomic<Int>(0)
        pool.both(
          { pool.forEach(7) { i in pool.forEach(i) { sum.add($0, ordering: .relaxed) } } },
          { pool.forEachChunk(of: 100, size: 9) { sum.add($0.count, ordering: .relaxed) } })
        XCTAssertEqual(sum.load(ordering: .relaxed), 0 + 0 + 1 + 3 + 6 + 10 + 15 + 100)
      }
    }
  }

  /// A region is opened while the helpers sleep.
  func testSleepingThreadsWake() {
    let pool = WorkerPool(threads: 3)
    let threads = Mutex<Set<ObjectIdentifier>>([])
    for _ in 0..<5 {
      Thread.sleep(forTimeInterval: 0.05)
      pool.forEach(3) { _ in
        Thread.sleep(forTimeInterval: 0.02)
        threads.withLock { _ = $0.insert(ObjectIdentifier(Thread.current)) }
      }
    }
    XCTAssertGreaterThan(threads.withLock(\.count), 1, "no helper ever worked")
  }

  func testThreadsEndWithTheirPool() throws {
    func count() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
    }
    let before = try count()
    for _ in 0..<50 { WorkerPool(threads: 4).forEach(8) { _ in } }
    for _ in 0..<200 where try count() >= before + 20 { Thread.sleep(forTimeInterval: 0.01) }
    // Of 150; another test may have started a few of its own.
    XCTAssertLessThan(try count(), before + 20)
  }
}
