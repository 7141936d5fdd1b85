// Evaluates scored documents once and completely: every document counts. The
// original's own figures, which leave documents out, are in ReferenceMetrics.
import PipelineNumerics

/// All metrics of one model on one set of documents.
public struct Evaluation: Equatable, Sendable {
  /// Documents evaluated.
  public var documents = 0
  /// Documents left out because they have no true label.
  public var untagged = 0
  /// Metrics of the labels that the decision rule chooses.
  public var decided: SetMetrics
  /// Metrics of the k best labels.
  var atK: SetMetrics
  /// Metrics of the order of the labels.
  public var ranking: RankingMetrics

  /// - Parameters:
  ///   - threshold: a label is predicted if its score is above it.
  ///   - k: as below.
  public init(_ scored: ScoredDocuments, threshold: Float, k: Int) {
    self.init(scored, rule: DecisionRule(.threshold(threshold)), k: k)
  }

  /// - Parameters:
  ///   - rule: what it chooses is predicted.
  ///   - k: the number of labels predicted for `atK`; rankings are cut at 1, 3,
  ///     5, 10 and k. Equal scores are ordered by ascending label index.
  ///   - weights: of labels in propensity-scored metrics; nil is uniform.
  public init(
    _ scored: ScoredDocuments, rule: DecisionRule, k: Int, weights: LabelWeights? = nil
  ) {
    precondition(k > 0, "at least one label is predicted")
    var decidedSums = SetMetricsSums(labelCount: scored.labelCount)
    var topSums = SetMetricsSums(labelCount: scored.labelCount)
    var rankingSums = RankingMetricsSums(
      cutoffs: [1, 3, 5, 10, k], labelCount: scored.labelCount,
      weights: weights ?? .uniform(scored.labelCount))
    // The document of which each label is a true one, as last seen.
    var owner = [Int](repeating: -1, count: scored.labelCount)
    var order: [UInt64] = []
    var ranks: [Int] = []
    var found: [Int] = []
    for document in 0..<scored.count {
      let truth = scored.truth(of: document)
      let truthCount = scored.truthCount(of: document)
      guard truthCount > 0 else {
        untagged += 1
        continue
      }
      for label in truth { owner[Int(label)] = document }
      order.removeAll(keepingCapacity: true)
      let range = scored.scoreRange(of: document)
      let chosen = scored.chosen(by: rule, of: document)
      var decided = Overlap(predicted: chosen.count, truth: truthCount, shared: 0)
      for place in chosen {
        let label = Int(scored.labels[range.lowerBound + place])
        let isTrue = owner[label] == document
        decided.shared += isTrue ? 1 : 0
        decidedSums.addPrediction(of: label, isTrue: isTrue)
      }
      for index in range {
        order.append(rankingKey(score: scored.scores[index], label: scored.labels[index]))
      }
      order.sort()
      ranks.removeAll(keepingCapacity: true)
      found.removeAll(keepingCapacity: true)
      var top = Overlap(predicted: min(k, order.count), truth: truthCount, shared: 0)
      for (position, key) in order.enumerated() {
        let label = Int(PipelineNumerics.label(ofRankingKey: key))
        let isTrue = owner[label] == document
        if isTrue {
          ranks.append(position + 1)
          found.append(label)
        }
        if position < k {
          top.shared += isTrue ? 1 : 0
          topSums.addPrediction(of: label, isTrue: isTrue)
        }
      }
      documents += 1
      decidedSums.addDocument(decided, truth: truth)
      topSums.addDocument(top, truth: truth)
      rankingSums.addDocument(
        ranks: ranks, found: found, truth: truth, truthCount: truthCount)
    }
    decided = decidedSums.metrics()
    atK = topSums.metrics()
    ranking = rankingSums.metrics()
  }
}
