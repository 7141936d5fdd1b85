// What the documents have in common from which a fusion learns.
import Formats
import FormatsFiles
import PipelineFeatures
import PipelineNumerics

/// Scores documents by members, or by models like them, for `CombinationLearning`.
struct LearningBasis {
  /// The fusion's.
  let labels: [String]
  /// Their places.
  let numbers: [ExactString: Int32]
  let features: StackedFeatures
  /// Whether a ranker is to learn from the documents.
  let isRanked: Bool
  /// Features of the documents, if a member needs them.
  let given: GivenFeatures?
  let pool: WorkerPool

  /// - Parameters:
  ///   - counts: how many documents with each label the members learnt.
  ///   - isValidation: as for `FusionModel.score`.
  /// - Throws: `FeatureRowsMissing` if a document has no given features.
  func documents(
    _ documents: [Document], by members: [FusionMember], counts: [Int64], isValidation: Bool
  ) throws -> LearntDocuments {
    LearntDocuments(
      documents,
      ranked: try FusionModel.ranked(
        documents, by: members, spelling: features.spelling, given: given,
        isValidation: isValidation, pool: pool),
      labels: labels, features: features.counting(counts), isRanked: isRanked, pool: pool)
  }

  /// Documents by the models that were trained without them.
  ///
  /// - Parameter names: of the members, one for each model.
  /// - Throws: as above.
  func documents(_ held: FusionModel.HeldOut, names: [String]) throws -> LearntDocuments {
    precondition(held.models.count == names.count, "a model for each member")
    let members = zip(names, held.models).map {
      FusionMember(name: $0, model: $1, numbers: numbers)
    }
    // Label frequencies without these documents, as for labels of new documents.
    let counts = FusionModel.counts(of: held.models, numbers: numbers)
    return try documents(held.documents, by: members, counts: counts, isValidation: false)
  }
}
