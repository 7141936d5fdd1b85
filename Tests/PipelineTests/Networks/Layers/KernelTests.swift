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

  /// A [m, k] times B [k, n] by plain loops in double precision.
  private func product(_ m: Int, _ n: Int, _ k: Int, _ a: [Float], _ b: [Float]) -> [Float] {
    (0..<m * n).map { place in
      let (i, j) = (place / n, place % n)
      return Float((0..<k).reduce(0.0) { $0 + Double(a[i * k + $1]) * Double(b[$1 * n + j]) })
    }
  }

  /// Sums of k products differ by about √k ulp of their size.
  func testProductsOfEverySizeAndOrder() {
    onEveryInstructionSet { isa in
      for (m, n, k) in [(1, 1, 1), (3, 5, 7), (14, 33, 9), (29, 48, 100), (7, 321, 400), (65, 17, 3)] {
        let a = randoms(m * k, 1)
        let b = randoms(k * n, 2)
        let expected = product(m, n, k, a, b)
        let aT = (0..<m * k).map { a[$0 % m * k + $0 / m] }
        let bT = (0..<k * n).map { b[$0 % k * n + $0 / k] }
        let tolerance = 4e-6 * Float(k).squareRoot() + 1e-6
        let what = "\(isa) \(m)x\(n)x\(k)"
        var c = [Float](repeating: 9, count: m * n)
        jn_gemm(m, n, k, a, k, 1, b, n, 1, &c, n, 0)
        assertClose(c, expected, tolerance, "\(what) A B")
        jn_gemm(m, n, k, aT, 1, m, b, n, 1, &c, n, 0)
        assertClose(c, expected, tolerance, "\(what) A^T B")
        jn_gemm(m, n, k, a, k, 1, bT, 1, k, &c, n, 0)
        assertClose(c, expected, tolerance, "\(what) A B^T")
        jn_gemm(m, n, k, a, k, 1, b, n, 1, &c, n, 1)
        assertClose(c, expected.map { 2 * $0 }, 2 * tolerance, "\(what) accumulated")
        var packed = [Float](repeating: 0, count: jn_packed_size(n, k))
        // Packed memory must be aligned as the buffers of the layers are.
        let buffer = AlignedBuffer<Float>(zeros: packed.count)
        jn_pack(n, k, b, n, 1, buffer.base)
        packed = []
        jn_gemm_packed(m, n, k, a, k, 1, buffer.base, &c, n, 0)
        assertClose(c, expected, tolerance, "\(what) packed")
      }
    }
  }

  /// Products in half precision are those of the rounded operands: sums of them in single
  /// precision differ by about √k ulp, whatever the order and the edges.
  func testHalfPrecisionMultipliesRoundedOperands() throws {
    guard Precision.bf16.choose() else { throw XCTSkip("SKIPPED: no AVX512_BF16 here") }
    defer { XCTAssertTrue(Precision.fp32.choose()) }
    /// To the nearest number of 8 significant bits, ties to even.
    func rounded(_ x: Float) -> Float {
      let bits = x.bitPattern
      return Float(bitPattern: (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff_0000)
    }
    for (m, n, k) in [
      (1, 1, 1), (3, 5, 7), (14, 33, 9), (29, 48, 100), (7, 321, 1_030), (65, 17, 3), (16, 32, 512),
    ] {
      let a = randoms(m * k, 1)
      let b = randoms(k * n, 2)
      let expected = product(m, n, k, a.map(rounded), b.map(rounded))
      let aT = (0..<m * k).map { a[$0 % m * k + $0 / m] }
      let bT = (0..<k * n).map { b[$0 % k * n + $0 / k] }
      // A's rows three apart and its columns two: neither lies together.
      var spread = [Float](repeating: .nan, count: (m * k + 1) * 6)
      for i in 0..<m { for p in 0..<k { spread[i * 2 * k * 3 + p * 2] = a[i * k + p] } }
      let tolerance = 4e-6 * Float(k).squareRoot() + 1e-6
      let what = "\(m)x\(n)x\(k)"
      // A column beyond the product, which must stay as it is.
      let ldc = n + 1
      func check(_ c: [Float], _ scale: Float, _ name: String) {
        let inner = (0..<m * n).map { c[$0 / n * ldc + $0 % n] }
        assertClose(inner, expected.map { scale * $0 }, scale * tolerance, "\(what) \(name)")
        XCTAssertTrue((0..<m).allSatisfy { c[$0 * ldc + n] == 9 }, "\(what) \(name)")
      }
      var c = [Float](repeating: 9, count: m * ldc)
      jn_gemm(m, n, k, a, k, 1, b, n, 1, &c, ldc, 0)
      check(c, 1, "A B")
      jn_gemm(m, n, k, aT, 1, m, b, n, 1, &c, ldc, 0)
      check(c, 1, "A^T B")
      jn_gemm(m, n, k, a, k, 1, bT, 1, k, &c, ldc, 0)
      check(c, 1, "A B^T")
      jn_gemm(m, n, k, spread, 6 * k, 2, b, n, 1, &c, ldc, 0)
      check(c, 1, "A apart")
      let packed = AlignedBuffer<Float>(zeros: jn_packed_size(n, k))
      jn_pack(n, k, b, n, 1, packed.base)
      jn_gemm_packed(m, n, k, a, k, 1, packed.base, &c, ldc, 1)
      check(c, 2, "packed, accumulated")
    }
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
      jn_adam(n, &w, &m, &v, g, 0.5, 0.3, 0.01, 0.9, 0.999, 1e-8, 0)
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
