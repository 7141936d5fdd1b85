// The directions in which labels vary together: principal components of the
// label matrix, which is never made dense.
import PipelineNumerics

/// The first right singular vectors of the centred label matrix Y - 1 mean'.
struct LabelSubspace {
  /// By descending singular value, each of unit length; the greatest component
  /// is positive: [directions, labels].
  let directions: [[Double]]
  /// The share of documents that have each label.
  let means: [Double]

  private let labels: [[Int32]]

  /// Computes them by subspace iteration (Halko, Martinsson, Tropp 2011), until the
  /// singular values no longer change.
  init(_ labels: [[Int32]], labelCount: Int, directions wanted: Int, seed: UInt64) {
    self.labels = labels
    var means = [Double](repeating: 0, count: labelCount)
    for row in labels { for label in row { means[Int(label)] += 1 } }
    for label in means.indices { means[label] /= Double(max(labels.count, 1)) }
    self.means = means
    // A few more than wanted, so that the last wanted one converges fast.
    let width = min(labelCount, wanted + max(8, wanted / 4))
    var random = RandomStream(seed: seed, for: .subspace)
    var basis = (0..<width).map { _ in means.map { _ in random.nextNormal() } }
    Self.orthonormalise(&basis)
    var before = 0.0
    for round in 1...300 {
      var image = basis.map { Self.squared($0, labels, means) }
      // Ritz values; those wanted must no longer change.
      if round % 5 == 0 || width == labelCount {
        let (values, vectors) = symmetricEigen(
          basis.map { row in image.map { zip(row, $0).reduce(0) { $0 + $1.0 * $1.1 } } })
        basis = vectors.map { Self.combination(basis, $0) }
        let sum = values.prefix(wanted).reduce(0, +)
        if width == labelCount || abs(sum - before) <= 1e-12 * sum { break }
        before = sum
        image = vectors.map { Self.combination(image, $0) }
      }
      basis = image
      Self.orthonormalise(&basis)
    }
    directions = basis.prefix(wanted).map { vector in
      let greatest = vector.max { abs($0) < abs($1) } ?? 1
      return greatest < 0 ? vector.map { -$0 } : vector
    }
  }

  /// Y'Y v of the centred Y.
  private static func squared(
    _ vector: [Double], _ labels: [[Int32]], _ means: [Double]
  ) -> [Double] {
    let shift = zip(vector, means).reduce(0) { $0 + $1.0 * $1.1 }
    var result = [Double](repeating: 0, count: vector.count)
    var sum = 0.0
    for row in labels {
      let code = row.reduce(-shift) { $0 + vector[Int($1)] }
      sum += code
      for label in row { result[Int(label)] += code }
    }
    for label in result.indices { result[label] -= sum * means[label] }
    return result
  }

  private static func combination(_ vectors: [[Double]], _ factors: [Double]) -> [Double] {
    var sum = [Double](repeating: 0, count: vectors[0].count)
    for (vector, factor) in zip(vectors, factors) where factor != 0 {
      for i in sum.indices { sum[i] += factor * vector[i] }
    }
    return sum
  }

  /// Orthonormalises by Gram–Schmidt, twice; linearly dependent vectors become zero.
  private static func orthonormalise(_ vectors: inout [[Double]]) {
    for i in vectors.indices {
      let length = norm(vectors[i])
      for _ in 0..<2 {
        for j in 0..<i {
          let product = zip(vectors[i], vectors[j]).reduce(0) { $0 + $1.0 * $1.1 }
          for k in vectors[i].indices { vectors[i][k] -= product * vectors[j][k] }
        }
      }
      let rest = norm(vectors[i])
      let factor = rest > 1e-12 * length && rest > 0 ? 1 / rest : 0
      for k in vectors[i].indices { vectors[i][k] *= factor }
    }
  }

  private static func norm(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}

/// Eigenvalues, descending, and eigenvectors, one per row, of a symmetric matrix,
/// by Jacobi's rotations.
func symmetricEigen(_ matrix: [[Double]]) -> (values: [Double], vectors: [[Double]]) {
  let n = matrix.count
  var a = matrix.flatMap { $0 }
  var v = [Double](repeating: 0, count: n * n)
  for i in 0..<n { v[i * n + i] = 1 }
  for _ in 0..<60 {
    var off = 0.0
    var all = 0.0
    for i in 0..<n {
      for j in 0..<n {
        all += a[i * n + j] * a[i * n + j]
        if i != j { off += a[i * n + j] * a[i * n + j] }
      }
    }
    if off <= 1e-26 * all { break }
    for p in 0..<n {
      for q in (p + 1)..<max(n, p + 1) where a[p * n + q] != 0 {
        let theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q])
        let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        for k in 0..<n {
          let (x, y) = (a[k * n + p], a[k * n + q])
          a[k * n + p] = c * x - s * y
          a[k * n + q] = s * x + c * y
        }
        for k in 0..<n {
          let (x, y) = (a[p * n + k], a[q * n + k])
          a[p * n + k] = c * x - s * y
          a[q * n + k] = s * x + c * y
          let (u, w) = (v[p * n + k], v[q * n + k])
          v[p * n + k] = c * u - s * w
          v[q * n + k] = s * u + c * w
        }
      }
    }
  }
  let order = (0..<n).sorted { (a[$1 * n + $1], $0) < (a[$0 * n + $0], $1) }
  return (order.map { a[$0 * n + $0] }, order.map { Array(v[$0 * n..<($0 + 1) * n]) })
}
