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

  private func buffer<Element: BitwiseCopyable>(_ values: [Element]) -> AlignedBuffer<Element> {
    let buffer = AlignedBuffer<Element>(zeros: values.count)
    for (i, value) in values.enumerated() { buffer[i] = value }
    return buffer
  }

  private func columns(
    _ width: Int, _ rows: AlignedBuffer<Float>, _ inputs: AlignedBuffer<Float>,
    _ changes: AlignedBuffer<Float>, _ factors: AlignedBuffer<Float>
  ) -> jn_sampled_columns {
    jn_sampled_columns(
      width: width, rows: rows.base, inputs: inputs.base, changes: changes.base,
      factors: factors.base)
  }

  /// One example with few and one with many targets, one of them twice, and with one and more
  /// contexts, in two blocks of columns.
  func testRowsGoDownTheGradient() {
    let dimensions = 21
    let widths = [16, 16]
    let words = 12
    let stride = 24
    let rate = 0.25
    let cases: [(targets: [Int32], contexts: [Int32])] = [
      ([3, 0, 2], [4]), ([3, 0, 2, 0, 7, 8, 9, 1, 11, 5, 6, 3, 2, 1], [5, 6, 10]), ([11], [1, 1]),
    ]
    for (seed, example) in cases.enumerated() {
      var random = RandomStream(seed: UInt64(seed))
      let before = (0..<words).map { _ in
        (0..<32).map { $0 < dimensions ? Float(random.nextNormal()) : 0 }
      }
      let blocks = widths.indices.map { block in
        let rows = AlignedBuffer<Float>(zeros: words * 16)
        for row in 0..<words {
          for i in 0..<16 { rows.base[row * 16 + i] = before[row][block * 16 + i] }
        }
        return rows
      }
      let index = buffer(example.targets + example.contexts)
      let header = AlignedBuffer<jn_example>(zeros: 1)
      header[0] = jn_example(
        targets: Int32(example.targets.count), contexts: Int32(example.contexts.count),
        rate: Float(rate))
      let samples = jn_samples(count: 1, examples: header.base, index: index.base)
      let inputs = widths.map { _ in AlignedBuffer<Float>(zeros: 16) }
      let changes = AlignedBuffer<Float>(zeros: 16)
      let factors = AlignedBuffer<Float>(zeros: stride)
      let scores = AlignedBuffer<Float>(zeros: 2 * stride)
      for (block, rows) in blocks.enumerated() {
        jn_sampled_scores(
          samples, columns(16, rows, inputs[block], changes, factors), stride,
          scores.base + block * stride)
      }
      for (block, rows) in blocks.enumerated() {
        jn_add_sampled(
          samples, columns(16, rows, inputs[block], changes, factors),
          jn_scores(values: scores.base, blocks: 2, apart: stride, stride: stride))
      }

      func row(_ index: Int32) -> [Double] { before[Int(index)].map(Double.init) }
      let input = (0..<32).map { i in
        example.contexts.reduce(0) { $0 + row($1)[i] } / Double(example.contexts.count)
      }
      let chosen = example.targets.map(row)
      var expected = before.map { $0.map(Double.init) }
      let h = 1e-5
      for i in 0..<dimensions {
        var (up, down) = (input, input)
        up[i] += h
        down[i] -= h
        let slope = (loss(up, chosen) - loss(down, chosen)) / (2 * h)
        // In full to each context.
        for context in example.contexts { expected[Int(context)][i] -= rate * slope }
        for (t, target) in example.targets.enumerated() {
          var (up, down) = (chosen, chosen)
          up[t][i] += h
          down[t][i] -= h
          let slope = (loss(input, up) - loss(input, down)) / (2 * h)
          expected[Int(target)][i] -= rate * slope
        }
      }
      for row in 0..<words {
        for i in 0..<32 {
          XCTAssertEqual(
            Double(blocks[i / 16].base[row * 16 + i % 16]), expected[row][i], accuracy: 1e-5,
            "case \(seed), row \(row), column \(i)")
        }
      }
    }
  }

  /// The usual widths have separate code: each block of columns is what it is alone.
  func testAllWidths() {
    let words = 8
    let index = buffer([0, 1, 2, 3, 4, 5, 6, 7, 4, 1, 7, 6] as [Int32])
    let examples = buffer([
      jn_example(targets: 4, contexts: 3, rate: 0.5), jn_example(targets: 2, contexts: 3, rate: 0.1),
    ])
    let samples = jn_samples(count: 2, examples: examples.base, index: index.base)
    let stride = 16
    func learn(width: Int, columns: Range<Int>, scores given: [Float]?) -> ([Float], [Float]) {
      let rows = AlignedBuffer<Float>(zeros: words * width)
      for row in 0..<words {
        for (i, column) in columns.enumerated() {
          rows.base[row * width + i] = Float((row * 37 + column * 11) % 23 - 11) / 8
        }
      }
      let room = (0..<2).map { _ in AlignedBuffer<Float>(zeros: 2 * width) }
      let (scores, factors) = (AlignedBuffer<Float>(zeros: 32), AlignedBuffer<Float>(zeros: 32))
      let own = self.columns(width, rows, room[0], room[1], factors)
      jn_sampled_scores(samples, own, stride, scores.base)
      let found = (0..<32).map { scores.base[$0] }
      for (i, score) in (given ?? found).enumerated() { scores.base[i] = score }
      jn_add_sampled(
        samples, own, jn_scores(values: scores.base, blocks: 1, apart: 32, stride: stride))
      return (found, (0..<words * width).map { rows.base[$0] })
    }
    for width in [48, 64, 112] {
      let (scores, rows) = learn(width: width, columns: 0..<width, scores: nil)
      var sums = [Float](repeating: 0, count: 32)
      for first in Swift.stride(from: 0, to: width, by: 16) {
        let part = learn(width: 16, columns: first..<first + 16, scores: scores)
        for i in 0..<32 { sums[i] += part.0[i] }
        for row in 0..<words {
          XCTAssertEqual(
            Array(part.1[row * 16..<(row + 1) * 16]),
            Array(rows[row * width + first..<row * width + first + 16]), "\(width), \(first)")
        }
      }
      for (example, targets) in [4, 2].enumerated() {
        for target in 0..<targets {
          let i = example * stride + target
          XCTAssertEqual(scores[i], sums[i], accuracy: 1e-3)
        }
      }
    }
  }

  func testPartsHaveAllColumns() {
    for dimensions in [1, 16, 20, 31, 32, 33, 64, 100, 200, 300, 1_000] {
      let ranges = SampledGradients.ranges(dimensions)
      XCTAssertEqual(ranges.flatMap { Array($0) }, Array(0..<dimensions))
      XCTAssert(ranges.allSatisfy { !$0.isEmpty && $0.count <= 64 }, "\(dimensions): \(ranges)")
    }
    XCTAssertEqual(SampledGradients.ranges(100), [0..<64, 64..<100])
    XCTAssertEqual(SampledGradients.ranges(50).count, 2)
  }

  func testAdditionsAreMadeInOrder() {
    // 2²⁴ + 1 is not a Float: the other order would give 1 less. A score of −200 has the
    // sigmoid 0, so that the first target's factor is the rate.
    let rows = AlignedBuffer<Float>(zeros: 16)
    let inputs = AlignedBuffer<Float>(zeros: 3 * 16)
    for (example, value) in [1, 1, 0x1p24].enumerated() {
      for i in 0..<16 { inputs.base[example * 16 + i] = Float(value) }
    }
    let examples = buffer(
      [jn_example](repeating: jn_example(targets: 1, contexts: 0, rate: 1), count: 3))
    let index = buffer([0, 0, 0] as [Int32])
    let scores = buffer([Float](repeating: -200, count: 3 * 16))
    let (changes, factors) = (AlignedBuffer<Float>(zeros: 48), AlignedBuffer<Float>(zeros: 48))
    jn_add_sampled(
      jn_samples(count: 3, examples: examples.base, index: index.base),
      columns(16, rows, inputs, changes, factors),
      jn_scores(values: scores.base, blocks: 1, apart: 48, stride: 16))
    for i in 0..<16 { XCTAssertEqual(rows.base[i], 0x1p24 + 2) }
  }
}
