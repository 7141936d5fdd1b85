// The C kernels against plain loops, on every instruction set of this machine
// and for sizes that fill no vector.
import CNumerics
import Foundation
import XCTest

@testable import PipelineNumerics

final class KernelTests: XCTestCase {
  private func onEveryInstructionSet(_ body: (String) -> Void) {
    let before = String(cString: jn_isa())
    for isa in ["base", "avx2", "avx512"] where jn_set_isa(isa) == 1 { body(isa) }
    XCTAssertEqual(jn_set_isa(before), 1)
  }

  private func randoms(_ count: Int, _ seed: UInt64, _ scale: Double = 1) -> [Float] {
    var random = RandomStream(seed: seed)
    return (0..<count).map { _ in Float(scale * random.nextNormal()) }
  }

  func testSigmoidAndSoftplusFromEndToEnd() {
    onEveryInstructionSet { isa in
      let x = (0..<403).map { Float($0 - 201) * 0.43 } + [0, -0, 1e-7, 88, -88]
      var s = [Float](repeating: 0, count: x.count)
      let sum = jn_sigmoid_softplus(x.count, x, &s)
      let expected = x.map { Float(1 / (1 + exp(-Double($0)))) }
      assertClose(s, expected, 2e-7, "\(isa) sigmoid")
      let total = x.reduce(0.0) { $0 + max(Double($1), 0) + log1p(exp(-abs(Double($1)))) }
      XCTAssertEqual(sum, total, accuracy: 1e-6 * total, isa)
    }
  }

  /// Frequent rows, in tiles, and rare ones: the same bits as a loop in the stated order.
  func testMarginsHaveTheSameBitsOnEveryInstructionSet() {
    for classes in [5, 64, 83, 150] {
      var random = RandomStream(seed: UInt64(classes))
      let kept = (0..<30).map { row in
        (0..<Int32(classes)).filter { _ in random.nextUniform() < Double(row) / 30 }
      }
      let starts = kept.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
      let (columns, biases) = (kept.flatMap { $0 }, randoms(classes, 1))
      let values = randoms(columns.count, 2)
      let weights = MarginWeights(starts: starts, columns: columns, values: values, biases: biases)
      let documents = (0..<9).map { document in
        let rows = (0..<30).filter { _ in random.nextUniform() < 0.5 && document != 4 }
        return zip(rows, randoms(rows.count, UInt64(document) + 3)).map { (row: $0, value: $1) }
      }
      let isFrequent = kept.map { 4 * $0.count >= (classes + 15) / 16 * 16 }
      let expected = documents.map { document in
        var margins = biases
        let ordered = document.filter { !isFrequent[$0.row] } + document.filter { isFrequent[$0.row] }
        for (row, value) in ordered {
          for entry in starts[row]..<starts[row + 1] {
            let product = values[entry] * value
            margins[Int(columns[entry])] += product
          }
        }
        return margins
      }
      onEveryInstructionSet { isa in
        let margins = MatrixBuffer(zeros: 9, weights.width)
        var entries = MarginEntries()
        entries.reset(capacity: documents.reduce(0) { $0 + $1.count })
        for (number, document) in documents.enumerated() {
          weights.begin(margins.row(number))
          for (row, value) in document {
            let place = weights.places[row]
            XCTAssertEqual(place >= 0, isFrequent[row])
            if place >= 0 {
              entries.append(place, value)
            } else {
              weights.add(rare: row, times: value, to: margins.row(number))
            }
          }
          entries.endDocument()
        }
        weights.add(frequent: entries, to: margins.view)
        XCTAssertEqual(
          (0..<9).map { margins.row($0)[0..<classes].values }, expected, "\(isa), \(classes) classes")
      }
    }
  }

  func testAdamAndNorms() {
    onEveryInstructionSet { isa in
      let n = 37
      var w = randoms(n, 3)
      var m = randoms(n, 4, 0.1)
      var v = randoms(n, 5).map { $0 * $0 }
      let g = randoms(n, 6)
      let (w0, m0, v0) = (w, m, v)
      let norm = jn_sum_squares(n, g, w, 0.3)
      XCTAssertEqual(
        norm, zip(g, w).reduce(0.0) { $0 + pow(Double($1.0) + 0.3 * Double($1.1), 2) },
        accuracy: 1e-4, isa)
      jn_adam(
        n, &w, &m, &v, g,
        jn_adam_step(
          scale: 0.5, l2: 0.3, rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0))
      for i in 0..<n {
        let d = 0.5 * (g[i] + 0.3 * w0[i])
        let first = 0.9 * m0[i] + 0.1 * d
        let second = 0.999 * v0[i] + 0.001 * d * d
        XCTAssertEqual(m[i], first, accuracy: 1e-6)
        XCTAssertEqual(v[i], second, accuracy: 1e-6)
        XCTAssertEqual(w[i], w0[i] - 0.01 * first / (second.squareRoot() + 1e-8), accuracy: 1e-5)
      }
    }
  }
}
