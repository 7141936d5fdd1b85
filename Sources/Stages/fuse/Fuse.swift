// Learns how to combine models, on validation documents. The learning is in
// Pipeline/Annotation/Fusion.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineAnnotation
import PipelineEvaluation
import PipelineFeatures
import PipelineNumerics
import Foundation
import StageSupport

@main
struct Fuse: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuse",
    abstract: "Combines several models of one fold into one.",
    discussion: """
      Reads model files and the validation documents of their fold, which none of them was \
      trained on, and learns how to combine their scores: by a ranker (boosted trees over the \
      scores, ranks and mentions of the best tags of each), by a weighted mean, or by taking \
      the best model alone. The simpler way wins unless another is better by more than one \
      standard error in cross-validation over the validation documents.

      The output is a model that holds its members: it serves predict, tune, evaluate and \
      annotate. predict --part validation scores each document by a combination that was \
      learnt without it.
      """,
    version: JMAN.version)

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("The models of one fold.", valueName: "file"))
  var models: [String] = []

  @Option(help: "The output of preprocess.")
  var documents: String?

  @Option(help: "The output of split.")
  var split: String?

  @Option(
    help: """
      Features of the documents, where models were trained on such a file; without --documents \
      its rows are the documents.
      """)
  var features: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      Vectors of the documents, the output of encode, where models were trained on them: of \
      windows, of sentences, or both.
      """, valueName: "file"))
  var encoded: [String] = []

  @OptionGroup var choices: Options<FuseParameters>

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var options: StageOptions

  func validate() throws {
    if models.isEmpty { throw ValidationError("Give at least one model.") }
    if !encoded.isEmpty, features != nil {
      throw ValidationError("Give --features or --encoded, not both.")
    }
    guard (documents == nil) == (split == nil), documents != nil || features != nil else {
      throw ValidationError("Give --documents and --split, or --features alone.")
    }
    if choices[\.trainingRows] != nil, documents != nil {
      throw ValidationError("--training-rows is for --features alone.")
    }
  }

  func run() throws {
    let chosen = choices.parameters()
    let headers = try models.map { path in
      try options.reading(path) { try StageReader(path: path, expecting: .model).header }
    }
    let fold = try commonFold(headers)
    let run = try StageRun(
      stage: "fuse", revision: 4, options: options,
      inputs: models.enumerated().map { ("model \($0 + 1)", $1) }
        + givenFiles([("documents", documents), ("split", split), ("features", features)])
        + encodedInputs(encoded),
      parameters: chosen.described.merging([
        "model": .string("fusion"), "fold": .int(fold),
      ]) { a, _ in a }, isNumeric: true)
    if run.isUpToDate() { return }
    let rows = try features.map { try FeatureRows(path: $0) }
    let held: FoldDocuments
    if let documents, let split {
      held = try FoldDocuments(
        documents: documents, split: split, fold: fold, parts: [.validation])
    } else {
      held = try FoldDocuments(
        rows: rows ?? FeatureRows(), trainingRows: chosen.trainingRows, path: features ?? "")
    }
    let pool = WorkerPool(threads: threads.count)
    var members: [(name: String, model: StoredModel)] = []
    for (path, header) in zip(models, headers) {
      members.append((name(header, members.count), try StoredModel(path: path, pool: pool)))
    }
    let fused = try naming(features) {
      try FusionModel(
        members: members, validation: held.documents(.validation),
        given: try storedVectors(encoded, for: members.map(\.model))
          ?? rows.map { GivenFeatures($0) }, parameters: chosen.fusion, maximizing: chosen.tune, k: chosen.topK,
        pool: pool)
    }
    let writer = try run.writer(.model, level: 1)
    try fused.write(to: writer)
    try writer.commit(summary: fused.summary)
    for line in fused.report { run.say("fuse: \(line)") }
  }

  /// The name of a member: its model, or its kind if the file does not name a model.
  private func name(_ header: StageHeader, _ number: Int) -> String {
    if case .string(let name) = header.parameters["model"] { return name }
    return "model \(number + 1)"
  }

  /// - Throws: `InputError` unless all models were trained in one fold.
  private func commonFold(_ headers: [StageHeader]) throws -> Int {
    func fold(_ header: StageHeader) -> Int {
      if case .int(let fold) = header.parameters["fold"] { return fold }
      return 0
    }
    for (path, header) in zip(models, headers) where fold(header) != fold(headers[0]) {
      throw InputError(
        file: path,
        problem: "was trained in fold \(fold(header)), but \(models[0]) in fold "
          + "\(fold(headers[0]))",
        remedy: "Give models of one fold: what validates one of them trained the other")
    }
    return fold(headers[0])
  }
}

/// How models are combined.
struct FuseParameters: DeclaredParameters {
  var combine = Way.best
  var average = FusionForm.scores
  var tune = Metric.exampleF1
  var topK = 5
  /// Nil is as the features file states.
  var trainingRows: Int?

  /// A way of combining.
  enum Way: String, CaseIterable, ExpressibleByArgument {
    case best, mean, stacked
  }

  static let declarations: [Declaration<Self>] = [
    .init("combine", \.combine, "The way of combining; best: chosen on validation documents."),
    .init("average", \.average, "What is averaged: scores, or ranks (reciprocal rank fusion)."),
    .tunedFor(\.tune, among: Metric.ofThresholds.map(\.name)), .rankCut(\.topK),
    .trainingRows(\.trainingRows, "Without --documents", default: "as the features file states"),
  ]

  var fusion: FusionModel.Parameters {
    var fusion = FusionModel.Parameters()
    (fusion.form, fusion.average) = (CombinationForm(rawValue: combine.rawValue), average)
    return fusion
  }
}

extension FusionForm: ExpressibleByArgument {}
