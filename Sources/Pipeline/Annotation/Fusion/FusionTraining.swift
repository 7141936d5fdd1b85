// Trains several models and what combines them best (`auto`): linear models, neighbours and names,
// with and without vectors of an encoder.
import Formats
import FormatsFiles
import PipelineBaselines
import PipelineEmbedding
import PipelineEvaluation
import PipelineFeatures
import PipelineNumerics

/// The training of a fusion together with its members.
public struct FusionTraining {
  /// What the user decides.
  public struct Parameters {
    /// The parameters of a member before anything is chosen, and what may be chosen for it.
    public typealias Start = (
      method: BaselineMethod, features: FeaturePlan, free: BaselineChoice.Freedom
    )

    /// For `ovr`, `tree` and `knn`.
    public var start: (BaselineMethod.Name) -> Start
    /// The parameters of the member that finds names of labels.
    public var lexical: LexicalModel.Parameters
    /// Whether linear models and neighbours learn the names of labels; nil is chosen.
    public var learnsNames: Bool?
    /// The length of vectors relative to words; nil: chosen on the validation documents.
    public var encodedScale: Float?
    /// What thresholds are tuned for; nil tunes no member's.
    public var metric: Metric?
    /// The number of tags for a cut by rank.
    public var k: Int
    /// Whether members learn the validation documents too when everything is tuned.
    public var refit = true

    /// Everything not given here is chosen on the validation documents.
    public init(
      lexical: LexicalModel.Parameters, metric: Metric?, k: Int,
      start: @escaping (BaselineMethod.Name) -> Start
    ) {
      (self.lexical, self.metric, self.k, self.start) = (lexical, metric, k, start)
    }
  }

  /// What a training reports while it runs.
  public enum Event {
    /// Why something was chosen.
    case reason(String)
    /// A step has ended.
    case done(String)
  }

  /// Beyond this many pairs of tags and training documents a label tree replaces the
  /// one-versus-rest classifiers, whose training would take an hour.
  private static let mostPairs = 300_000_000
  /// With fewer validation documents the ranker learns from training documents too, in
  /// several parts, each scored by models that were trained without it; unless that would
  /// take long.
  private static let enoughDocuments = 5_000
  private static let parts = 3
  private static let mostPairsInParts = 20_000_000

  private let parameters: Parameters
  private let data: BaselineModel.Data
  private var names: KnownNames
  private var recipes: [FusionRecipe] = []
  private let pool: WorkerPool
  private let report: (Event) -> Void

  /// The number of pairs of a tag and a training document.
  private var pairs: Int { data.labels.count * data.training.count }

  /// Chooses features and parameters of the members on the validation documents.
  ///
  /// - Parameters:
  ///   - named: the data with all labels that names may suggest.
  ///   - encoding: that of the documents' vectors, if they are given.
  ///   - nameVectors: vectors of the names by the same encoder.
  /// - Throws: `FeatureRowsMissing`, `LanguageUnknown`.
  public init(
    _ parameters: Parameters, data: BaselineModel.Data, named: BaselineModel.Data,
    encoding: TextEncoding?, nameVectors: WordVectors?, pool: WorkerPool,
    report: @escaping (Event) -> Void
  ) throws {
    (self.parameters, self.data, self.pool, self.report) = (parameters, data, pool, report)
    names = KnownNames(
      labels: named.labels, concepts: named.concepts,
      names: LabelNames(named.labels, concepts: named.concepts), encoding: encoding,
      vectors: nameVectors)
    for name in [pairs > Self.mostPairs ? BaselineMethod.Name.tree : .ovr, .knn] {
      let words = try FusionRecipe(words: name, parameters, data, pool)
      recipes.append(words)
      if let encoding {
        recipes.append(
          try FusionRecipe(
            encoded: words, encoding, hasNameVectors: nameVectors != nil, parameters, data, pool))
      }
    }
    if let encoding, let nameVectors {
      let choice = try NameVectorsChoice(
        named, names: names.names,
        nameVectors: NameVectors(nameVectors, of: named.labels, encoding: encoding),
        parameters: parameters.lexical, maximizing: parameters.metric, k: parameters.k, pool: pool)
      report(.reason("lexical: \(choice.reason)"))
      names.near = choice.nameVectors
    }
    for recipe in recipes {
      for reason in recipe.reasons { report(.reason("\(recipe.name): \(reason)")) }
    }
    report(.done("chosen"))
  }

