// The margins of sixteen documents at a time. Most entries of the weights belong to frequent
// features, which several of the documents have: these weights are read once for all of them.
// It sums in the same order as LinearClassifiers, so that the numbers are the same to the last
// bit.
import PipelineFeatures
import PipelineNumerics

/// Computes margins by one set of classifiers, on one thread.
package struct LaneMargins {
  /// The greatest number of documents at a time.
  package static let count = LaneSums.count

  private let classifiers: LinearClassifiers
  private let lanes: LaneSums

  package init(_ classifiers: LinearClassifiers) {
    self.classifiers = classifiers
    lanes = LaneSums(classes: classifiers.count)
  }

  /// The margins of some rows of features, until the next call: [classes, 16]. Columns beyond
  /// the rows have no meaning.
  package func margins(of rows: [SparseRow]) -> MatrixBuffer {
    precondition(rows.count <= Self.count, "at most sixteen documents")
    for (label, bias) in classifiers.biases.enumerated() { lanes.sums.row(label).fill(bias) }
    let weights = classifiers.weights
    var from = 0
    forEachFeature(of: rows) { feature, values, only in
      guard let place = classifiers.place(of: feature, from: from) else { return }
      from = place + 1
      let entries = weights.entries(of: place)
      if let only {
        lanes.add(
          weights.values, of: weights.columns, in: entries, times: values[only], of: only)
      } else {
        lanes.add(weights.values, of: weights.columns, in: entries, times: values)
      }
    }
    return lanes.sums
  }

  /// Calls `body` with each feature, in rising order, its values in all rows, 0 where it does not
  /// occur, and the row if it occurs in a single one.
  private func forEachFeature(
    of rows: [SparseRow], _ body: (Int32, SIMD16<Float>, Int?) -> Void
  ) {
    // The next feature of each row; the value that marks the end is greater than any feature.
    let end = Int64.max
    var next = SIMD16<Int64>(repeating: end)
    var places = [Int](repeating: 0, count: rows.count)
    for (row, features) in rows.enumerated() {
      if let first = features.columns.first { next[row] = Int64(first) }
    }
    while true {
      let feature = next.min()
      if feature == end { return }
      var values = SIMD16<Float>()
      var (found, last) = (0, 0)
      for row in rows.indices where next[row] == feature {
        let place = places[row]
        values[row] = rows[row].values[place]
        places[row] = place + 1
        next[row] = place + 1 < rows[row].columns.count ? Int64(rows[row].columns[place + 1]) : end
        (found, last) = (found + 1, row)
      }
      body(Int32(feature), values, found == 1 ? last : nil)
    }
  }
}
