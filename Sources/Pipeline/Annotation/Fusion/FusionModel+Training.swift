// How a fusion learns on validation documents, which its members never learnt, and how it
// decides whether the learned ranker is worth it.
import Formats
import FormatsFiles
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
    let isRanked = forms.contains(.stacked)
    // Only a ranker reads branches and spelling.
    let concepts = isRanked ? StoredModel.concepts(of: models.map(\.model)) { !$0.isFlat } : nil
    let features =
      isRanked
      ? StackedFeatures(
        members: members.count, labelCounts: counts,
        branches: LabelBranches(labels: labels, concepts: concepts),
        spelling: NameSpelling(labels: labels, counts: counts, concepts: concepts, pool: pool))
      : plain
    func learnt(
      _ documents: [Document], by members: [FusionMember], counts: [Int64], isValidation: Bool
    ) throws -> LearntDocuments {
      LearntDocuments(
        documents,
        ranked: try Self.ranked(
          documents, by: members, spelling: features.spelling, given: given,
          isValidation: isValidation, pool: pool),
        labels: labels, features: features.counting(counts), isRanked: isRanked, pool: pool)
    }
    var documents = try learnt(validation, by: members, counts: counts, isValidation: true)
    for make in heldOut {
      let held = try make()
      precondition(held.models.count == models.count, "a model for each member")
      let own = zip(models, held.models).map {
        FusionMember(name: $0.name, model: $1, numbers: numbers)
      }
      // Label frequencies without these documents, as for labels of new documents.
      let counts = Self.counts(of: held.models, numbers: numbers)
      documents.append(
        try learnt(held.documents, by: own, counts: counts, isValidation: false),
        judging: validation.count < Self.enoughJudges)
    }
    let learning = CombinationLearning(
      documents: documents, tuners: validation.count < Self.fewest ? documents.judges : validation.count,
      parameters: parameters, metric: metric, pool: pool)

    let (tried, best) = Self.trials(learning, members: members.count, forms: forms, wanted: parameters.form)
    self.init(
      labels: labels, labelCounts: counts,
      trainingDocuments: models.map(\.model.trainingDocuments).max() ?? 1,
      threshold: best.threshold, k: k,
      trials: tried.map { trial in
        var name = trial.combination.form.rawValue
        if case .single(let member) = trial.combination { name = members[member].name }
        return Trial(name: name, ndcg5: trial.ndcg5, exampleF1: trial.exampleF1)
      },
      members: members, combination: best.combination, crossFitted: best.crossFitted,
      features: best.combination.form == .stacked ? features : plain)
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

  /// For each label the greatest count that a model has; 0 if none has it.
  private static func counts(of models: [StoredModel], numbers: [ExactString: Int32]) -> [Int64] {
    let known = Self.labels(of: models)
    var counts = [Int64](repeating: 0, count: numbers.count)
    for (label, count) in zip(known.labels, known.counts) {
      if let number = numbers[ExactString(label)] { counts[Int(number)] = max(0, count) }
    }
    return counts
  }

  /// The labels of all models, each once, and the greatest count of each.
  static func labels(of models: [StoredModel]) -> (labels: [String], counts: [Int64]) {
    var numbers: [ExactString: Int] = [:]
    var labels: [String] = []
    var counts: [Int64] = []
    for model in models {
      for (label, count) in zip(model.labels, model.labelCounts) {
        let key = ExactString(label)
        if let known = numbers[key] {
          counts[known] = max(counts[known], count)
        } else {
          numbers[key] = labels.count
          labels.append(label)
          counts.append(count)
        }
      }
    }
    return (labels, counts)
  }

  /// The places of labels.
  static func numbers(of labels: [String]) -> [ExactString: Int32] {
    Dictionary(
      zip(labels.map { ExactString($0) }, (0 as Int32)...), uniquingKeysWith: { a, _ in a })
  }
}
