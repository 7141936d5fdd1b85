// Whether the lexical model also suggests labels whose names are near a document in meaning, or
// only those whose names occur: chosen on the validation documents.
import PipelineEvaluation
import PipelineNumerics
import Foundation

/// The lexical model with or without vectors of names, as chosen.
public struct NameVectorsChoice: Sendable {
  /// Trained as it was judged.
  public let model: LexicalModel
  /// Nil if only names that occur count.
  public let nameVectors: NameVectors?
  /// One line that says what was chosen from what.
  public let reason: String

  /// Vectors are used if the mean of nDCG@5 and example-based F1 is better by more than one
  /// standard error; without validation documents they are not.
  ///
  /// - Parameters: as in `LexicalModel`.
  /// - Throws: `FeatureRowsMissing` if documents have no vectors.
  public init(
    _ data: BaselineModel.Data, names: LabelNames, nameVectors: NameVectors,
    parameters: LexicalModel.Parameters, maximizing metric: Metric?, k: Int,
    pool: WorkerPool
  ) throws {
    let models = try [nil, nameVectors].map {
      try LexicalModel(
        training: data, names: names, nameVectors: $0, parameters: parameters,
        maximizing: metric, k: k, pool: pool)
    }
    let judgements = try models.map { model in
      let compared = ComparedFold(
        try model.score(data.validation, given: data.given, pool: pool),
        rule: DecisionRule(.threshold(model.threshold)))
      return Judgement(
        values: zip(compared.ndcgAt5, compared.overlaps).map { ($0 + $1.f1) / 2 })
    }
    let place = Judgement.simplestOfBest(judgements)
    model = models[place]
    self.nameVectors = place == 1 ? nameVectors : nil
    reason =
      "chose \(["names that occur", "names that occur or are near in meaning"][place]) ("
      + zip(["occur", "near"], judgements)
      .map { "\($0) \(String(format: "%.1f", 100 * $1.mean))" }.joined(separator: ", ")
      + ", mean of nDCG@5 and example-F1 of \(judgements[0].values.count) validation documents)"
  }
}
