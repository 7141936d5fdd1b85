// How a fusion learns on validation documents, which its members never learnt, and how it
// decides whether the learned ranker is worth it.
import Formats
import PipelineBaselines
import PipelineEvaluation
import PipelineFeatures
import PipelineNumerics

extension FusionModel {
  /// What can be chosen.
  public struct Parameters: Equatable, Sendable {
    /// The way of combining; nil takes what the validation documents say.
    public var form: CombinationForm?
    /// What the mean averages.
    public var average = FusionForm.scores

    public init() {}
  }

  /// Training documents and models like the members that were trained without them: more
  /// documents from which to learn a ranker.
  public struct HeldOut {
    /// Training documents that no member was trained with.
    public var documents: [Document]
    /// In the order of the members.
    public var models: [StoredModel]

    /// Documents and, in the order of the members, models that have not learnt any of them.
    public init(documents: [Document], models: [StoredModel]) {
      self.documents = documents
      self.models = models
    }
  }

  /// With fewer validation documents no ranker is trained and no threshold tuned on them alone.
  private static let fewest = 50
  /// With fewer validation documents the training documents that are held out judge too: the
  /// differences of so few are mostly chance.
  private static let enoughJudges = 500

  /// Learns how to combine models.
  ///
  /// A ranker replaces a mean, and a mean the best member, if it is better by more than
  /// one standard error of the documents' differences, by the mean of nDCG@5 and
  /// example-based F1; each document is judged by combinations that were learnt without it.
  ///
  /// - Parameters:
  ///   - members: with the names by which users know them; at least one.
  ///   - validation: documents that no member was trained on.
  ///   - heldOut: training documents that a ranker learns from too, and that judge if there are
  ///     few validation documents. Made one after another, so that only the models of one part
  ///     are in memory at a time.
  ///   - metric: what the threshold is tuned for.
  /// - Throws: `FeatureRowsMissing` if a document has no given features.
  public init(
    members models: [(name: String, model: StoredModel)], validation: [Document],
    given: GivenFeatures? = nil, heldOut: [() throws -> HeldOut] = [],
    parameters: Parameters = Parameters(), maximizing metric: Metric = .exampleF1,
    k: Int, pool: WorkerPool
  ) throws {
    precondition(!models.isEmpty, "a model to fuse")
    let (labels, counts) = Self.labels(of: models.map(\.model))
    let numbers = Self.numbers(of: labels)
    let members = models.map { FusionMember(name: $0.name, model: $0.model, numbers: numbers) }
    let canRank = validation.count >= Self.fewest || !heldOut.isEmpty
    let forms: [CombinationForm] = members.count == 1 ? [] : canRank ? [.mean, .stacked] : [.mean]
    let plain = StackedFeatures(members: members.count, labelCounts: counts)
    // Only a ranker reads branches and spelling.
    let isRanked = forms.contains(.stacked)
    let features = isRanked ? Self.rankerFeatures(models.map(\.model), labels, counts, pool) : plain
    let basis = LearningBasis(
      labels: labels, numbers: numbers, features: features, isRanked: isRanked, given: given, pool: pool)
    var documents = try basis.documents(validation, by: members, counts: counts, isValidation: true)
    for make in heldOut {
      documents.append(
        try basis.documents(try make(), names: models.map(\.name)),
        judging: validation.count < Self.enoughJudges)
    }
    let learning = CombinationLearning(
      documents: documents, tuners: validation.count < Self.fewest ? documents.judges : validation.count,
      parameters: parameters, metric: metric, pool: pool)

    let (tried, best) = Self.trials(learning, members: members.count, forms: forms, wanted: parameters.form)
    self.init(
      labels: labels, labelCounts: counts,
      trainingDocuments: models.map(\.model.trainingDocuments).max() ?? 1,
      threshold: best.threshold, k: k, trials: tried.map { Trial($0, of: members) },
      members: members, combination: best.combination, crossFitted: best.crossFitted,
      features: best.combination.form == .stacked ? features : plain)
  }

  /// All that a ranker reads.
  private static func rankerFeatures(
    _ models: [StoredModel], _ labels: [String], _ counts: [Int64], _ pool: WorkerPool
  ) -> StackedFeatures {
    let concepts = StoredModel.concepts(of: models) { !$0.isFlat }
    return StackedFeatures(
      members: models.count, labelCounts: counts,
      branches: LabelBranches(labels: labels, concepts: concepts),
      spelling: NameSpelling(labels: labels, counts: counts, concepts: concepts, pool: pool))
  }

  /// All ways of combining that are tried, and the one that is taken.
  private static func trials(
    _ learning: CombinationLearning, members: Int, forms: [CombinationForm], wanted: CombinationForm?
  ) -> (all: [TriedCombination], best: TriedCombination) {
    var tried = (0..<members).map { learning.trial(.single, member: $0) }
    // The first of equally good members.
    var best = 0
    for number in tried.indices.dropFirst() where tried[number].mean > tried[best].mean { best = number }
    for form in forms {
      let next = learning.trial(form)
      tried.append(next)
      if next.isBetter(than: tried[best]) { best = tried.count - 1 }
    }
    if let wanted, wanted != .single, let last = tried.lastIndex(where: { $0.combination.form == wanted }) {
      best = last
    }
    return (tried, tried[best])
  }
}

extension FusionModel.Trial {
  fileprivate init(_ trial: TriedCombination, of members: [FusionMember]) {
    name = trial.combination.form.rawValue
    if case .single(let member) = trial.combination { name = members[member].name }
    (ndcg5, exampleF1) = (trial.ndcg5, trial.exampleF1)
  }
}
