// Trains several models and what combines them best: MODEL=auto.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineAnnotation
import PipelineBaselines
import PipelineEmbedding
import PipelineEvaluation
import PipelineFeatures
import PipelineNumerics
import Foundation
import StageSupport

extension TrainBaseline {
  /// Beyond this many pairs of tags and training documents a label tree replaces the
  /// one-versus-rest classifiers, whose training would take an hour.
  private static let mostPairs = 300_000_000

  /// With fewer validation documents the ranker learns from training documents too, in
  /// several parts, each scored by models that were trained without it; unless that would
  /// take long.
  private static let enoughDocuments = 5_000
  private static let parts = 3
  private static let mostPairsInParts = 20_000_000

  /// The parameters of all models that may be trained, each preceded by the name of its model.
  private var memberParameters: [String: StageHeader.Value] {
    var all: [String: StageHeader.Value] = [:]
    for name in [BaselineMethod.Name.ovr, .tree, .knn] {
      let own = method(name).parameters.described.merging(wordFeatures.described(for: name)) { a, _ in a }
        .merging(freedom(name, features: wordFeatures).names.map { ($0, .string("chosen")) }) { _, chosen in chosen }
      for (key, value) in own { all["\(name.rawValue) \(key)"] = value }
    }
    for (key, value) in lexicalParameters.described { all["lexical \(key)"] = value }
    if features.encoded != nil { all["encoded"] = .string("as further members") }
    if features.labelVectors != nil { all["labelVectors"] = .string("of names") }
    return all.merging(several.parameters().described) { a, _ in a }
  }

  /// The options of features without vectors: those of members that read words.
  fileprivate var wordFeatures: FeatureOptions {
    var options = features
    (options.encoded, options.labelVectors) = (nil, nil)
    return options
  }

  private var lexicalParameters: LexicalModel.Parameters {
    lexical.parameters(language: features.text[\.language])
  }

  func trainAuto() throws {
    let run = try StageRun(
      stage: "train-baseline", revision: Self.revision, options: options,
      inputs: inputs.files + features.files + lexical.files,
      parameters: memberParameters.merging(inputs.described(with: decision)) { a, _ in a }
        .merging(["model": .string(model.name)]) { a, _ in a },
      seed: linear.parameters().seed, isNumeric: true)
    if run.isUpToDate() { return }
    let pool = WorkerPool(threads: threads.count)
    var data = try inputs.data(rows: nil, features: nil)
    let vectors = try features.encoded.map {
      try StoredDocumentVectors(path: $0, withSentences: features.labelVectors != nil)
    }
    if let vectors { data.given = GivenFeatures(vectors: [vectors]) }
    let pairs = data.labels.count * data.training.count
    var clock = Date()
    func say(_ what: String) {
      let now = Date()
      run.say(
        "train-baseline: \(what) in \(String(format: "%.1f", now.timeIntervalSince(clock))) s")
      clock = now
    }
    var choices: [MemberChoice] = []
    for name in [pairs > Self.mostPairs ? BaselineMethod.Name.tree : .ovr, .knn] {
      choices.append(try MemberChoice(words: name, of: self, data, pool))
      if let encoding = vectors?.encoding, let last = choices.last {
        choices.append(try MemberChoice(encoded: last, encoding, of: self, data, pool))
      }
    }
    let named = try lexical.extended(data)
    var known = KnownNames(
      labels: named.labels, concepts: named.concepts,
      names: LabelNames(named.labels, concepts: named.concepts), encoding: vectors?.encoding,
      vectors: try features.namesEncoded(as: vectors?.encoding))
    if let choice = try nameVectorsChoice(named, known.names, known.vectors, known.encoding, pool) {
      run.say("train-baseline: lexical: \(choice.reason)")
      known.near = choice.nameVectors
    }
    for choice in choices {
      for reason in choice.reasons { run.say("train-baseline: \(choice.name): \(reason)") }
    }
    say("chosen")
    var heldOut: [() throws -> FusionModel.HeldOut] = []
    if data.validation.count < Self.enoughDocuments, pairs <= Self.mostPairsInParts {
      heldOut = (0..<Self.parts).map { part in { try held(part, choices, data, known, pool) } }
    }
    var tuned: [TunedScores] = []
    func combined() throws -> FusionModel {
      let members = try members(choices, data, known, pool)
      tuned = members.map(\.model.tuned)
      say("\(members.map(\.name).joined(separator: ", ")) trained")
      return try FusionModel(
        members: members, validation: data.validation, given: data.given, heldOut: heldOut,
        maximizing: decision.tune.metric ?? .exampleF1, k: decision.topK, pool: pool)
    }
    var fused = try combined()
    say(heldOut.isEmpty ? "combined" : "trained without each of \(Self.parts, "part"), combined")
    if several.parameters().refit, !data.validation.isEmpty {
      var all = data
      all.training += all.validation
      all.validation = []
      try fused.refit(on: data.validation, given: data.given, pool: pool) {
        try members(choices, all, known, pool, tuned: tuned).map(\.model)
      }
      say("trained with the \(data.validation.count, "validation document") too")
    }
    let writer = try run.writer(.model, level: 1)
    try fused.write(to: writer)
    try writer.commit(summary: fused.summary)
    for line in fused.report { run.say("train-baseline: \(line)") }
    if let names = fused.lexical {
      for line in names.report { run.say("train-baseline: \(names.source): \(line)") }
    }
  }

