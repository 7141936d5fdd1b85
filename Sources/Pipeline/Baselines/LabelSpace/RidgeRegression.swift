// Linear regression with a quadratic penalty, for any number of features: it
// needs products with the feature matrix only.
import PipelineFeatures

/// min Σ (w·x + b - target)² + ridge · |w|², b not being penalised.
struct RidgeRegression {
  private let features: SparseMatrix
  private let means: [Double]
  private let ridge: Double
  /// The diagonal of the normal equations, for preconditioning.
  private let diagonal: [Double]

  init(_ features: SparseMatrix, ridge: Double) {
    self.features = features
    self.ridge = ridge
    var sums = [Double](repeating: 0, count: features.columnCount)
    var squares = sums
    for (column, value) in zip(features.columns, features.values) {
      sums[Int(column)] += Double(value)
      squares[Int(column)] += Double(value) * Double(value)
    }
    let count = Double(max(features.count, 1))
    means = sums.map { $0 / count }
    diagonal = zip(squares, means).map { max($0 - count * $1 * $1, 0) + ridge }
  }

  /// Weights and bias, by conjugate gradients on the normal equations of the
  /// centred features.
  func solve(_ targets: [Double], iterations: Int = 2000) -> (weights: [Double], bias: Double) {
    let mean = targets.reduce(0, +) / Double(max(targets.count, 1))
    var weights = [Double](repeating: 0, count: means.count)
    var residual = transposed(targets.map { $0 - mean })
    let start = residual.reduce(0) { $0 + $1 * $1 }
    func conditioned() -> [Double] { zip(residual, diagonal).map { $1 > 0 ? $0 / $1 : 0 } }
    var step = conditioned()
    var direction = step
    var product = dot(residual, step)
    for _ in 0..<iterations {
      guard product > 0, dot(residual, residual) > 1e-20 * start else { break }
      var image = transposed(centred(direction))
      for i in image.indices { image[i] += ridge * direction[i] }
      let curve = dot(direction, image)
      guard curve > 0 else { break }
      let length = product / curve
      for i in weights.indices {
        weights[i] += length * direction[i]
        residual[i] -= length * image[i]
      }
      step = conditioned()
      let next = dot(residual, step)
      let ratio = next / product
      product = next
      for i in direction.indices { direction[i] = step[i] + ratio * direction[i] }
    }
    return (weights, mean - dot(weights, means))
  }

  /// (X - 1 mean') v.
  private func centred(_ vector: [Double]) -> [Double] {
    let shift = dot(vector, means)
    return features.columns.withUnsafeBufferPointer { columns in
      features.values.withUnsafeBufferPointer { values in
        (0..<features.count).map { row in
          var sum = -shift
          for entry in features.entries(of: row) {
            sum += Double(values[entry]) * vector[Int(columns[entry])]
          }
          return sum
        }
      }
    }
  }

  /// (X - 1 mean')' u.
  private func transposed(_ vector: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: means.count)
    var sum = 0.0
    result.withUnsafeMutableBufferPointer { result in
      features.columns.withUnsafeBufferPointer { columns in
        features.values.withUnsafeBufferPointer { values in
          for row in 0..<features.count {
            sum += vector[row]
            for entry in features.entries(of: row) {
              result[Int(columns[entry])] += Double(values[entry]) * vector[row]
            }
          }
        }
      }
    }
    for i in result.indices { result[i] -= sum * means[i] }
    return result
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum += a[i] * b[i] }
    return sum
  }
}
