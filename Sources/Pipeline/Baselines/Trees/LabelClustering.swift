// Divides labels into groups of similar ones: one step of building a label
// tree.
import PipelineFeatures
import PipelineNumerics

/// How a label tree divides the labels of a node.
public enum TreeShape: String, CaseIterable, Codable, Sendable {
  /// Two halves of equal size at each node, by balanced 2-means: deep trees
  /// (Parabel, Prabhu et al. 2018).
  case balanced
  /// Up to `branches` groups of any size, by k-means: shallow trees (Bonsai,
  /// Khandagale et al. 2020).
  case shallow
}

/// Spherical k-means on the rows of a sparse matrix.
struct LabelClustering {
  private static let rounds = 20
  private static let leastGain = 0.0001

  /// Unit rows, one per label.
  let vectors: SparseMatrix

  /// The groups of `labels`, each ascending, none empty. One group where the
  /// labels cannot be distinguished.
  func groups(
    of labels: [Int32], shape: TreeShape, branches: Int, random: inout RandomStream
  ) -> [[Int32]] {
    let count = shape == .balanced ? 2 : min(branches, labels.count)
    guard labels.count > count else { return labels.map { [$0] } }
    let local = LocalRows(vectors, labels)
    var start = Array(labels.indices)
    random.shuffle(&start)
    var centroids = local.centroids(start.prefix(count).map { [$0] })
    var groups: [[Int]] = []
    var before = -Double.infinity
    for _ in 0..<Self.rounds {
      let similarities = labels.indices.map { local.similarities(of: $0, to: centroids, count) }
      let assigned: [Int]
      switch shape {
      case .balanced: assigned = halves(similarities)
      case .shallow: assigned = similarities.map(best)
      }
      groups = Array(repeating: [], count: count)
      var gain = 0.0
      for (label, group) in assigned.enumerated() {
        groups[group].append(label)
        gain += Double(similarities[label][group])
      }
      gain /= Double(labels.count)
      if gain - before < Self.leastGain { break }
      before = gain
      centroids = local.centroids(groups)
    }
    return groups.filter { !$0.isEmpty }.map { $0.map { labels[$0] } }
  }

  /// Two halves: the half that prefers the first centroid most goes there.
  private func halves(_ similarities: [[Float]]) -> [Int] {
    let order = similarities.indices.sorted {
      let a = similarities[$0][0] - similarities[$0][1]
      let b = similarities[$1][0] - similarities[$1][1]
      return a != b ? a > b : $0 < $1
    }
    var assigned = [Int](repeating: 1, count: order.count)
    for label in order.prefix((order.count + 1) / 2) { assigned[label] = 0 }
    return assigned
  }

  /// The place of the greatest, the first of equal ones.
  private func best(_ similarities: [Float]) -> Int {
    similarities.indices.max {
      similarities[$0] < similarities[$1] || (similarities[$0] == similarities[$1] && $0 > $1)
    } ?? 0
  }
}

/// Rows with columns renumbered to those that occur, so that centroids are
/// small.
private struct LocalRows {
  private let rows: [SparseRow]
  private let columnCount: Int

  init(_ matrix: SparseMatrix, _ labels: [Int32]) {
    var place: [Int32: Int32] = [:]
    var rows: [SparseRow] = []
    for label in labels {
      var row = matrix[Int(label)]
      for i in row.columns.indices {
        let next = Int32(place.count)
        let column = place[row.columns[i], default: next]
        if column == next { place[row.columns[i]] = next }
        row.columns[i] = column
      }
      rows.append(row)
    }
    self.rows = rows
    columnCount = place.count
  }

  /// Unit centroids of groups of rows, column by column: [columns, groups].
  func centroids(_ groups: [[Int]]) -> [Float] {
    let count = groups.count
    var sums = [Float](repeating: 0, count: columnCount * count)
    for (group, members) in groups.enumerated() {
      for member in members {
        for (column, value) in zip(rows[member].columns, rows[member].values) {
          sums[Int(column) * count + group] += value
        }
      }
    }
    var squares = [Double](repeating: 0, count: count)
    for column in 0..<columnCount {
      for group in 0..<count {
        let value = Double(sums[column * count + group])
        squares[group] += value * value
      }
    }
    let factors = squares.map { $0 > 0 ? Float(1 / $0.squareRoot()) : 0 }
    for column in 0..<columnCount {
      for group in 0..<count { sums[column * count + group] *= factors[group] }
    }
    return sums
  }

  func similarities(of row: Int, to centroids: [Float], _ count: Int) -> [Float] {
    var result = [Float](repeating: 0, count: count)
    centroids.withUnsafeBufferPointer { centroids in
      result.withUnsafeMutableBufferPointer { result in
        for (column, value) in zip(rows[row].columns, rows[row].values) {
          let base = Int(column) * count
          for group in 0..<count { result[group] += centroids[base + group] * value }
        }
      }
    }
    return result
  }
}
