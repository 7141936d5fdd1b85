import CNumerics
import XCTest

@testable import PipelineNumerics

final class Int8MatrixTests: XCTestCase {
  private static let shapes = [(1, 1, 1), (2, 3, 4), (7, 33, 15), (13, 48, 16), (6, 17, 31), (20, 100, 64)]

  private let before = String(cString: jn_isa())
  override func tearDown() { jn_set_isa(before) }

  private func matrix(_ rows: Int, _ columns: Int, _ random: inout RandomStream) -> [[Float]] {
    (0..<rows).map { row in
      (0..<columns).map { _ in row == 2 ? 0 : Float(random.nextNormal()) * Float(row + 1) }
    }
  }

  /// The whole numbers of a row, and its scale.
  private func rounded(_ row: [Float], byInverse: Bool) -> (numbers: [Int], scale: Float) {
    let greatest = row.map(abs).max() ?? 0
    guard greatest > 0 else { return (row.map { _ in 0 }, 0) }
    let scale = greatest / 127
    let inverse = 127 / greatest
    return (
      row.map { Int((byInverse ? $0 * inverse : $0 / scale).rounded(.toNearestOrEven)) }, scale
    )
  }

  func testTheSameNumbersAsPlainLoopsOnEveryInstructionSet() {
    for isa in ["base", "avx2", "avx512"] where jn_set_isa(isa) == 1 {
      var random = RandomStream(seed: 11)
      for (m, n, k) in Self.shapes {
        let a = matrix(m, k, &random)
        // Columns of B are rows here.
        let b = matrix(n, k, &random)
        let left = MatrixBuffer(a.flatMap(\.self), columns: k)
        let right = MatrixBuffer(b.flatMap(\.self), columns: k)
        let product = MatrixBuffer(zeros: m, n)
        multiply(left.view, Int8Matrix(right.view.transposed), into: product.view)
        let rows = a.map { rounded($0, byInverse: true) }
        let columns = b.map { rounded($0, byInverse: false) }
        for i in 0..<m {
          for j in 0..<n {
            let sum = zip(rows[i].numbers, columns[j].numbers).reduce(0) { $0 + $1.0 * $1.1 }
            XCTAssertEqual(
              product.view[i, j], Float(sum) * (rows[i].scale * columns[j].scale), "\(isa) \(m) × \(k) × \(n)")
          }
        }
      }
    }
  }

  func testNearTheExactProduct() {
    var random = RandomStream(seed: 12)
    let (m, n, k) = (30, 40, 384)
    let left = MatrixBuffer((0..<m * k).map { _ in Float(random.nextNormal()) }, columns: k)
    let right = MatrixBuffer((0..<k * n).map { _ in Float(random.nextNormal()) }, columns: n)
    let (exact, product) = (MatrixBuffer(zeros: m, n), MatrixBuffer(zeros: m, n))
    multiply(left.view, right.view, into: exact.view)
    multiply(left.view, Int8Matrix(right.view), into: product.view)
    var (error, square): (Float, Float) = (0, 0)
    for i in 0..<m {
      for j in 0..<n {
        error += (product.view[i, j] - exact.view[i, j]) * (product.view[i, j] - exact.view[i, j])
        square += exact.view[i, j] * exact.view[i, j]
      }
    }
    XCTAssertLessThan((error / square).squareRoot(), 0.015)
  }
}
