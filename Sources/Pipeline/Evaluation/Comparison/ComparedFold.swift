// One model's results on one fold in a form that can be averaged again with
// other weights for the documents.
import PipelineNumerics

/// Results document by document.
package struct ComparedFold: Sendable {
  /// The places of the documents in the prediction set, those without a true
  /// label left out.
  private(set) var documents: [Int] = []
  package private(set) var overlaps: [Overlap] = []
  /// By document: precision@1, precision@5, ndcg@5, averagePrecision.
  private var rankings: [[Double]] = [[], [], [], []]
  /// Given and true labels in one list: label · 4 + 2 (given) + 1 (true).
  private var marks: [Int32] = []
  private var markStarts = [0]
  /// The number of labels that marks name.
  private let labelCount: Int

  /// nDCG@5 of each of `documents`.
  package var ndcgAt5: [Double] { rankings[2] }

  /// - Parameter vocabulary: the labels of all models that are compared; nil if they have the same ones.
  package init(_ scored: ScoredDocuments, rule: DecisionRule, vocabulary: SharedVocabulary.Part? = nil) {
    labelCount = vocabulary?.count ?? scored.labelCount
    func shared(_ label: Int32) -> Int32 { vocabulary?.numbers[Int(label)] ?? label }
    var state = [Int32](repeating: 0, count: scored.labelCount)
    var owner = [Int](repeating: -1, count: scored.labelCount)
    for document in 0..<scored.count where scored.truthCount(of: document) > 0 {
      documents.append(document)
      for label in scored.truth(of: document) {
        state[Int(label)] = 1
        owner[Int(label)] = document
      }
      let range = scored.scoreRange(of: document)
      let given = scored.chosen(by: rule, of: document).map {
        scored.labels[range.lowerBound + $0]
      }
      var overlap = Overlap(
        predicted: given.count, truth: scored.truthCount(of: document), shared: 0)
      for label in given {
        overlap.shared += Int(state[Int(label)])
        marks.append(shared(label) * 4 + 2 + state[Int(label)])
        state[Int(label)] |= 2
      }
      for label in scored.truth(of: document) where state[Int(label)] & 2 == 0 {
        marks.append(shared(label) * 4 + 1)
      }
      for label in vocabulary?.truthElsewhere[document] ?? [] { marks.append(label * 4 + 1) }
      for label in given { state[Int(label)] = 0 }
      for label in scored.truth(of: document) { state[Int(label)] = 0 }
      markStarts.append(marks.count)
      overlaps.append(overlap)

      var keys = range.map { rankingKey(score: scored.scores[$0], label: scored.labels[$0]) }
      keys.sort()
      var sums = RankingMetricsSums(
        cutoffs: [1, 5], labelCount: scored.labelCount, weights: .uniform(0))
      sums.add(
        ranks: keys.indices.filter { owner[Int(label(ofRankingKey: keys[$0]))] == document }
          .map { $0 + 1 },
        truthCount: overlap.truth)
      let metrics = sums.metrics()
      for (place, value) in [
        metrics[1]?.precision, metrics[5]?.precision, metrics[5]?.ndcg,
        metrics.averagePrecision,
      ].enumerated() { rankings[place].append(value ?? 0) }
    }
  }

  /// The metrics where document i counts `weights[i]` times.
  func values(weights: [Int32]) -> [Double] {
    var count = 0
    var f1 = 0.0
    var all = Overlap(predicted: 0, truth: 0, shared: 0)
    var ranked = [Double](repeating: 0, count: rankings.count)
    var labels = [Overlap](
      repeating: Overlap(predicted: 0, truth: 0, shared: 0), count: labelCount)
    for i in documents.indices where weights[i] != 0 {
      let weight = Int(weights[i])
      count += weight
      f1 += Double(weight) * overlaps[i].f1
      all.predicted += weight * overlaps[i].predicted
      all.truth += weight * overlaps[i].truth
      all.shared += weight * overlaps[i].shared
      for place in ranked.indices { ranked[place] += Double(weight) * rankings[place][i] }
      for mark in marks[markStarts[i]..<markStarts[i + 1]] {
        let label = Int(mark >> 2)
        if mark & 2 != 0 { labels[label].predicted += weight }
        if mark & 1 != 0 { labels[label].truth += weight }
        if mark & 3 == 3 { labels[label].shared += weight }
      }
    }
    let divisor = Double(max(count, 1))
    let occurring = labels.filter { $0.truth > 0 }
    let macro = occurring.reduce(0) { $0 + $1.f1 } / Double(max(occurring.count, 1))
    return [f1 / divisor, all.f1, macro] + ranked.map { $0 / divisor }
  }
}
