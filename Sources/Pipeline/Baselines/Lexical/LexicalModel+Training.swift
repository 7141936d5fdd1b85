// How the lexical model learns: counts over all training documents, then a ranker over
// their mentions, each judged without its own document.
import Formats
import PipelineEvaluation
import PipelineFeatures
import PipelineNumerics
import PipelineText

extension LexicalModel {
  /// What can be chosen.
  public struct Parameters: Equatable, Sendable {
    /// The number of trees of the ranker.
    public var rounds = 120
    /// The maximum number of leaves of a tree.
    public var leaves = 15
    /// The language of the stems; nil detects it.
    public var language: String?

    public init() {}

  }

  /// With fewer mentions, or fewer right ones, no ranker is trained.
  private static let leastMentions = 300
  private static let leastHits = 20
  /// More mentions than these do not improve it: evenly spaced documents are read.
  private static let mostMentions = 1_000_000

  /// Trains the model; the threshold is tuned on the validation documents.
  ///
  /// - Parameters:
  ///   - names: of the labels of `data`, of which training documents need not have all.
  ///   - nameVectors: of the labels of `data`, whose documents then have vectors.
  ///   - metric: what the threshold is tuned for; nil leaves 0.5.
  ///   - k: the number of tags for a cut by rank.
  ///   - tuned: the threshold if there are no validation documents: that of the same model
  ///     before it learnt them.
  /// - Throws: `FeatureRowsMissing` if vectors are wanted and missing.
  public init(
    training data: BaselineModel.Data, names: LabelNames, nameVectors: NameVectors? = nil,
    parameters: Parameters = Parameters(),
    maximizing metric: Metric? = .exampleF1, k: Int,
    tuned: TunedScores = .untuned, pool: WorkerPool
  ) throws {
    let index = DocumentLabels(data.labels)
    let truth = data.training.map { index.labels(of: $0).known }
    let forms = WordForms(
      language: parameters.language
        ?? TextFeatures.detectedLanguage(of: data.training, pool: pool))
    let finder = MentionFinder(
      trie: NameTrie(names, forms: forms, pool: pool), forms: forms)
    let mentions = finder.mentions(in: data.training, pool: pool)
    let statistics = MentionStatistics(mentions, labels: truth, labelCount: data.labels.count)
    let cases = try Self.cases(
      mentions, of: data.training, nameVectors, given: data.given, pool: pool)
    let untuned = LexicalModel(
      labels: data.labels, trainingDocuments: data.training.count, threshold: 0.5, k: k,
      finder: finder, statistics: statistics,
      ranker: Self.ranker(
        cases, truth, statistics, width: Self.width(nameVectors), parameters, pool),
      nameVectors: nameVectors)
    var threshold = tuned.threshold
    var f1 = tuned.validationF1
    if !data.validation.isEmpty {
      let scored = try untuned.score(data.validation, given: data.given, pool: pool)
      if let metric { threshold = tunedThreshold(for: scored, maximizing: metric).threshold }
      f1 = Evaluation(scored, threshold: threshold, k: k).decided.exampleF1
    }
    self.init(
      labels: data.labels, trainingDocuments: data.training.count, threshold: threshold, k: k,
      finder: finder, statistics: statistics, ranker: untuned.ranker,
      nameVectors: nameVectors, validationF1: f1)
  }

  private static func ranker(
    _ mentions: [LexicalCases], _ truth: [[Int32]], _ statistics: MentionStatistics, width: Int,
    _ parameters: Parameters, _ pool: WorkerPool
  ) -> BoostedTrees? {
    let all = mentions.reduce(0) { $0 + $1.mentions.count }
    let hits = zip(mentions, truth).reduce(0) { sum, document in
      let own = Set(document.1)
      return sum + document.0.mentions.count { own.contains($0.label) }
    }
    guard all >= leastMentions, hits >= leastHits, hits < all else { return nil }
    let step = (all + mostMentions - 1) / mostMentions
    let chosen = Array(stride(from: 0, to: mentions.count, by: step))
    let parts = pool.mapChunks(of: chosen.count, size: 256) { range in
      var table = FeatureTable(width: width)
      var answers: [Bool] = []
      for document in chosen[range] {
        let own = Set(truth[document])
        for (place, mention) in mentions[document].mentions.enumerated() {
          let isTagged = own.contains(mention.label)
          table.append(mentions[document].row(place, statistics, isTagged: isTagged))
          answers.append(isTagged)
        }
      }
      return (table, answers)
    }
    var table = FeatureTable(width: width)
    for part in parts { table.append(contentsOf: part.0) }
    var boosting = BoostedTrees.Parameters()
    (boosting.rounds, boosting.leaves) = (parameters.rounds, parameters.leaves)
    return BoostedTrees(
      table, truth: parts.flatMap(\.1), parameters: boosting, pool: pool)
  }
}

extension LexicalModel.Parameters: DeclaredParameters {
  public static let declarations: [Declaration<Self>] = [
    .init("rounds", \.rounds, in: .atLeast(1), "The number of trees of the ranker."),
    .init("leaves", \.leaves, in: .from(2, to: 255), "The maximum number of leaves of a tree of the ranker."),
    .init(
      "stemLanguage", \.language, "The language of the stems.", isOption: false,
      header: { .string($0.language ?? "detected") }, validate: { Stemmer.validate(language: $0.language) }),
  ]
}
