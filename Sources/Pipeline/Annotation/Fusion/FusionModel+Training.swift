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
    /// What a mean is of.
    public var average = FusionForm.scores

    public init() {}
  }

  /// Training documents and models like the members that were trained without them: more
  /// documents from which to learn a ranker.
  public struct HeldOut {
    public var documents: [Document]
    /// In the order of the members.
    public var models: [StoredModel]

    public init(documents: [Document], models: [StoredModel]) {
      self.documents = documents
      self.models = models
    }
  }

  /// Fewer validation documents teach no ranker.
  private static let fewest = 50
  /// The mean takes so many labels of each member into account.
  private static let meanDepth = 40

  /// With at least so many candidates more trees help; with fewer they overfit.
  private static let manyCases = 400_000

  private static func boosting(cases: Int) -> BoostedTrees.Parameters {
    var parameters = BoostedTrees.Parameters()
    parameters.rounds = cases < manyCases ? 100 : 300
    parameters.leaves = 8
    parameters.learningRate = 0.06
    parameters.minimumCases = 40
    parameters.l2 = 1
    return parameters
  }

  /// Learns how to combine models.
  ///
  /// A ranker replaces a mean, and a mean the best member, where it is better by more than
  /// one standard error of the documents' differences, by the mean of nDCG@5 and
  /// example-based F1; each document is judged by combinations that were learnt without it.
  ///
  /// - Parameters:
  ///   - members: with the names by which users know them; at least one.
  ///   - validation: documents that no member was trained on.
  ///   - heldOut: training documents that a ranker learns from too; they choose nothing. Made
  ///     one after another, so that the models of one part at a time are in memory.
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
    let forms: [CombinationForm] =
      members.count == 1 ? [] : validation.count < Self.fewest ? [.mean] : [.mean, .stacked]
    var features = StackedFeatures(members: members.count, labelCounts: counts)
    let plain = features
    if forms.contains(.stacked) {
      // Only a ranker reads branches and spelling.
      let concepts = StoredModel.concepts(of: models.map(\.model)) { !$0.isFlat }
      features = StackedFeatures(
        members: members.count, labelCounts: counts,
        branches: LabelBranches(labels: labels, concepts: concepts),
        spelling: NameSpelling(labels: labels, counts: counts, concepts: concepts, pool: pool))
    }
    let others = try heldOut.map { [features] make in
      let held = try make()
      precondition(held.models.count == models.count, "a model for each member")
      let own = zip(models, held.models).map {
        FusionMember(name: $0.name, model: $1, numbers: numbers)
      }
      // Common as they are without these documents, as labels of new documents are.
      var counts = [Int64](repeating: 0, count: labels.count)
      for model in held.models {
        for (label, count) in zip(model.labels, model.labelCounts) {
          guard let number = numbers[ExactString(label)] else { continue }
          counts[Int(number)] = max(counts[Int(number)], count)
        }
      }
      let index = DocumentLabels(labels)
      return StackedCases(
        try Self.ranked(
          held.documents, by: own, spelling: features.spelling, given: given, pool: pool),
        truth: held.documents.map { index.labels(of: $0).known },
        features: features.counting(counts), pool: pool)
    }
    let learning = Learning(
      documents: validation,
      ranked: try Self.ranked(
        validation, by: members, spelling: features.spelling, given: given, isValidation: true,
        pool: pool),
      others: others, labels: labels, features: features, parameters: parameters, metric: metric,
      pool: pool)

    var tried = (0..<members.count).map { learning.trial(.single, member: $0) }
    // The first of equally good members.
    var best = 0
    for number in tried.indices.dropFirst() where tried[number].mean > tried[best].mean {
      best = number
    }
    for form in forms {
      let next = learning.trial(form)
      tried.append(next)
      if next.isBetter(than: tried[best]) { best = tried.count - 1 }
    }
    if let form = parameters.form, form != .single,
      let wanted = tried.lastIndex(where: { $0.combination.form == form })
    {
      best = wanted
    }
    self.init(
      labels: labels, labelCounts: counts,
      trainingDocuments: models.map(\.model.trainingDocuments).max() ?? 1,
      threshold: tried[best].threshold, k: k,
      trials: tried.map { trial in
        var name = trial.combination.form.rawValue
        if case .single(let member) = trial.combination { name = members[member].name }
        return Trial(name: name, ndcg5: trial.ndcg5, exampleF1: trial.exampleF1)
      },
      members: members, combination: tried[best].combination,
      crossFitted: tried[best].crossFitted,
      features: tried[best].combination.form == .stacked ? features : plain)
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

  /// A way of combining and how well it does.
  private struct Tried {
    var combination: Combination
    var crossFitted: [Combination]
    var threshold: Float
    var ndcg5: Double
    var exampleF1: Double
    /// The mean of both by document.
    var values: [Double]

    var mean: Double { (ndcg5 + exampleF1) / 2 }

    /// Whether it is better by more than one standard error.
    func isBetter(than other: Tried) -> Bool {
      let differences = zip(values, other.values).map { $0 - $1 }
      let count = Double(differences.count)
      guard count > 1 else { return false }
      let mean = differences.reduce(0, +) / count
      let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return mean > (squares / (count - 1) / count).squareRoot()
    }
  }

  /// The validation documents as combinations learn from them.
  private struct Learning {
    private let documents: [Document]
    private let parts: [Int]
    private let ranked: [RankedDocument]
    private let truth: [(known: [Int32], outside: Int)]
    private let others: [StackedCases]
    private let features: StackedFeatures
    private let labelCount: Int
    private let parameters: Parameters
    private let metric: Metric
    private let pool: WorkerPool

    init(
      documents: [Document], ranked: [RankedDocument], others: [StackedCases], labels: [String],
      features: StackedFeatures, parameters: Parameters, metric: Metric,
      pool: WorkerPool
    ) {
      self.documents = documents
      self.ranked = ranked
      self.others = others
      self.features = features
      self.parameters = parameters
      self.metric = metric
      self.pool = pool
      labelCount = labels.count
      parts = documents.map(FusionModel.part)
      let index = DocumentLabels(labels)
      truth = documents.map { index.labels(of: $0) }
    }

    /// Learns a way of combining, on all documents and without each part.
    func trial(_ form: CombinationForm, member: Int = 0) -> Tried {
      let combinations: [Combination]
      switch form {
      case .single:
        combinations = Array(repeating: .single(member), count: FusionModel.parts + 1)
      case .mean:
        let sets = (0..<features.members).map { scored($0) }
        combinations = pool.map(FusionModel.parts + 1) { part in
          .mean(
            Fusion(
              tuningOn: sets.map { $0.subset { parts[$0] != part } }, form: parameters.average,
              maximizing: .exampleF1, rounds: 10))
        }
      case .stacked:
        let cases = StackedCases(
          ranked, truth: truth.map(\.known), features: features, pool: pool)
        let count = others.reduce(cases.labels.count) { $0 + $1.labels.count }
        let boosting = FusionModel.boosting(cases: count)
        combinations = (0...FusionModel.parts).map { part in
          .stacked(
            cases.ranker(boosting, others: others, pool: pool) { parts[$0] != part })
        }
      }
      return measured(combinations)
    }

    /// - Parameter combinations: without each part, and last the one learnt on all.
    private func measured(_ combinations: [Combination]) -> Tried {
      let rows = pool.map(documents.count) {
        combinations[parts[$0]].scores(of: ranked[$0], features: features)
      }
      var scored = ScoredDocuments(labelCount: labelCount)
      for (row, truth) in zip(rows, truth) {
        scored.append(
          labels: row.columns, scores: row.values, truth: truth.known,
          truthOutside: truth.outside)
      }
      let threshold = tunedThreshold(for: scored, maximizing: metric).threshold
      let results = ComparedFold(scored, rule: DecisionRule(.threshold(threshold)))
      let ndcg = results.ndcgAt5
      let f1 = results.overlaps.map(\.f1)
      func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
      return Tried(
        combination: combinations[FusionModel.parts],
        crossFitted: Array(combinations.dropLast()), threshold: threshold, ndcg5: mean(ndcg),
        exampleF1: mean(f1), values: zip(ndcg, f1).map { ($0 + $1) / 2 })
    }

    /// One member's best scores.
    private func scored(_ member: Int) -> ScoredDocuments {
      var set = ScoredDocuments(labelCount: labelCount)
      for (document, truth) in zip(ranked, truth) {
        set.append(
          labels: document.members[member].labels.prefix(FusionModel.meanDepth),
          scores: document.members[member].scores.prefix(FusionModel.meanDepth), truth: truth.known,
          truthOutside: truth.outside)
      }
      return set
    }
  }
}
