// Scores the documents of one part of a split, for tune, evaluate and whoever
// combines models. New documents are for `annotate`.
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
struct Predict: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Scores the test or validation documents of a split with a trained model.",
    discussion: """
      Writes for each document its scores and its true tags: what evaluate measures, and, of \
      the validation documents, what tune learns thresholds from. New documents are for \
      annotate.
      """,
    version: JMAN.version)

  @Option(help: "The output of train, train-baseline or fuse.")
  var model: String

  @Option(help: "The output of preprocess.")
  var documents: String?

  @Option(help: "The output of split.")
  var split: String?

  @Option(
    help: """
      Features of the documents, where the model was trained on such a file; without \
      --documents its rows are the documents.
      """)
  var features: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      Vectors of the documents, the output of encode, instead of --encoder; several where \
      members of a fusion read windows and sentences.
      """, valueName: "file"))
  var encoded: [String] = []

  @OptionGroup var encoder: EncoderOptions

  @OptionGroup var choices: Options<PredictParameters>
  @OptionGroup var precisionOptions: Options<PrecisionParameters>
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var options: StageOptions

  func validate() throws {
    guard (documents == nil) == (split == nil), documents != nil || features != nil else {
      throw ValidationError("Give --documents and --split, or --features alone.")
    }
    if choices[\.trainingRows] != nil, documents != nil {
      throw ValidationError("--training-rows is for --features alone.")
    }
  }

  func run() throws {
    let trainedBy = try options.reading(model) { try StageReader(path: model, expecting: .model).header }
    let trainedAs = trainedBy.parameters
    var chosen = choices.parameters()
    let fold = try foldInForce(chosen, trainedIn: trainedAs["fold"])
    chosen.fold = fold
    let precision = precisionOptions.parameters()
    let run = try StageRun(
      stage: "predict", revision: 8, options: options,
      inputs: givenFiles([
        ("model", model), ("documents", documents), ("split", split), ("features", features),
      ]) + encodedInputs(encoded)
        + (encoded.isEmpty ? encoder.files() : []),
      parameters: headerValues(of: chosen, precision).merging(
        // The name of the model, for tables.
        ["model": trainedAs["model"] ?? .string("model")]) { a, _ in a }, isNumeric: true)
    if run.isUpToDate() { return }
    try precision.choose()
    let rows = try features.map { try FeatureRows(path: $0) }
    let scoredDocuments = try documents(of: chosen, fold, rows, trainedIn: trainedAs["fold"])
    let pool = WorkerPool(threads: threads.count)
    let trained = try StoredModel(path: model, pool: pool)
    let given = try encoded.isEmpty ? encoder.source(for: trained) : storedVectors(encoded, for: [trained])
    let (scored, speed) = try score(
      scoredDocuments, by: trained, given: given ?? rows.map { GivenFeatures($0) }, chosen, pool,
      isQuiet: run.isQuiet)
    let set = PredictionSet(
      labels: trained.labels, labelCounts: trained.labelCounts.map(Int.init),
      trainingDocuments: trained.trainingDocuments, ids: scoredDocuments.map(\.id), scored: scored,
      threshold: trained.threshold, k: trained.k, concepts: trained.concepts)
    let writer = try run.writer(.predictions)
    try set.write(to: writer)
    try writer.commit(summary: ["documents": .int(scoredDocuments.count)])
    run.say("predict: \(scoredDocuments.count, "document"), \(speed)")
  }

  /// The documents of the part in force; of a features file alone its rows.
  private func documents(
    of chosen: PredictParameters, _ fold: Int, _ rows: FeatureRows?, trainedIn trained: StageHeader.Value?
  ) throws -> [Document] {
    let part = chosen.part
    guard let documents, let split else {
      return try FoldDocuments(
        rows: rows ?? FeatureRows(), trainingRows: chosen.trainingRows, path: features ?? ""
      ).documents(part.part)
    }
    let all = try FoldDocuments(
      documents: documents, split: split, fold: fold, parts: [part.part])
    if case .int(let own) = trained, own != fold, !all.hasCommonTest {
      throw wrongFold(own, fold, part)
    }
    return all.documents(part.part)
  }

  /// Scores documents, with a live line; also says how fast.
  private func score(
    _ documents: [Document], by trained: StoredModel, given: GivenFeatures?, _ chosen: PredictParameters,
    _ pool: WorkerPool, isQuiet: Bool
  ) throws -> (scored: ScoredDocuments, speed: String) {
    let batchSize = chosen.batchSize ?? trained.batchSize(threads: pool.threads)
    let meter = ProgressMeter("predict", total: documents.count, isQuiet: isQuiet)
    let started = Date()
    var steps = StepTimes()
    let scored = try naming(features) {
      try trained.score(
        documents, given: given, isValidation: chosen.part == .validation, batchSize: batchSize, pool: pool
      ) {
        meter.update($0)
        if $0 % batchSize == 0 { steps.step() }
      }
    }
    meter.finish()
    let speed = Double(documents.count) / Date().timeIntervalSince(started)
    let median = steps.median.map { "; \(Int(Double(batchSize) / $0)) in the median batch" } ?? ""
    return (scored, "\(Int(speed)) documents/s\(median)")
  }

  /// The fold in force. Another fold's validation documents are training
  /// documents of this model.
  private func foldInForce(_ chosen: PredictParameters, trainedIn trained: StageHeader.Value?) throws -> Int {
    guard case .int(let own) = trained else { return chosen.fold ?? 0 }
    if let fold = chosen.fold, fold != own, chosen.part == .validation { throw wrongFold(own, fold, chosen.part) }
    return chosen.fold ?? own
  }

  private func wrongFold(_ own: Int, _ fold: Int, _ part: ScoredPart) -> InputError {
    InputError(
      file: model,
      problem: "was trained in fold \(own), so that \(part.rawValue) documents of fold \(fold) "
        + "were among its training documents",
      remedy: "Give the model of fold \(fold), or --fold \(own)")
  }
}

/// Which documents are scored.
struct PredictParameters: DeclaredParameters {
  var part = ScoredPart.test
  /// Nil is the model's.
  var fold: Int?
  /// Nil is as the features file states.
  var trainingRows: Int?
  /// Nil depends on the threads.
  var batchSize: Int?

  static let declarations: [Declaration<Self>] = [
    .init("part", \.part, "Which documents to score."),
    .init(
      "fold", \.fold, in: .atLeast(0), "The fold whose documents are scored.", valueName: "k",
      default: "the model's", header: { $0.fold.map { .int($0) } }),
    .trainingRows(\.trainingRows, "Without --documents", default: "as the features file states"),
    .init(
      "batchSize", \.batchSize, in: .atLeast(1), "Documents per batch; the output does not depend on it.",
      default: "128 per thread, at most 512, for HLAN and HA-GRU 128", header: { _ in nil }),
  ]
}