  /// - Parameter tuned: calibration and threshold of each member, if there are no validation documents.
  private func members(
    _ choices: [MemberChoice], _ data: BaselineModel.Data, _ known: KnownNames,
    _ pool: WorkerPool, tuned: [TunedScores] = []
  ) throws -> [(name: String, model: StoredModel)] {
    var members: [(name: String, model: StoredModel)] = []
    func next() -> TunedScores { tuned.isEmpty ? .untuned : tuned[members.count] }
    func train(_ choice: MemberChoice, _ data: BaselineModel.Data, as name: String) throws {
      let trained = try BaselineModel(
        training: choice.method,
        features: try choice.extractor(wordFeatures, fitting: data.learnt, pool: pool),
        data: data, maximizing: decision.tune.metric, k: decision.topK, tuned: next(), pool: pool)
      members.append((name, .baseline(trained)))
    }
    for choice in choices {
      // If names are found in texts, lexical covers what they say; a linear model that knows only
      // texts then has more to add.
      if !choice.learnsNames || features.learnNames == nil && choice.method.name != .knn {
        try train(choice, data, as: choice.name)
      }
      if choice.learnsNames {
        try train(
          choice, data.learningNames(known.vectors, known.encoding), as: "\(choice.name) with names")
      }
    }
    var named = data
    (named.labels, named.concepts) = (known.labels, known.concepts)
    var names = try LexicalModel(
      training: named, names: known.names, nameVectors: known.near,
      parameters: lexicalParameters, maximizing: decision.tune.metric, k: decision.topK,
      tuned: next(), pool: pool)
    names.concepts = named.concepts
    members.append(("lexical", .lexical(names)))
    return members
  }

  /// A part of the training documents with models that were trained on the others.
  private func held(
    _ part: Int, _ choices: [MemberChoice], _ data: BaselineModel.Data, _ known: KnownNames,
    _ pool: WorkerPool
  ) throws -> FusionModel.HeldOut {
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
      models: try members(choices, rest, known, pool).map(\.model))
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

/// A member to be trained: its model and features, as they were chosen.
private struct MemberChoice {
  /// How vectors are used in its features.
  enum Vectors {
    case none
    case alone(TextEncoding)
    case beside(TextEncoding, scale: Float)
  }
  var name: String
  var method: BaselineMethod
  var features: FeaturePlan
  var vectors = Vectors.none
  /// Whether the names of labels are learnt as documents.
  var learnsNames: Bool
  /// The reasons, one per line.
  var reasons: [String] = []

  /// A member that reads words.
  init(
    words name: BaselineMethod.Name, of command: TrainBaseline, _ data: BaselineModel.Data,
    _ pool: WorkerPool
  ) throws {
    let options = command.wordFeatures
    let choice = try BaselineChoice(
      of: command.method(name), features: try options.plan(for: name, given: nil),
      free: command.freedom(name, features: options), learnsNames: options.learnNames ?? false,
      data: data, pool: pool)
    (self.name, method, features) = (name.rawValue, choice.method, choice.features)
    learnsNames = choice.learnsNames
    reasons = [choice.reason].compactMap(\.self)
  }

  /// The same with vectors: in addition to the words for a linear model, alone for neighbours.
  init(
    encoded words: MemberChoice, _ encoding: TextEncoding, of command: TrainBaseline,
    _ data: BaselineModel.Data, _ pool: WorkerPool
  ) throws {
    self = words
    name += "-encoded"
    // Neighbours of vectors alone learn no names; a linear model learns those that have vectors.
    learnsNames = words.learnsNames && command.features.labelVectors != nil && method.name != .knn
    reasons = []
    var features = EncodedFeatures(encoding, beside: nil, scale: 1)
    var free = BaselineChoice.Freedom.neighbours
    vectors = .alone(encoding)
    if method.name != .knn,
      case .text(let text) = try words.extractor(command.wordFeatures, fitting: data.training, pool: pool)
    {
      let chosen = try command.beside(text, encoding, method, canChoose: true, data, pool)
      features = chosen.features
      free = .cost
      vectors = .beside(encoding, scale: features.scale)
      if let reason = chosen.reason { reasons.append(reason) }
    }
    let choice = try BaselineChoice(
      of: method, features: .ready(.encoded(features)),
      free: command.freedom(words.method.name, features: command.wordFeatures).intersection(free),
      data: data, pool: pool)
    method = choice.method
    if let reason = choice.reason { reasons.append(reason) }
  }

  /// The extractor of its features, fitted on documents.
  func extractor(
    _ options: FeatureOptions, fitting documents: [Document], pool: WorkerPool
  ) throws -> FeatureExtractor {
    if case .alone(let encoding) = vectors {
      return .encoded(EncodedFeatures(encoding, beside: nil, scale: 1))
    }
    let words = try options.extractor(features, fitting: documents, pool: pool)
    guard case .beside(let encoding, let scale) = vectors, case .text(let text) = words else {
      return words
    }
    return .encoded(EncodedFeatures(encoding, beside: text, scale: scale))
  }
}
