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

  /// The parameters of all that may be trained, each behind the name of its model.
  private var memberParameters: [String: StageHeader.Value] {
    var all: [String: StageHeader.Value] = [:]
    for name in [BaselineMethod.Name.ovr, .tree, .knn] {
      let own = method(name).described.merging(features.described(for: name)) { a, _ in a }
        .merging(freedom(name).names.map { ($0, .string("chosen")) }) { _, chosen in chosen }
      for (key, value) in own { all["\(name.rawValue) \(key)"] = value }
    }
    for (key, value) in lexical.parameters(language: features.stemLanguage).described {
      all["lexical \(key)"] = value
    }
    return all
  }

  func trainAuto() throws {
    let run = try StageRun(
      stage: "train-baseline", revision: 4, options: options, inputs: inputs.files,
      parameters: memberParameters.merging(decision.described) { a, _ in a }
        .merging(["model": .string(model.name), "fold": .int(inputs.fold)]) { a, _ in a },
      seed: linear.seed)
    if run.isUpToDate() { return }
    let data = try inputs.data(rows: nil, features: nil)
    let pool = WorkerPool(threads: threads.count)
    var members: [(name: String, model: StoredModel)] = []
    func add(_ name: String, _ train: () throws -> StoredModel) rethrows {
      let started = Date()
      members.append((name, try train()))
      let seconds = String(format: "%.1f", Date().timeIntervalSince(started))
      run.say("train-baseline: \(name) trained in \(seconds) s")
    }
    let isLarge = data.labels.count * data.training.count > Self.mostPairs
    for name in [isLarge ? BaselineMethod.Name.tree : .ovr, .knn] {
      try add(name.rawValue) {
        let choice = try BaselineChoice(
          of: method(name), features: try features.plan(for: name, given: nil),
          free: freedom(name), data: data, pool: pool)
        if let reason = choice.reason { run.say("train-baseline: \(name.rawValue): \(reason)") }
        return .baseline(
          try BaselineModel(
            training: choice.method,
            features: try features.extractor(choice.features, fitting: data.training, pool: pool),
            data: data, maximizing: decision.metric, k: decision.topK, pool: pool))
      }
    }
    add("lexical") {
      .lexical(
        LexicalModel(
          training: data, names: LabelNames(data.labels, concepts: data.concepts),
          parameters: lexical.parameters(language: features.stemLanguage),
          maximizing: decision.metric, k: decision.topK, pool: pool))
    }
    let fused = try FusionModel(
      members: members, validation: data.validation,
      maximizing: decision.metric ?? .exampleF1, k: decision.topK, pool: pool)
    let writer = try run.writer(.model, level: 1)
    try fused.write(to: writer)
    try writer.commit(summary: fused.summary)
    for line in fused.report { run.say("train-baseline: \(line)") }
  }
}
