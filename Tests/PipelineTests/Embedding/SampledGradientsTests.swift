// The gradient of an example against the objective that it goes down.
import CNumerics
import Foundation
import XCTest

@testable import PipelineEmbedding
@testable import PipelineNumerics

final class SampledGradientsTests: XCTestCase {
  /// − Σ_t  y_t log σ(h · o_t) + (1 − y_t) log σ(−h · o_t), in Double.
  private func loss(_ input: [Double], _ outputs: [[Double]]) -> Double {
    outputs.enumerated().reduce(0) { sum, output in
      let score = zip(input, output.element).reduce(0) { $0 + $1.0 * $1.1 }
      return sum + log(1 + exp(output.offset == 0 ? -score : score))
    }
  }

  /// With few and with many targets, one of them twice, and with one and more inputs.
  func testAddendsAreTheGradient() {
    let dimensions = 5
    let stride = 32
    let words = 12
    let rate = 0.25
    for (seed, (targets, contexts)) in [
      ([3, 0, 2] as [Int32], [4] as [Int32]), ([3, 0, 2, 0, 7, 8, 9, 1], [5, 6, 10]), ([11], [1, 1]),
    ].enumerated() {
      var random = RandomStream(seed: UInt64(seed))
      let rows = AlignedBuffer<Float>(zeros: words * stride)
      for row in 0..<words {
        for i in 0..<dimensions { rows.base[row * stride + i] = Float(random.nextNormal()) }
      }
      func row(_ index: Int32) -> [Double] {
        (0..<stride).map { Double(rows.base[Int(index) * stride + $0]) }
      }
      let addends = AlignedBuffer<jn_addend>(zeros: targets.count + contexts.count)
      for (i, row) in (targets + contexts).enumerated() {
        addends.base[i] = jn_addend(row: row, source: i < targets.count ? 0 : 1, factor: 1)
      }
      let vectors = AlignedBuffer<Float>(zeros: 2 * stride)
      jn_sampled_gradient(
        targets.count, contexts.count, 0, addends.base, stride, rows.base, Float(rate),
        vectors.base, vectors.base + stride)

      let input = (0..<stride).map { i in
        contexts.reduce(0) { $0 + row($1)[i] } / Double(contexts.count)
      }
      let chosen = targets.map(row)
      let h = 1e-5
      for i in 0..<stride {
        XCTAssertEqual(Double(vectors.base[i]), input[i], accuracy: 1e-6)
        var (up, down) = (input, input)
        up[i] += h
        down[i] -= h
        let slope = (loss(up, chosen) - loss(down, chosen)) / (2 * h)
        XCTAssertEqual(
          Double(vectors.base[stride + i]), i < dimensions ? -rate * slope : 0, accuracy: 1e-6)
        for t in targets.indices {
          var (up, down) = (chosen, chosen)
          up[t][i] += h
          down[t][i] -= h
          let slope = (loss(input, up) - loss(input, down)) / (2 * h)
          let addition = Double(addends.base[t].factor * vectors.base[i])
          XCTAssertEqual(addition, i < dimensions ? -rate * slope : 0, accuracy: 1e-6)
        }
      }
      XCTAssertEqual(addends.base[targets.count].factor, 1, "an input's is left")
    }
  }

  func testAdditionsAreMadeInOrder() {
    let stride = 16
    let rows = AlignedBuffer<Float>(zeros: 3 * stride)
    let sources = AlignedBuffer<Float>(zeros: 2 * stride)
    for i in 0..<stride {
      sources.base[i] = 1
      sources.base[stride + i] = Float(i)
    }
    // 2²⁴ + 1 is not a Float: the other order would give 1 less.
    let addends = [
      jn_addend(row: 2, source: 0, factor: 1), jn_addend(row: 1, source: 1, factor: -2),
      jn_addend(row: 2, source: 0, factor: 1), jn_addend(row: 2, source: 0, factor: 0x1p24),
    ]
    jn_add_addends(addends.count, addends, stride, sources.base, rows.base)
    for i in 0..<stride {
      XCTAssertEqual(rows.base[i], 0)
      XCTAssertEqual(rows.base[stride + i], -2 * Float(i))
      XCTAssertEqual(rows.base[2 * stride + i], 0x1p24 + 2)
    }
  }
}
