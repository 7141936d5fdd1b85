// Adam against its definition in double precision, with L2 and clipping, with
// decoupled decay, and on the touched rows only.
import XCTest

@testable import PipelineNetworks
@testable import PipelineNumerics

final class AdamOptimiserTests: XCTestCase {
  private let pool = WorkerPool(threads: 2)

  private func parameter(_ rows: Int, _ columns: Int, regularised: Bool) -> Parameter {
    let parameter = Parameter("p", .kernel, rows, columns, isRegularised: regularised, trained: true)
    for i in 0..<parameter.count {
      parameter.value[i] = Float(i % 7) / 10 - 0.3
      parameter.gradient[i] = Float(i % 5) / 4 - 0.4
    }
    return parameter
  }

  /// Two updates element by element.
  func testDefinition() {
    let decayed = parameter(3, 5, regularised: true)
    let other = parameter(2, 4, regularised: false)
    var optimiser = AdamOptimiser(l2: 0.02, clipNorm: .summed, pool: pool)
    optimiser.clip = 0.5
    optimiser.weightDecay = 0.1
    var expected: [[(w: Double, m: Double, v: Double)]] = [decayed, other].map { p in
      (0..<p.count).map { (Double(p.value[$0]), 0, 0) }
    }
    for step in 1...2 {
      let norm = optimiser.norm([decayed, other], embedding: other, slices: 0)
      optimiser.update([decayed, other], rate: 0.01, norm: norm)
      let gradients = [decayed, other].enumerated().map { index, p in
        (0..<p.count).map {
          Double(p.gradient[$0]) + (index == 0 ? 0.02 * expected[index][$0].w : 0)
        }
      }
      let trueNorm = gradients.joined().reduce(0) { $0 + $1 * $1 }.squareRoot()
      XCTAssertEqual(norm, trueNorm, accuracy: 1e-5)
      let rate = 0.01 * (1 - pow(0.999, Double(step))).squareRoot() / (1 - pow(0.9, Double(step)))
      for index in 0..<2 {
        for i in expected[index].indices {
          let g = gradients[index][i] * 0.5 / max(trueNorm, 0.5)
          var e = expected[index][i]
          e.m = 0.9 * e.m + 0.1 * g
          e.v = 0.999 * e.v + 0.001 * g * g
          e.w -= rate * e.m / (e.v.squareRoot() + 1e-8) + (index == 0 ? 0.01 * 0.1 * e.w : 0)
          expected[index][i] = e
        }
      }
    }
    for (index, p) in [decayed, other].enumerated() {
      for i in 0..<p.count {
        XCTAssertEqual(Double(p.value[i]), expected[index][i].w, accuracy: 1e-6)
        XCTAssertEqual(Double(p.firstMoment[i]), expected[index][i].m, accuracy: 1e-6)
      }
    }
  }

  /// Rows that are not touched keep value and moments, whatever their gradient.
  func testTouchedRows() {
    let all = parameter(6, 4, regularised: false)
    let some = parameter(6, 4, regularised: false)
    let before = some.values
    some.touched = [4, 1]
    for row in 0..<6 where row != 4 && row != 1 {
      for i in row * 4..<row * 4 + 4 { all.gradient[i] = 0 }
    }
    let embedding = parameter(1, 1, regularised: false)
    var first = AdamOptimiser(l2: 0, clipNorm: .summed, pool: pool)
    var second = first
    let norm = first.norm([all], embedding: embedding, slices: 0)
    XCTAssertEqual(second.norm([some], embedding: embedding, slices: 0), norm, accuracy: 1e-6)
    first.update([all], rate: 0.01, norm: norm)
    second.update([some], rate: 0.01, norm: norm)
    XCTAssertEqual(some.values, all.values)
    XCTAssertNotEqual(some.values, before)
    XCTAssertEqual(Array(some.values[0..<4]), Array(before[0..<4]))
  }

  func testSchedules() {
    XCTAssertEqual(LearningRateSchedule.linear.factor(done: 0.25), 0.75)
    XCTAssertEqual(LearningRateSchedule.cosine.factor(done: 0.5), 0.5, accuracy: 1e-12)
    XCTAssertEqual(LearningRateSchedule.cosine.factor(done: 1), 0, accuracy: 1e-12)
    XCTAssertEqual(LearningRateSchedule.plateau.factor(done: 0.9), 1)
  }
}
