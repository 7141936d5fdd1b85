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