  /// Trains the members and learns how to combine them.
  ///
  /// - Throws: `FeatureRowsMissing`, `LanguageUnknown`.
  public func run() throws -> FusionModel {
    var heldOut: [() throws -> FusionModel.HeldOut] = []
    if data.validation.count < Self.enoughDocuments, pairs <= Self.mostPairsInParts {
      heldOut = (0..<Self.parts).map { part in { try self.heldOut(part) } }
    }
    // The members are in memory once: within the fusion.
    func combined() throws -> (FusionModel, tuned: [TunedScores]) {
      let members = try members(data)
      report(.done("\(members.map(\.name).joined(separator: ", ")) trained"))
      let fused = try FusionModel(
        members: members, validation: data.validation, given: data.given, heldOut: heldOut,
        maximizing: parameters.metric ?? .exampleF1, k: parameters.k, pool: pool)
      return (fused, members.map(\.model.tuned))
    }
    var (fused, tuned) = try combined()
    report(.done(heldOut.isEmpty ? "combined" : "trained without each of \(Self.parts, "part"), combined"))
    if parameters.refit, !data.validation.isEmpty {
      var all = data
      all.training += all.validation
      all.validation = []
      try fused.refit(on: data.validation, given: data.given, pool: pool) {
        try members(all, tuned: tuned).map(\.model)
      }
      report(.done("trained with the \(data.validation.count, "validation document") too"))
    }
    return fused
  }

  /// - Parameter tuned: calibration and threshold of each member, if there are no validation documents.
  private func members(
    _ data: BaselineModel.Data, tuned: [TunedScores] = []
  ) throws -> [(name: String, model: StoredModel)] {
    var members: [(name: String, model: StoredModel)] = []
    func next() -> TunedScores { tuned.isEmpty ? .untuned : tuned[members.count] }
    func train(_ recipe: FusionRecipe, _ data: BaselineModel.Data, as name: String) throws {
      let trained = try BaselineModel(
        training: recipe.method, features: try recipe.extractor(fitting: data.learnt, pool: pool),
        data: data, maximizing: parameters.metric, k: parameters.k, tuned: next(), pool: pool)
      members.append((name, .baseline(trained)))
    }
    for recipe in recipes {
      // If names are found in texts, lexical covers what they say; a linear model that knows only
      // texts then has more to add.
      if !recipe.learnsNames || parameters.learnsNames == nil && recipe.method.name != .knn {
        try train(recipe, data, as: recipe.name)
      }
      if recipe.learnsNames {
        try train(
          recipe, data.learningNames(names.vectors, names.encoding), as: "\(recipe.name) with names")
      }
    }
    var named = data
    (named.labels, named.concepts) = (names.labels, names.concepts)
    var lexical = try LexicalModel(
      training: named, names: names.names, nameVectors: names.near, parameters: parameters.lexical,
      maximizing: parameters.metric, k: parameters.k, tuned: next(), pool: pool)
    lexical.concepts = named.concepts
    members.append(("lexical", .lexical(lexical)))
    return members
  }

  /// A part of the training documents with models that were trained on the others.
  private func heldOut(_ part: Int) throws -> FusionModel.HeldOut {
    var rest = data
    rest.training = data.training.indices.filter { $0 % Self.parts != part }
      .map { data.training[$0] }
    // A label that only this part has is as unknown to these models as labels that no document
    // has are to the members, so they must not learn its name as a document. Otherwise the
    // ranker would learn that labels without documents are right if linear models know them.
    let tags = Set(rest.training.lazy.flatMap(\.tags).map { ExactString($0) })
    rest.labels = data.labels.filter { tags.contains(ExactString($0)) }
    return FusionModel.HeldOut(
      documents: stride(from: part, to: data.training.count, by: Self.parts)
        .map { data.training[$0] },
      models: try members(rest).map(\.model))
  }
}

/// The names of labels and their vectors, read once for all models that are trained.
private struct KnownNames {
  /// Those of the lexical model: with a whole vocabulary all of it.
  var labels: [String]
  var concepts: ConceptTable?
  var names: LabelNames
  /// That of the documents.
  var encoding: TextEncoding?
  /// Vectors of the names of labels; nil if there are none.
  var vectors: WordVectors?
  /// For the lexical model, if names near in meaning count.
  var near: NameVectors?
}
