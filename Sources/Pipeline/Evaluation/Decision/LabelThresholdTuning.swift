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
  var byLabel = [[ScoredEntry]](repeating: [], count: documents.labelCount)
  for entry in entries { byLabel[Int(entry.label)].append(entry) }
  var thresholds = [Float](repeating: common, count: documents.labelCount)
  // How many entries of each label are predicted.
  var counts = byLabel.map { list in list.count { $0.score > common } }
  var sums = ObjectiveSums(documents, objective: objective)
  for (label, list) in byLabel.enumerated() {
    for entry in list.prefix(counts[label]) {
      sums.add(document: Int(entry.document), label: label, isTrue: entry.isTrue)
    }
  }
  let positives = byLabel.map { Float($0.count(where: \.isTrue)) }
  for _ in 0..<rounds {
    var isBetter = false
    for label in byLabel.indices where positives[label] > 0 {
      let list = byLabel[label]
      let present = sums.value
      func change(_ range: Range<Int>, sign: Int) {
        for entry in list[range] {
          sums.add(
            document: Int(entry.document), label: label, isTrue: entry.isTrue, sign: sign)
        }
      }
      change(0..<counts[label], sign: -1)
      var best = (count: counts[label], value: present + 1e-9)
      if sums.value > best.value { best = (0, sums.value) }
      var index = 0
      while index < list.count {
        let score = list[index].score
        let start = index
        while index < list.count, list[index].score == score { index += 1 }
        change(start..<index, sign: 1)
        if sums.value > best.value { best = (index, sums.value) }
      }
      change(best.count..<list.count, sign: -1)
      if best.count != counts[label] {
        counts[label] = best.count
        isBetter = true
        thresholds[label] =
          best.count == 0
          ? threshold(above: list[0].score)
          : threshold(
            below: list[best.count - 1].score,
            above: best.count < list.count ? list[best.count].score : nil)
      }
    }
    if !isBetter { break }
  }
  return thresholds.indices.map { label in
    let share = positives[label] / (positives[label] + shrinkage)
    return common + share * (thresholds[label] - common)
  }
}
