// Trains several models and what combines them best: MODEL=auto. What it computes is in
// Pipeline/Annotation/Fusion.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineAnnotation
import PipelineBaselines
import PipelineFeatures
import PipelineNumerics
import Foundation
import StageSupport

extension TrainBaseline {
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
  private var wordFeatures: FeatureOptions {
    var options = features
    (options.encoded, options.labelVectors) = (nil, nil)
    return options
  }

  private var trainingParameters: FusionTraining.Parameters {
    var parameters = FusionTraining.Parameters(
      lexical: lexicalParameters, metric: decision.tune.metric, k: decision.topK
    ) { name in
      (method(name), .text(wordFeatures.words(for: name)), freedom(name, features: wordFeatures))
    }
    parameters.learnsNames = features.learnNames
    parameters.encodedScale = features.encodedScale
    parameters.refit = several.parameters().refit
    return parameters
  }

  func trainAuto() throws {
    let run = try StageRun(
      stage: "train-baseline", revision: Self.revision, options: options,
      inputs: inputs.files + features.files + lexical.files,
      parameters: memberParameters.merging(inputs.described(with: decision)) { a, _ in a }
        .merging(["model": .string(model.name)]) { a, _ in a },
      seed: linear.parameters().seed, isNumeric: true)
    if run.isUpToDate() { return }
    var data = try inputs.data(rows: nil, features: nil)
    let vectors = try features.encoded.map {
      try StoredDocumentVectors(path: $0, withSentences: features.labelVectors != nil)
    }
    if let vectors { data.given = GivenFeatures(vectors: [vectors]) }
    var clock = Date()
    let fused = try naming(nil) {
      try FusionTraining(
        trainingParameters, data: data, named: try lexical.extended(data), encoding: vectors?.encoding,
        nameVectors: try features.namesEncoded(as: vectors?.encoding),
        pool: WorkerPool(threads: threads.count)
      ) { event in
        switch event {
        case .reason(let reason): run.say("train-baseline: \(reason)")
        case .done(let step):
          let now = Date()
          run.say("train-baseline: \(step) in \(String(format: "%.1f", now.timeIntervalSince(clock))) s")
          clock = now
        }
      }.run()
    }
    let writer = try run.writer(.model, level: 1)
    try fused.write(to: writer)
    try writer.commit(summary: fused.summary)
    for line in fused.report { run.say("train-baseline: \(line)") }
    if let names = fused.lexical {
      for line in names.report { run.say("train-baseline: \(names.source): \(line)") }
    }
  }
}
