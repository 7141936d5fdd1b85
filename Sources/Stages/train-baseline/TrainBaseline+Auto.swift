// Trains several models and what combines them best: MODEL=auto.
import ArgumentParser
import Formats
import Foundation
import Pipeline
import StageSupport

extension TrainBaseline {
  /// Beyond so many pairs of tags and training documents a label tree takes the place of
  /// one-versus-rest classifiers, whose training would take an hour.
  private static let mostPairs = 300_000_000

  /// With fewer validation documents the ranker learns from training documents too, in so
  /// many parts, each scored by models that were trained without it; unless that would
  /// take long.
  private static let enoughDocuments = 1_000
  private static let parts = 3
  private static let mostPairsInParts = 20_000_000

  /// The parameters of all that may be trained, each behind the name of its model.
  private var memberParameters: [String: StageHeader.Value] {
    var all: [String: StageHeader.Value] = [:]
    for name in [BaselineMethod.Name.ovr, .tree, .knn] {
      let own = method(name).described.merging(features.described(for: name)) { a, _ in a }
        .merging(freedom(name).names.map { ($0, .string("chosen")) }) { _, chosen in chosen }
      for (key, value) in own { all["\(name.rawValue) \(key)"] = value }
    }
    for (key, value) in lexicalParameters.described { all["lexical \(key)"] = value }
    return all
  }

  private var lexicalParameters: LexicalModel.Parameters {
    lexical.parameters(language: features.stemLanguage)
  }

  func trainAuto() throws {
    let run = try StageRun(
      stage: "train-baseline", revision: 5, options: options, inputs: inputs.files + lexical.files,
      parameters: memberParameters.merging(decision.described) { a, _ in a }
        .merging(["model": .string(model.name), "fold": .int(inputs.fold)]) { a, _ in a },
      seed: linear.seed)
    if run.isUpToDate() { return }
    let pool = WorkerPool(threads: threads.count)
    let data = try inputs.data(rows: nil, features: nil)
    let pairs = data.labels.count * data.training.count
    var clock = Date()
    func say(_ what: String) {
      let now = Date()
      run.say(
        "train-baseline: \(what) in \(String(format: "%.1f", now.timeIntervalSince(clock))) s")
      clock = now
    }
    var choices: [BaselineChoice] = []
    for name in [pairs > Self.mostPairs ? BaselineMethod.Name.tree : .ovr, .knn] {
      let choice = try BaselineChoice(
        of: method(name), features: try features.plan(for: name, given: nil),
        free: freedom(name), learnsNames: features.learnNames ?? false, data: data, pool: pool)
      if let reason = choice.reason { run.say("train-baseline: \(name.rawValue): \(reason)") }
      choices.append(choice)
    }
    say("chosen")
    let members = try members(choices, data, pool)
    say("\(members.map(\.name).joined(separator: ", ")) trained")
    var heldOut: [() throws -> FusionModel.HeldOut] = []
    if data.validation.count < Self.enoughDocuments, pairs <= Self.mostPairsInParts {
      heldOut = (0..<Self.parts).map { part in { try held(part, choices, data, pool) } }
    }
    let fused = try FusionModel(
      members: members, validation: data.validation, heldOut: heldOut,
      maximizing: decision.metric ?? .exampleF1, k: decision.topK, pool: pool)
    say(heldOut.isEmpty ? "combined" : "trained without each of \(Self.parts) parts, combined")
    let writer = try run.writer(.model, level: 1)
    try fused.write(to: writer)
    try writer.commit(summary: fused.summary)
    for line in fused.report { run.say("train-baseline: \(line)") }
  }

  private func members(
    _ choices: [BaselineChoice], _ data: BaselineModel.Data, _ pool: WorkerPool
  ) throws -> [(name: String, model: StoredModel)] {
    var members: [(name: String, model: StoredModel)] = []
    func train(_ choice: BaselineChoice, _ data: BaselineModel.Data, as name: String) throws {
      let trained = try BaselineModel(
        training: choice.method,
        features: try features.extractor(choice.features, fitting: data.learnt, pool: pool),
        data: data, maximizing: decision.metric, k: decision.topK, pool: pool)
      members.append((name, .baseline(trained)))
    }
    for choice in choices {
      let name = choice.method.name.rawValue
      // Where names are found in texts, lexical says what they say; a linear model that knows
      // texts alone then has more to add.
      if !choice.learnsNames || features.learnNames == nil && choice.method.name != .knn {
        try train(choice, data, as: name)
      }
      if choice.learnsNames { try train(choice, data.learningNames(), as: "\(name) with names") }
    }
    let named = try lexical.extended(data)
    var names = LexicalModel(
      training: named, names: LabelNames(named.labels, concepts: named.concepts),
      parameters: lexicalParameters, maximizing: decision.metric, k: decision.topK, pool: pool)
    names.concepts = named.concepts
    members.append(("lexical", .lexical(names)))
    return members
  }

  /// A part of the training documents with models that were trained on the others.
  private func held(
    _ part: Int, _ choices: [BaselineChoice], _ data: BaselineModel.Data, _ pool: WorkerPool
  ) throws -> FusionModel.HeldOut {
    var rest = data
    rest.training = data.training.indices.filter { $0 % Self.parts != part }
      .map { data.training[$0] }
    return FusionModel.HeldOut(
      documents: stride(from: part, to: data.training.count, by: Self.parts)
        .map { data.training[$0] },
      models: try members(choices, rest, pool).map(\.model))
  }
}
