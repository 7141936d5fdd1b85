// Products of matrices against plain loops, on every instruction set of this machine and for sizes
// that fill no vector.
import CNumerics
import Foundation
import XCTest

@testable import PipelineNumerics

final class ProductsTests: XCTestCase {
  private func onEveryInstructionSet(_ body: (String) -> Void) {
    let before = String(cString: jn_isa())
    for isa in ["base", "avx2", "avx512"] where jn_set_isa(isa) == 1 { body(isa) }
    XCTAssertEqual(jn_set_isa(before), 1)
  }

  private func randoms(_ rows: Int, _ columns: Int, _ seed: UInt64) -> MatrixBuffer {
    var random = RandomStream(seed: seed)
    return MatrixBuffer(
      (0..<rows * columns).map { _ in Float(random.nextNormal()) }, columns: columns)
  }

  /// a b by plain loops in double precision.
  private func product(_ a: MatrixView, _ b: MatrixView, _ rounded: (Float) -> Float = { $0 }) -> [Float] {
    (0..<a.rows * b.columns).map { place in
      let (i, j) = (place / b.columns, place % b.columns)
      return Float(
        (0..<a.columns).reduce(0.0) { $0 + Double(rounded(a[i, $1])) * Double(rounded(b[$1, j])) })
    }
  }

  /// A copy that is kept column by column.
  private func transposedCopy(_ x: MatrixView) -> MatrixBuffer {
    MatrixBuffer(x.transposed.rowByRow, columns: x.rows)
  }

  /// Sums of k products differ by about √k ulp of their size.
  private func tolerance(_ k: Int) -> Float { 4e-6 * Float(k).squareRoot() + 1e-6 }

  func testEverySizeAndOrder() {
    onEveryInstructionSet { isa in
      for (m, n, k) in [(1, 1, 1), (3, 5, 7), (14, 33, 9), (29, 48, 100), (7, 321, 400), (65, 17, 3)] {
        let (a, b) = (randoms(m, k, 1), randoms(k, n, 2))
        let (aT, bT) = (transposedCopy(a.view), transposedCopy(b.view))
        let expected = product(a.view, b.view)
        let what = "\(isa) \(m) × \(n) × \(k)"
        let c = randoms(m, n, 3)
        multiply(a.view, b.view, into: c.view)
        assertClose(c.view.rowByRow, expected, tolerance(k), "\(what) a b")
        multiply(aT.view.transposed, b.view, into: c.view)
        assertClose(c.view.rowByRow, expected, tolerance(k), "\(what) aᵀ b")
        multiply(a.view, bT.view.transposed, into: c.view)
        assertClose(c.view.rowByRow, expected, tolerance(k), "\(what) a bᵀ")
        multiply(a.view, b.view, into: c.view, adding: true)
        assertClose(c.view.rowByRow, expected.map { 2 * $0 }, 2 * tolerance(k), "\(what) added")
        multiply(a.view, PackedMatrix(b.view), into: c.view)
        assertClose(c.view.rowByRow, expected, tolerance(k), "\(what) packed")
        multiply(a.view, PackedMatrix(bT.view.transposed), into: c.view, adding: true)
        assertClose(c.view.rowByRow, expected.map { 2 * $0 }, 2 * tolerance(k), "\(what) packed, added")
      }
    }
  }

  /// Slices of larger matrices as factors and as the product, whose other elements stay.
  func testSlices() {
    onEveryInstructionSet { isa in
      let (a, b, c) = (randoms(20, 40, 1), randoms(40, 50, 2), randoms(25, 60, 3))
      let left = a[rows: 2..<19][columns: 5..<28]
      let right = b[rows: 7..<30][columns: 3..<44]
      for adding in [false, true] {
        let before = c.view.rowByRow
        multiply(left, right, into: c[rows: 4..<21][columns: 9..<50], adding: adding)
        let plain = product(left, right)
        for i in 0..<25 {
          for j in 0..<60 {
            let old = before[i * 60 + j]
            let isInside = 4..<21 ~= i && 9..<50 ~= j
            let added = isInside ? plain[(i - 4) * 41 + j - 9] : 0
            let expected = isInside && !adding ? added : old + added
            XCTAssertEqual(c[i, j], expected, accuracy: isInside ? 5e-5 : 0, "\(isa) (\(i), \(j))")
          }
        }
      }
    }
  }

  func testReversedRows() {
    let (a, b, c) = (randoms(9, 7, 1), randoms(9, 5, 2), MatrixBuffer(zeros: 7, 5))
    multiply(a.view.reversed.transposed, b.view, into: c.view)
    assertClose(
      c.view.rowByRow, product(a.view.reversed.transposed, b.view), tolerance(9), "reversed")
  }

  /// Without columns of the left factor a product is 0.
  func testEmptySums() {
    let (a, b) = (MatrixBuffer(zeros: 3, 0), MatrixBuffer(zeros: 0, 4))
    let c = MatrixBuffer([Float](repeating: 2, count: 12), columns: 4)
    multiply(a.view, b.view, into: c.view, adding: true)
    multiply(a.view, PackedMatrix(b.view), into: c.view, adding: true)
    XCTAssertEqual(c.view.rowByRow, [Float](repeating: 2, count: 12))
    multiply(a.view, PackedMatrix(b.view), into: c.view)
    XCTAssertEqual(c.view.rowByRow, [Float](repeating: 0, count: 12))
    c.view.elements.fill(2)
    multiply(a.view, b.view, into: c.view)
    XCTAssertEqual(c.view.rowByRow, [Float](repeating: 0, count: 12))
    let (d, e) = (MatrixBuffer(zeros: 4, 2), MatrixBuffer(zeros: 0, 2))
    multiply(b.view, d.view, into: e.view)
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
      let (a, b) = (randoms(m, k, 1), randoms(k, n, 2))
      let (aT, bT) = (transposedCopy(a.view), transposedCopy(b.view))
      let expected = product(a.view, b.view, rounded)
      // Rows three apart and columns two: neither is contiguous.
      let memory = MatrixBuffer(zeros: 1, m * k * 6)
      memory.view.elements.fill(.nan)
      let apart = MatrixView(memory.view.base, m, k, 6 * k, 2)
      for i in 0..<m { for p in 0..<k { apart[i, p] = a[i, p] } }
      let what = "\(m) × \(n) × \(k)"
      // A column beyond the product, which must stay as it is.
      let wide = MatrixBuffer([Float](repeating: 9, count: m * (n + 1)), columns: n + 1)
      let c = wide.view[columns: 0..<n]
      func check(_ scale: Float, _ name: String) {
        assertClose(
          c.rowByRow, expected.map { scale * $0 }, scale * tolerance(k), "\(what) \(name)")
        XCTAssertTrue((0..<m).allSatisfy { wide[$0, n] == 9 }, "\(what) \(name)")
      }
      multiply(a.view, b.view, into: c)
      check(1, "a b")
      multiply(aT.view.transposed, b.view, into: c)
      check(1, "aᵀ b")
      multiply(a.view, bT.view.transposed, into: c)
      check(1, "a bᵀ")
      multiply(apart, b.view, into: c)
      check(1, "a apart")
      multiply(a.view, PackedMatrix(b.view), into: c, adding: true)
      check(2, "packed, added")
    }
  }
}
