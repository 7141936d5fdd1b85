// Compares documents with their true labels, one after the other, for all metrics at once.
import PipelineNumerics

/// Adds up documents, in their order, for `Evaluation`.
struct EvaluationSums {
  /// Sums over the labels that are chosen.
  private(set) var decided: SetMetricsSums
  /// Sums over the k best labels.
  private(set) var atK: SetMetricsSums
  private(set) var ranking: RankingMetricsSums

  private let k: Int
  /// The document of which each label is a true one, as last seen.
  private var owner: [Int]
  // Memory of one document, kept for the next.
  private var order: [UInt64] = []
  private var ranks: [Int] = []
  private var found: [Int] = []

  /// - Parameters: as in `Evaluation.init`.
  init(labelCount: Int, k: Int, weights: LabelWeights?) {
    self.k = k
    decided = SetMetricsSums(labelCount: labelCount)
    atK = SetMetricsSums(labelCount: labelCount)
    ranking = RankingMetricsSums(
      cutoffs: [1, 3, 5, 10, k], labelCount: labelCount, weights: weights ?? .uniform(labelCount))
    owner = [Int](repeating: -1, count: labelCount)
  }

  /// Adds a document that has a true label.
  ///
  /// - Parameter chosen: the places of the labels that are predicted, among its scores.
  mutating func add(_ document: Int, of scored: ScoredDocuments, chosen: [Int]) {
    for label in scored.truth(of: document) { owner[Int(label)] = document }
    addChosen(chosen, document, scored)
    order.removeAll(keepingCapacity: true)
    for index in scored.scoreRange(of: document) {
      order.append(rankingKey(score: scored.scores[index], label: scored.labels[index]))
    }
    order.sort()
    addOrder(document, scored)
  }

  private mutating func addChosen(_ chosen: [Int], _ document: Int, _ scored: ScoredDocuments) {
    let first = scored.scoreRange(of: document).lowerBound
    var overlap = Overlap(predicted: chosen.count, truth: scored.truthCount(of: document), shared: 0)
    for place in chosen {
      let label = Int(scored.labels[first + place])
      let isTrue = owner[label] == document
      overlap.shared += isTrue ? 1 : 0
      decided.addPrediction(of: label, isTrue: isTrue)
    }
    decided.addDocument(overlap, truth: scored.truth(of: document))
  }

  /// Adds the k best labels and the ranks of the true ones.
  private mutating func addOrder(_ document: Int, _ scored: ScoredDocuments) {
    let truth = scored.truth(of: document)
    let truthCount = scored.truthCount(of: document)
    ranks.removeAll(keepingCapacity: true)
    found.removeAll(keepingCapacity: true)
    var overlap = Overlap(predicted: min(k, order.count), truth: truthCount, shared: 0)
    for (position, key) in order.enumerated() {
      let label = Int(PipelineNumerics.label(ofRankingKey: key))
      let isTrue = owner[label] == document
      if isTrue {
        ranks.append(position + 1)
        found.append(label)
      }
      if position < k {
        overlap.shared += isTrue ? 1 : 0
        atK.addPrediction(of: label, isTrue: isTrue)
      }
    }
    atK.addDocument(overlap, truth: truth)
    ranking.addDocument(ranks: ranks, found: found, truth: truth, truthCount: truthCount)
  }
}
