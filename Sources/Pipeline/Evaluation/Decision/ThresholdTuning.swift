// Finds, on validation documents, the score above which a label is predicted.

/// A threshold and the objective it reaches on the documents it was tuned on.
package struct TunedThreshold: Equatable, Sendable {
  package var threshold: Float
  package var value: Double
}

/// The one threshold for all labels that maximises `metric`.
///
/// Every distinct score is tried. The threshold is half-way between the lowest
/// score that is predicted and the next one below; of thresholds that are
/// equally good (to 10⁻¹²) the lowest is taken. If no threshold does better
/// than predicting nothing, it is 0.5.
///
/// - Complexity: O(n log n) in the number of scores.
package func tunedThreshold(
  for documents: ScoredDocuments, maximizing metric: Metric = .exampleF1
) -> TunedThreshold {
  tunedThreshold(documents.entries(), of: documents, maximizing: metric)
}

/// The same with entries at hand.
///
/// - Parameters:
///   - entries: as `ScoredDocuments.entries()`; those of a rank below `minimum`
///     are predicted in any case, those of a rank from `maximum` never.
func tunedThreshold(
  _ entries: [ScoredEntry], of documents: ScoredDocuments,
  maximizing objective: Metric, minimum: Int = 0, maximum: Int = .max
) -> TunedThreshold {
  var sums = ObjectiveSums(documents, objective: objective)
  func add(_ entry: ScoredEntry) {
    sums.add(document: Int(entry.document), label: Int(entry.label), isTrue: entry.isTrue)
  }
  for entry in entries where entry.rank < minimum { add(entry) }
  let nothing = sums.value
  var best = TunedThreshold(threshold: 0.5, value: nothing)
  var isFound = false
  var index = 0
  while index < entries.count {
    let score = entries[index].score
    while index < entries.count, entries[index].score == score {
      if entries[index].rank >= minimum, entries[index].rank < maximum { add(entries[index]) }
      index += 1
    }
    let value = sums.value
    guard value > nothing, !isFound || value >= best.value - 1e-12 else { continue }
    isFound = true
    best = TunedThreshold(
      threshold: threshold(
        below: score, above: index < entries.count ? entries[index].score : nil),
      value: max(value, best.value))
  }
  return best
}
