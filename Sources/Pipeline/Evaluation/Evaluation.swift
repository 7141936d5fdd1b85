// Evaluates scored documents once and completely: every document counts. The
// original's own figures, which leave documents out, are in ReferenceMetrics.

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
    var sums = EvaluationSums(labelCount: scored.labelCount, k: k, weights: weights)
    for document in 0..<scored.count {
      if scored.truthCount(of: document) > 0 {
        documents += 1
        sums.add(document, of: scored, chosen: scored.chosen(by: rule, of: document))
      } else {
        untagged += 1
      }
    }
    decided = sums.decided.metrics()
    atK = sums.atK.metrics()
    ranking = sums.ranking.metrics()
  }
}
