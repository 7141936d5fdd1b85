// The step of word2vec against the objective that it goes down, and the noise.
import Foundation
import XCTest

@testable import PipelineEmbedding
@testable import PipelineNumerics

final class NegativeSamplingTests: XCTestCase {
  /// − Σ_t  y_t log σ(h · o_t) + (1 − y_t) log σ(−h · o_t), in Double.
  private func loss(_ input: [Double], _ outputs: [[Double]]) -> Double {
    outputs.enumerated().reduce(0) { sum, output in
      let score = zip(input, output.element).reduce(0) { $0 + $1.0 * $1.1 }
      return sum + log(1 + exp(output.offset == 0 ? -score : score))
    }
  }

  func testTheStepIsTheGradient() {
    let dimensions = 5
    let stride = 16
    let targets: [Int32] = [3, 0, 2]
    for seed in 0..<5 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      let outputs = AlignedBuffer<Float>(zeros: 4 * stride)
      let input = AlignedBuffer<Float>(zeros: stride)
      let change = AlignedBuffer<Float>(zeros: stride)
      for i in 0..<dimensions {
        input.base[i] = Float(random.nextNormal())
        for row in 0..<4 { outputs.base[row * stride + i] = Float(random.nextNormal()) }
      }
      func row(_ pointer: UnsafePointer<Float>) -> [Double] {
        (0..<stride).map { Double(pointer[$0]) }
      }
      let x = row(input.base)
      let before = (0..<4).map { row(outputs.base + $0 * stride) }
      let chosen = targets.map { before[Int($0)] }
      let rate = 0.25
      NegativeSampling(outputs: outputs.base, stride: stride).step(
        input: input.base, targets: targets, count: targets.count, rate: Float(rate),
        change: change.base)
      let after = (0..<4).map { row(outputs.base + $0 * stride) }

      let h = 1e-5
      for i in 0..<stride {
        var up = x
        var down = x
        up[i] += h
        down[i] -= h
        let slope = (loss(up, chosen) - loss(down, chosen)) / (2 * h)
        let expected = i < dimensions ? -rate * slope : 0
        XCTAssertEqual(Double(change.base[i]), expected, accuracy: 1e-6, "seed \(seed)")
        for (t, target) in targets.enumerated() {
          var up = chosen
          var down = chosen
          up[t][i] += h
          down[t][i] -= h
          let slope = (loss(x, up) - loss(x, down)) / (2 * h)
          let moved = after[Int(target)][i] - before[Int(target)][i]
          XCTAssertEqual(moved, i < dimensions ? -rate * slope : 0, accuracy: 1e-6)
        }
      }
      XCTAssertEqual(after[1], before[1], "no target, no change")
    }
  }

  func testAliasTableDrawsByWeight() {
    let weights: [Double] = [5, 0, 1, 100, 0.5, 3, 3, 0, 40]
    let table = AliasTable(weights: weights)
    var random = RandomStream(seed: 4)
    var counts = [Int](repeating: 0, count: weights.count)
    let draws = 400_000
    for _ in 0..<draws { counts[Int(table.draw(&random))] += 1 }
    let total = weights.reduce(0, +)
    for (outcome, weight) in weights.enumerated() {
      let share = weight / total
      // Five standard deviations.
      let tolerance = 5 * (share * (1 - share) / Double(draws)).squareRoot()
      XCTAssertEqual(
        Double(counts[outcome]) / Double(draws), share, accuracy: tolerance, "\(outcome)")
    }
  }

  func testAliasTableOfOneAndOfEqualWeights() {
    var random = RandomStream(seed: 4)
    let one = AliasTable(weights: [0.1])
    XCTAssertEqual((0..<100).map { _ in one.draw(&random) }, [Int32](repeating: 0, count: 100))
    let equal = AliasTable(weights: [Double](repeating: 0.1, count: 7))
    XCTAssertEqual(Set((0..<1_000).map { _ in equal.draw(&random) }), Set(0..<7))
  }
}
