// Similarity of labels from the documents that carry them together, if there are
// no label vectors: cosines of rows of positive pointwise mutual information
// (PPMI).
import PipelineText
import Foundation

/// Counts in how many documents two labels occur together.
public struct LabelCooccurrence: Sendable {
  private let labels: Vocabulary
  private var documents = 0
  private var counts: [Int]
  /// For each label, in how many documents each later one occurs with it.
  private var together: [[Int32: Int32]]

  /// Counts labels of this vocabulary; others are skipped.
  public init(labels: Vocabulary) {
    self.labels = labels
    counts = [Int](repeating: 0, count: labels.count)
    together = [[Int32: Int32]](repeating: [:], count: labels.count)
  }

  /// Counts one document; tags outside the vocabulary are skipped.
  public mutating func add(tags: [String]) {
    documents += 1
    let known = Set(tags.compactMap { labels.index(of: $0) }).sorted()
    for (place, j) in known.enumerated() {
      counts[j] += 1
      for k in known[(place + 1)...] { together[j][Int32(k), default: 0] += 1 }
    }
  }

  /// The rows of PPMI(j, k) = max(0, ln(n_jk · N / (n_j · n_k))) as compressed
  /// rows, columns ascending; the diagonal has n_jj = n_j, so that two labels which
  /// only ever occur together are alike.
  func rows() -> (offsets: [Int], columns: [Int32], values: [Double]) {
    var full = [[(column: Int32, value: Double)]](repeating: [], count: labels.count)
    func information(_ count: Int, _ j: Int, _ k: Int) -> Double {
      log(Double(count) * Double(documents) / (Double(counts[j]) * Double(counts[k])))
    }
    for j in 0..<labels.count where counts[j] > 0 {
      let own = information(counts[j], j, j)
      if own > 0 { full[j].append((Int32(j), own)) }
      for (k, count) in together[j].sorted(by: { $0.key < $1.key }) {
        let value = information(Int(count), j, Int(k))
        guard value > 0 else { continue }
        full[j].append((k, value))
        full[Int(k)].append((Int32(j), value))
      }
    }
    var offsets = [0]
    var columns: [Int32] = []
    var values: [Double] = []
    for row in full {
      for entry in row.sorted(by: { $0.column < $1.column }) {
        columns.append(entry.column)
        values.append(entry.value)
      }
      offsets.append(columns.count)
    }
    return (offsets, columns, values)
  }
}

extension LabelSimilarity {
  /// Sim from co-occurrence: Sim[j, k] is the cosine of the labels' rows of
  /// PPMI, in [0, 1]. Unlike Sim from vectors it is 0 for labels that share
  /// nothing, and nearly always sparse.
  ///
  /// A label that no document has, or all have, has similarity 1 with itself and 0 with others.
  ///
  /// - Parameters: as in `make(labels:vectors:threshold:neighbours:)`; the
  ///   report names the labels about which nothing is known.
  public static func make(
    _ cooccurrence: LabelCooccurrence, threshold: Double = 0, neighbours: Int? = nil
  ) -> (similarity: LabelSimilarity, report: Report) {
    let (offsets, columns, values) = cooccurrence.rows()
    let count = offsets.count - 1
    let lengths = (0..<count).map { row in
      values[offsets[row]..<offsets[row + 1]].reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    var report = Report()
    report.withoutVector = lengths.indices.filter { lengths[$0] == 0 }
    // The matrix is symmetric, so a column's entries are those of its row, and
    // the products of j and k are added in the same order as those of k and j.
    var sums = [Double](repeating: 0, count: count)
    var isTouched = [Bool](repeating: false, count: count)
    let similarity = LabelSimilarity(count: count, neighbours: neighbours) { j, tell in
      guard lengths[j] > 0 else {
        tell(Int32(j), 1)
        return
      }
      var touched: [Int32] = []
      for place in offsets[j]..<offsets[j + 1] {
        let column = Int(columns[place])
        for other in offsets[column]..<offsets[column + 1] {
          let k = columns[other]
          if !isTouched[Int(k)] {
            isTouched[Int(k)] = true
            touched.append(k)
          }
          sums[Int(k)] += values[place] * values[other]
        }
      }
      for k in touched.sorted() {
        let value = k == j ? 1 : min(1, sums[Int(k)] / (lengths[j] * lengths[Int(k)]))
        if value >= threshold, value > 0 { tell(k, Float(value)) }
        sums[Int(k)] = 0
        isTouched[Int(k)] = false
      }
    }
    return (similarity, report)
  }
}
