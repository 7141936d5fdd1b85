// Which labels are looked at where: a list of labels for each of a batch's documents,
// sentences or other sequences. It computes nothing.
import PipelineNumerics

/// Rows of (sequence, label), sequence by sequence.
struct LabelRows: Sendable {
  /// Sequence s has the rows `starts[s] ..< starts[s + 1]`.
  let starts: [Int]
  /// The label of each row.
  let labels: [Int32]
  /// The labels that have a row, ascending.
  let present: [Int32]
  /// The rows of `present[i]`, ascending: `byLabel[labelStarts[i] ..< labelStarts[i + 1]]`.
  let byLabel: [Int32]
  let labelStarts: [Int]

  var count: Int { labels.count }

  /// - Parameter labelCount: the number of all labels.
  init(starts: [Int], labels: [Int32], labelCount: Int) {
    precondition(starts.last == labels.count, "rows cover all labels")
    self.starts = starts
    self.labels = labels
    var counts = [Int](repeating: 0, count: labelCount)
    for label in labels { counts[Int(label)] += 1 }
    present = (0..<Int32(labelCount)).filter { counts[Int($0)] > 0 }
    var labelStarts = [0]
    var next = counts
    for label in present {
      next[Int(label)] = labelStarts[labelStarts.count - 1]
      labelStarts.append(next[Int(label)] + counts[Int(label)])
    }
    self.labelStarts = labelStarts
    var byLabel = [Int32](repeating: 0, count: labels.count)
    for (row, label) in labels.enumerated() {
      byLabel[next[Int(label)]] = Int32(row)
      next[Int(label)] += 1
    }
    self.byLabel = byLabel
  }

  /// The rows of one sequence.
  func rows(of sequence: Int) -> Range<Int> { starts[sequence]..<starts[sequence + 1] }

  /// Sums rows by label into the gradient of a parameter with a row per label, which then has
  /// these rows as its touched ones.
  ///
  /// - Parameter add: adds the share of a row of (sequence, label) to its label's gradient.
  func sum(
    into parameter: Parameter, pool: WorkerPool,
    add: @Sendable (_ row: Int, _ gradient: VectorView) -> Void
  ) {
    pool.forEachChunk(of: present.count, size: 8) { range in
      for i in range {
        let gradient = parameter.gradientMatrix.row(Int(present[i]))
        gradient.clear()
        for place in labelStarts[i]..<labelStarts[i + 1] { add(Int(byLabel[place]), gradient) }
      }
    }
    parameter.touched = present
    parameter.squares = nil
  }
}
