// The last step of a fusion's training: when everything is chosen and tuned, its members
// learn the validation documents too. The scores that these had before are kept, so that whoever
// asks for them, for instance to tune a threshold, never gets scores of models that learnt them.
import Formats
import FormatsFiles
import PipelineEvaluation
import PipelineFeatures
import PipelineNumerics

extension FusionModel {
  /// Replaces the members by models that have learnt the validation documents as well.
  ///
  /// - Parameters:
  ///   - validation: the documents on which the combination was learnt.
  ///   - make: the models, in the order of the members and with their labels; the members
  ///     are no longer in memory then.
  /// - Throws: `FeatureRowsMissing` if a document has no given features, and what `make`
  ///   throws.
  public mutating func refit(
    on validation: [Document], given: GivenFeatures? = nil, pool: WorkerPool,
    with make: () throws -> [StoredModel]
  ) throws {
    let before = ScoresByID(
      ids: validation.map(\.id),
      scored: try score(validation, given: given, isValidation: true, pool: pool))
    let names = members.map(\.name)
    members = []
    let models = try make()
    precondition(models.count == names.count, "a model for each member")
    let numbers = Self.numbers(of: labels)
    let counts = Self.labels(of: models).counts
    self = FusionModel(
      labels: labels, labelCounts: counts,
      trainingDocuments: models.map(\.trainingDocuments).max() ?? 1, threshold: threshold, k: k,
      trials: trials,
      members: zip(names, models).map { FusionMember(name: $0, model: $1, numbers: numbers) },
      combination: combination, crossFitted: crossFitted,
      features: features.counting(counts),
      beforeRefit: before)
  }
}

/// Scores of documents by their ids.
struct ScoresByID {
  let ids: [String]
  let scored: ScoredDocuments
  private let places: [ExactString: Int]

  init(ids: [String], scored: ScoredDocuments) {
    self.ids = ids
    self.scored = scored
    places = Dictionary(
      zip(ids.map { ExactString($0) }, ids.indices), uniquingKeysWith: { a, _ in a })
  }

  /// The scores of each document; nil if one is not known.
  func rows(of documents: [Document]) -> [SparseRow]? {
    var rows: [SparseRow] = []
    for document in documents {
      guard let place = places[ExactString(document.id)] else { return nil }
      rows.append(scored.row(of: place))
    }
    return rows
  }
}
