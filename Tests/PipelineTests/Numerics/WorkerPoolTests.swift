// Work on several threads: every index once, results in order, and work beside work.
import Foundation
import Synchronization
import XCTest

@testable import PipelineNumerics

final class WorkerPoolTests: XCTestCase {
  func testEveryIndexOnce() {
    for threads in 1...3 {
      let pool = WorkerPool(threads: threads)
      XCTAssertEqual(pool.map(100) { $0 * $0 }, (0..<100).map { $0 * $0 })
      let seen = Mutex([Int](repeating: 0, count: 10))
      pool.forEachChunk(of: 10, size: 3) { range in
        XCTAssertLessThanOrEqual(range.count, 3)
        seen.withLock { seen in for place in range { seen[place] += 1 } }
      }
      XCTAssertEqual(seen.withLock { $0 }, [Int](repeating: 1, count: 10))
    }
    XCTAssertEqual(WorkerPool(threads: 2).map(0) { $0 }, [])
  }

  /// Each piece adds up what all pieces of the phase before have written.
  func testPhasesSeeWhatWasDoneBefore() {
    for threads in 1...4 {
      for pieces in [1, 2, 5] {
        let rows = AlignedBuffer<Int>(zeros: 2 * pieces)
        for piece in 0..<pieces { rows.base[piece] = 1 }
        WorkerPool(threads: threads).forEachPhase(20, pieces: pieces) { phase, piece in
          let before = rows.base + phase % 2 * pieces
          let sum = (0..<pieces).reduce(0) { $0 &+ before[$1] }
          rows.base[(phase + 1) % 2 * pieces + piece] = sum % 1_000_003
        }
        var expected = 1
        for _ in 0..<20 { expected = expected * pieces % 1_000_003 }
        XCTAssertEqual(
          (0..<pieces).map { rows.base[$0] }, [Int](repeating: expected, count: pieces),
          "\(threads) threads, \(pieces) pieces")
      }
    }
    WorkerPool(threads: 2).forEachPhase(0, pieces: 2) { _, _ in XCTFail("there is no phase") }
  }

  /// Both run at the same time: each waits for the other to have begun. Work beside work may
  /// itself use the pool.
  func testPreparingAlongside() {
    let pool = WorkerPool(threads: 2)
    let (asideBegan, mainBegan) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    var met = false
    let prepared = pool.preparing {
      asideBegan.signal()
      let met = mainBegan.wait(timeout: .now() + 60) == .success
      return (met, pool.map(50) { $0 + 1 }.reduce(0, +))
    } while: {
      mainBegan.signal()
      met = asideBegan.wait(timeout: .now() + 60) == .success
    }
    XCTAssertTrue(met)
    XCTAssertTrue(prepared.0)
    XCTAssertEqual(prepared.1, 1_275)
  }

  /// One after the other if there is one thread, or if time is measured.
  func testPreparingAfterwards() {
    for (threads, isMeasured) in [(1, false), (2, true)] {
      let order = Mutex<[String]>([])
      let prepared = WorkerPool(threads: threads).preparing(unless: isMeasured) {
        order.withLock { $0.append("aside") }
        return 7
      } while: {
        order.withLock { $0.append("main") }
      }
      XCTAssertEqual(prepared, 7)
      XCTAssertEqual(order.withLock { $0 }, ["main", "aside"])
    }
  }
}
