// Finds, on validation documents, a threshold for each label.

/// Thresholds by label index that together maximise `objective`.
///
/// They start from the best common threshold. Then one label after the other
/// takes the threshold that is best while the others stay, until a round gains
/// nothing. The fewer true documents a label has, the closer it stays to the
/// common threshold: it moves n / (n + `shrinkage`) of the way to its own.
///
/// For macro-F1 and cost one round finds the optimum, for the other objectives
/// it is a local one.
///
/// - Complexity: O(rounds · n) for n scores, after sorting.
func tunedLabelThresholds(
  _ entries: [ScoredEntry], of documents: ScoredDocuments,
  maximizing objective: Metric, shrinkage: Float = 10, rounds: Int = 5
) -> [Float] {
  let common = tunedThreshold(entries, of: documents, maximizing: objective).threshold
  var search = LabelThresholdSearch(entries, of: documents, objective: objective, common: common)
  for _ in 0..<rounds {
    var isBetter = false
    for label in search.labels {
      if search.improve(label) { isBetter = true }
    }
    if !isBetter { break }
  }
  return search.thresholds.enumerated().map { label, own in
    let share = search.positives[label] / (search.positives[label] + shrinkage)
    return common + share * (own - common)
  }
}

/// Thresholds of labels that are changed one by one.
private struct LabelThresholdSearch {
  private(set) var thresholds: [Float]
  /// How many entries of each label are true.
  let positives: [Float]
  private let byLabel: [[ScoredEntry]]
  /// How many entries of each label are predicted.
  private var counts: [Int]
  /// Counts of what is predicted.
  private var sums: ObjectiveSums

  init(_ entries: [ScoredEntry], of documents: ScoredDocuments, objective: Metric, common: Float) {
    var byLabel = [[ScoredEntry]](repeating: [], count: documents.labelCount)
    for entry in entries { byLabel[Int(entry.label)].append(entry) }
    self.byLabel = byLabel
    thresholds = [Float](repeating: common, count: documents.labelCount)
    counts = byLabel.map { list in list.count { $0.score > common } }
    sums = ObjectiveSums(documents, objective: objective)
    positives = byLabel.map { Float($0.count(where: \.isTrue)) }
    for label in byLabel.indices { add(label, 0..<counts[label]) }
  }

  /// The labels that have a true document.
  var labels: [Int] { byLabel.indices.filter { positives[$0] > 0 } }

  /// Predicts some entries of a label, or with `sign` −1 no longer does.
  private mutating func add(_ label: Int, _ range: Range<Int>, sign: Int = 1) {
    for place in range {
      let entry = byLabel[label][place]
      sums.add(document: Int(entry.document), label: label, isTrue: entry.isTrue, sign: sign)
    }
  }

  /// Gives a label the threshold that is best while the others stay; whether it is another one.
  mutating func improve(_ label: Int) -> Bool {
    let list = byLabel[label]
    let present = sums.value
    add(label, 0..<counts[label], sign: -1)
    var best = (count: counts[label], value: present + 1e-9)
    if sums.value > best.value { best = (0, sums.value) }
    var index = 0
    while index < list.count {
      let score = list[index].score
      let start = index
      while index < list.count, list[index].score == score { index += 1 }
      add(label, start..<index)
      if sums.value > best.value { best = (index, sums.value) }
    }
    add(label, best.count..<list.count, sign: -1)
    guard best.count != counts[label] else { return false }
    counts[label] = best.count
    thresholds[label] =
      best.count == 0
      ? threshold(above: list[0].score)
      : threshold(
        below: list[best.count - 1].score,
        above: best.count < list.count ? list[best.count].score : nil)
    return true
  }
}
