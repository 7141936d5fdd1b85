// Trains the lexical model. What it computes is in Pipeline/Baselines/Lexical.
import ArgumentParser
import Formats
import PipelineBaselines
import PipelineEmbedding
import PipelineFeatures
import PipelineNumerics
import Foundation
import StageSupport

/// The lexical model.
struct LexicalOptions: ParsableArguments {
  @OptionGroup var ranker: Options<LexicalModel.Parameters>

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
    var parameters = ranker.parameters()
    parameters.language = language
    return parameters
  }
}

extension TrainBaseline {
  var lexicalParameters: LexicalModel.Parameters {
    lexical.parameters(language: features.text[\.language])
  }

  func trainLexical() throws {
    let parameters = lexicalParameters
    let run = try StageRun(
      stage: "train-baseline", revision: Self.revision, options: options,
      inputs: inputs.files + features.files + lexical.files,
      parameters: parameters.described.merging(inputs.described(with: decision)) { a, _ in a }
        .merging(["model": .string(model.name)]) { a, _ in a }, isNumeric: true)
    if run.isUpToDate() { return }
    var data = try lexical.extended(try inputs.data(rows: nil, features: nil))
    let vectors = try features.encoded.map {
      try StoredDocumentVectors(path: $0, withSentences: true)
    }
    if let vectors { data.given = GivenFeatures(vectors: [vectors]) }
    let started = Date()
    let pool = WorkerPool(threads: threads.count)
    var trained: LexicalModel
    let names = LabelNames(data.labels, concepts: data.concepts)
    if let encoding = vectors?.encoding, let nameVectors = try features.namesEncoded(as: encoding) {
      let choice = try naming(nil) {
        try NameVectorsChoice(
          data, names: names, nameVectors: NameVectors(nameVectors, of: data.labels, encoding: encoding),
          parameters: parameters, maximizing: decision.tune.metric, k: decision.topK, pool: pool)
      }
      run.say("train-baseline: \(choice.reason)")
      trained = choice.model
    } else {
      trained = try LexicalModel(
        training: data, names: names, parameters: parameters, maximizing: decision.tune.metric,
        k: decision.topK, pool: pool)
    }
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
