// The linear part of a stacked ranker: where its boosted trees begin.
import Formats
import Foundation

/// A logistic regression on the log odds of each member's scores.
///
/// Trees cut scores into steps, and the few best labels of a document, whose order counts,
/// share a few of the steps. A linear start keeps the order within them.
struct LinearStart: Equatable, Sendable {
  /// Three for each member and one for all: the log odds of its score; 1 if it does not list
  /// the label; the logarithm of the rank; and the constant.
  let weights: [Double]

  init(weights: [Double]) { self.weights = weights }

  /// The number of weights for so many members.
  static func count(members: Int) -> Int { 3 * members + 1 }

  /// The sum before the first tree.
  func sum(_ row: UnsafeBufferPointer<Float>) -> Float {
    let members = weights.count / 3
    var sum = weights[weights.count - 1]
    for member in 0..<members {
      let columns = Self.columns(row, member)
      sum +=
        weights[3 * member] * columns.0 + weights[3 * member + 1] * columns.1
        + weights[3 * member + 2] * columns.2
    }
    return Float(sum)
  }

  /// - Parameter row: as `StackedFeatures` makes it: score and log(1 + rank) of each member
  ///   first.
  private static func columns(
    _ row: UnsafeBufferPointer<Float>, _ member: Int
  ) -> (Double, Double, Double) {
    let base = member * StackedFeatures.columnsOfMember
    let rank = row[base + 1]
    guard rank < StackedFeatures.unlisted else { return (0, 1, 0) }
    let score = min(max(Double(row[base]), 1e-5), 1 - 1e-5)
    return (Foundation.log(score / (1 - score)), 0, Double(rank))
  }

  /// Fits the weights by Newton's method. Columns are brought to unit variance, so that one
  /// ridge of 1 suits all.
  ///
  /// - Returns: nil where it has no solution in numbers.
  init?(_ table: FeatureTable, truth: [Bool], members: Int) {
    let width = 3 * members
    let size = width + 1
    let rows = table.count
    guard rows > 0, truth.contains(true), truth.contains(false) else { return nil }
    var values = [Double](repeating: 0, count: rows * width)
    table.values.withUnsafeBufferPointer { all in
      for row in 0..<rows {
        let own = UnsafeBufferPointer(
          rebasing: all[row * table.width..<(row + 1) * table.width])
        for member in 0..<members {
          let place = row * width + 3 * member
          (values[place], values[place + 1], values[place + 2]) = Self.columns(own, member)
        }
      }
    }
    var means = [Double](repeating: 0, count: width)
    var scales = [Double](repeating: 0, count: width)
    for row in 0..<rows {
      for column in 0..<width { means[column] += values[row * width + column] / Double(rows) }
    }
    for row in 0..<rows {
      for column in 0..<width {
        let distance = values[row * width + column] - means[column]
        scales[column] += distance * distance / Double(rows)
      }
    }
    // A column that never changes says nothing.
    for column in 0..<width {
      scales[column] = scales[column] > 1e-12 ? 1 / scales[column].squareRoot() : 0
    }
    for row in 0..<rows {
      for column in 0..<width {
        let place = row * width + column
        values[place] = (values[place] - means[column]) * scales[column]
      }
    }

    let positives = Double(truth.count { $0 })
    var weights = [Double](repeating: 0, count: size)
    weights[width] = Foundation.log(positives / (Double(rows) - positives))
    for _ in 0..<30 {
      var system = SymmetricSystem(size: size)
      for column in 0..<width {
        system.add(1, column, column)
        system.right[column] -= weights[column]
      }
      var row = [Double](repeating: 1, count: size)
      for number in 0..<rows {
        var sum = weights[width]
        for column in 0..<width {
          row[column] = values[number * width + column]
          sum += weights[column] * row[column]
        }
        let p = 1 / (1 + Foundation.exp(-sum))
        system.add(row, weight: max(p * (1 - p), 1e-9), right: (truth[number] ? 1 : 0) - p)
      }
      guard let step = system.solution() else { return nil }
      // Steps of Newton's method may be too long where scores are very sure.
      let longest = step.reduce(0) { max($0, abs($1)) }
      let factor = min(1, 4 / max(longest, 1e-300))
      for place in weights.indices { weights[place] += factor * step[place] }
      if longest < 1e-6 { break }
    }
    for column in 0..<width {
      weights[column] *= scales[column]
      weights[width] -= weights[column] * means[column]
    }
    guard weights.allSatisfy(\.isFinite) else { return nil }
    self.weights = weights
  }
}

/// A symmetric system of linear equations, made of sums of outer products.
private struct SymmetricSystem {
  let size: Int
  /// The lower triangle, row by row in a full matrix.
  private var matrix: [Double]
  var right: [Double]

  init(size: Int) {
    self.size = size
    matrix = Array(repeating: 0, count: size * size)
    right = Array(repeating: 0, count: size)
  }

  mutating func add(_ value: Double, _ row: Int, _ column: Int) {
    matrix[row * size + column] += value
  }

  /// Adds weight · row · rowᵀ to the matrix and `right` · row to the right side.
  mutating func add(_ row: [Double], weight: Double, right value: Double) {
    for i in 0..<size {
      right[i] += value * row[i]
      let scaled = weight * row[i]
      for j in 0...i { matrix[i * size + j] += scaled * row[j] }
    }
  }

  /// By Cholesky's factors; nil where the matrix is not positive definite.
  func solution() -> [Double]? {
    var factor = matrix
    for i in 0..<size {
      for j in 0...i {
        var sum = factor[i * size + j]
        for k in 0..<j { sum -= factor[i * size + k] * factor[j * size + k] }
        if i == j {
          guard sum > 0, sum.isFinite else { return nil }
          factor[i * size + i] = sum.squareRoot()
        } else {
          factor[i * size + j] = sum / factor[j * size + j]
        }
      }
    }
    var x = right
    for i in 0..<size {
      for k in 0..<i { x[i] -= factor[i * size + k] * x[k] }
      x[i] /= factor[i * size + i]
    }
    for i in (0..<size).reversed() {
      for k in i + 1..<max(size, i + 1) { x[i] -= factor[k * size + i] * x[k] }
      x[i] /= factor[i * size + i]
    }
    return x
  }
}
