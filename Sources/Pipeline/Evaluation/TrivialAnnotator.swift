// The baseline that every model has to beat.

/// Gives every document the most frequent tags of the training documents.
public struct TrivialAnnotator: Equatable, Sendable {
  /// The tags, most frequent first, equal ones by ascending index.
  public let labels: [Int32]
  /// The share of training documents that have each tag.
  public let scores: [Float]

  /// - Parameters:
  ///   - labelFrequencies: for each label, how many training documents have it.
  ///   - documents: the number of training documents, more than 0.
  ///   - k: how many tags; by default the mean number of tags of a training
  ///     document, rounded (halves up), at least 1.
  public init(labelFrequencies: [Int], documents: Int, k: Int? = nil) {
    precondition(documents > 0, "there is a training document")
    let mean = Double(labelFrequencies.reduce(0, +)) / Double(documents)
    let k = k ?? max(1, Int(mean.rounded()))
    let best = labelFrequencies.indices
      .sorted { (labelFrequencies[$1], $0) < (labelFrequencies[$0], $1) }
      .prefix(k)
    labels = best.map { Int32($0) }
    scores = best.map { Float(labelFrequencies[$0]) / Float(documents) }
  }

  /// The decision rule, which gives all of the tags.
  public static let rule = DecisionRule(.threshold(-1))

  /// The same documents, every one with these tags.
  public func scored(_ documents: ScoredDocuments) -> ScoredDocuments {
    documents.rescored(labels: labels, scores: scores)
  }

  /// The metrics of these tags for every one of `documents`, whose own scores
  /// do not matter. `decided` is of all its tags, as is `atK`.
  public func evaluation(
    on documents: ScoredDocuments, weights: LabelWeights? = nil
  ) -> Evaluation {
    Evaluation(
      scored(documents), rule: Self.rule, k: max(labels.count, 1), weights: weights)
  }
}
