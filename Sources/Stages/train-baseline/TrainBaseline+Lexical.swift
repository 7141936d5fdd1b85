// Trains the lexical model. What it computes is in Pipeline/Baselines/Lexical.
import ArgumentParser
import Formats
import Foundation
import Pipeline
import StageSupport

/// The lexical model.
struct LexicalOptions: ParsableArguments {
  private static let defaults = LexicalModel.Parameters()

  @Option(help: "The number of trees of the ranker.")
  var rounds = defaults.rounds

  @Option(help: "The greatest number of leaves of a tree of the ranker.")
  var leaves = defaults.leaves

  @Option(
    help: ArgumentHelp(
      """
      A whole vocabulary (an output of build-concepts): its concepts are suggested too if \
      training never saw them.
      """, valueName: "file"))
  var concepts: String?

  var files: [(role: String, path: String)] { concepts.map { [("concepts", $0)] } ?? [] }

  /// The data with the labels and names of the whole vocabulary.
  func extended(_ data: BaselineModel.Data) throws -> BaselineModel.Data {
    guard let concepts else { return data }
    let table = try ConceptTable(path: concepts)
    var data = data
    data.labels = LabelNames.labels(data.labels, and: table)
    data.concepts = table
    return data
  }

  func parameters(language: String?) -> LexicalModel.Parameters {
    var parameters = Self.defaults
    (parameters.rounds, parameters.leaves) = (rounds, leaves)
    parameters.language = language
    return parameters
  }
}

extension TrainBaseline {
  func trainLexical() throws {
    let parameters = lexical.parameters(language: features.stemLanguage)
    let run = try StageRun(
      stage: "train-baseline", revision: 6, options: options, inputs: inputs.files + lexical.files,
      parameters: parameters.described.merging(decision.described) { a, _ in a }
        .merging(["model": .string(model.name), "fold": .int(inputs.fold)]) { a, _ in a }, isNumeric: true)
    if run.isUpToDate() { return }
    let data = try lexical.extended(try inputs.data(rows: nil, features: nil))
    let started = Date()
    var trained = LexicalModel(
      training: data, names: LabelNames(data.labels, concepts: data.concepts),
      parameters: parameters,
      maximizing: decision.metric, k: decision.topK, pool: WorkerPool(threads: threads.count))
    trained.concepts = data.concepts
    let seconds = Date().timeIntervalSince(started)
    let writer = try run.writer(.model, level: 1)
    try trained.write(to: writer)
    try writer.commit(summary: [
      "threshold": .double(Double(trained.threshold)),
      "validationExampleF1": .double(trained.validationF1),
      "trainingDocuments": .int(data.training.count),
      "validationDocuments": .int(data.validation.count),
    ])
    for line in trained.report { run.say("train-baseline: \(line)") }
    run.say(
      "train-baseline: trained in \(String(format: "%.1f", seconds)) s, threshold "
        + String(format: "%.3f", trained.threshold))
  }
}
