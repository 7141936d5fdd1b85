// A trained baseline with everything that is needed to use it: features,
// labels, calibration, threshold. It is the baselines' TrainedModel.
import Formats
import FormatsFiles
import PipelineEvaluation
import PipelineFeatures
import PipelineNumerics
import Foundation

/// A baseline, ready to score documents.
public struct BaselineModel: Sendable {
  /// What is stored as JSON in the model file.
  struct Description: Codable {
    var baseline: String
    var features: String
    var calibration: ScoreCalibration
    var threshold: Float
    var k: Int
    var trainingDocuments: Int
  }

  /// The method that was trained.
  public let name: BaselineMethod.Name
  /// Turns documents into rows of numbers, as in training.
  public let features: FeatureExtractor
  /// How documents must be encoded; nil for a model that needs no encoder.
  public var encoding: TextEncoding? {
    if case .encoded(let features) = features { features.encoding } else { nil }
  }
  /// The labels by their numbers.
  public let labels: [String]
  /// How many training documents have each label.
  public let labelCounts: [Int64]
  /// The number of training documents.
  public let trainingDocuments: Int
  /// Maps margins to [0, 1]; not used for models that give probabilities.
  package private(set) var calibration: ScoreCalibration
  /// The score above which a tag is given.
  public private(set) var threshold: Float
  /// The number of tags for a cut by rank.
  public let k: Int
  /// What the labels name, if they are concepts.
  public var concepts: ConceptTable?
  /// The example-based F1 on the validation documents at the threshold; 0 if nothing
  /// was tuned, and in a model that was read from a file.
  public private(set) var validationF1 = 0.0
  /// What training reported.
  public var report: [String] { scorer.report }
  private let scorer: any DocumentScorer
  private let index: DocumentLabels

  init(
    name: BaselineMethod.Name, features: FeatureExtractor, scorer: any DocumentScorer,
    labels: [String], labelCounts: [Int64], trainingDocuments: Int,
    calibration: ScoreCalibration, threshold: Float, k: Int
  ) {
    self.name = name
    self.features = features
    self.scorer = scorer
    self.labels = labels
    self.labelCounts = labelCounts
    self.trainingDocuments = trainingDocuments
    self.calibration = calibration
    self.threshold = threshold
    self.k = k
    index = DocumentLabels(labels)
  }

  /// What a baseline is trained on.
  public struct Data: Sendable {
    /// The labels by their numbers.
    public var labels: [String]
    /// The documents that are learnt from.
    public var training: [Document]
    /// The documents on which calibration and threshold are fitted.
    public var validation: [Document]
    /// The given features of both parts, if there are any.
    public var given: GivenFeatures?
    /// What the labels name, if they are concepts.
    public var concepts: ConceptTable?
    /// The names of labels as documents, which a model learns in addition to the training
    /// documents and which no count includes.
    public var named: [Document] = []
    /// The vectors that come with the names, if features are encoded.
    public var givenNames: GivenFeatures?

    /// The documents that a model learns.
    public var learnt: [Document] { training + named }

    /// What a model is trained on, in numbers. The training documents are let go, and if nobody else
    /// has them, their memory is given back.
    ///
    /// - Throws: `FeatureRowsMissing` if a document has no given features.
    mutating func takeTrainingSet(_ features: FeatureExtractor, pool: WorkerPool) throws -> TrainingSet {
      let index = DocumentLabels(labels)
      let set = TrainingSet(
        features: try learntRows(features, pool: pool),
        labels: learnt.map { index.labels(of: $0).known }, labelCount: labels.count)
      training = []
      FreeMemory.giveBack()
      return set
    }

    /// Data without names and concepts, which can be set afterwards.
    public init(
      labels: [String], training: [Document], validation: [Document],
      given: GivenFeatures? = nil
    ) {
      self.labels = labels
      self.training = training
      self.validation = validation
      self.given = given
    }
  }

  /// How many documents are scored together: enough for what is read of the model to serve many,
  /// and few enough for their scores to take at most 128 MB, or of 256 documents.
  private static func batch(labels: Int) -> Int { max(256, min(4_096, 16_000_000 / max(labels, 1))) }
  /// The maximum number of validation documents by which the threshold is chosen: a tree keeps
  /// thousands of scores of each.
  private static let mostTuned = 10_000
  /// The maximum number of margins to which slope and offset are fitted.
  private static let calibrationMargins = 20_000_000

  /// Trains a baseline; calibration and threshold are tuned on the validation
  /// documents, or 10,000 of them at even distances.
  ///
  /// - Parameters:
  ///   - data: its training documents are let go once they are numbers, if nobody else has them.
  ///   - metric: what the threshold is tuned for; nil leaves the plain
  ///     logistic function and the threshold 0.5, the decisions of the model.
  ///   - k: the number of tags for a cut by rank.
  ///   - tuned: calibration and threshold if there are no validation documents: those of the
  ///     same model before it learnt them.
  ///   - shares: all shares of the model in order, trained elsewhere; nothing is trained then.
  /// - Throws: `FeatureRowsMissing` if a document has no given features,
  ///   `KernelTooLarge`, `FeaturesNotCounts`.
  package init(
    training method: BaselineMethod, features: FeatureExtractor, data: consuming Data,
    maximizing metric: Metric? = .exampleF1, k: Int, tuned: TunedScores = .untuned,
    joining shares: [TrainedShard] = [], pool: WorkerPool, progress: @escaping WorkReport = { _, _ in }
  ) throws {
    let index = DocumentLabels(data.labels)
    var counts = [Int64](repeating: 0, count: data.labels.count)
    for document in data.training {
      for label in index.labels(of: document).known { counts[Int(label)] += 1 }
    }
    let documents = data.training.count
    let scorer =
      shares.isEmpty
      ? try method.trained(
        on: data.takeTrainingSet(features, pool: pool), pool: pool, progress: progress)
      : TrainedShard.joined(shares)
    self.init(
      name: method.name, features: features, scorer: scorer, labels: data.labels,
      labelCounts: counts, trainingDocuments: documents,
      calibration: tuned.calibration, threshold: tuned.threshold, k: k)
    validationF1 = tuned.validationF1
    concepts = data.concepts
    try tune(
      on: ChoiceSample.spread(data.validation, Self.mostTuned), given: data.given, maximizing: metric, pool: pool)
  }

  /// Fits the calibration and the threshold on validation documents, if there are any.
  private mutating func tune(
    on documents: [Document], given: GivenFeatures?, maximizing metric: Metric?, pool: WorkerPool
  ) throws {
    guard !documents.isEmpty else { return }
    let rows = try features.matrix(of: documents, given: given, pool: pool)
    // The margins of all documents, if they are no more than wanted.
    var margins: SparseMatrix?
    if metric != nil, type(of: scorer).form == .margins {
      let sample = ChoiceSample.spread(
        Array(documents.indices), max(1, Self.calibrationMargins / max(labels.count, 1)))
      let own = try finiteScores(of: rows.rows(sample), pool: pool)
      calibration = ScoreCalibration(
        fitting: own, truth: sample.map { index.labels(of: documents[$0]).known })
      if sample.count == documents.count { margins = own }
    }
    var scored = ScoredDocuments(labelCount: labels.count)
    let size = Self.batch(labels: labels.count)
    for start in stride(from: 0, to: documents.count, by: size) {
      let batch = start..<min(documents.count, start + size)
      append(
        try margins?.rows(Array(batch)) ?? finiteScores(of: rows.rows(Array(batch)), pool: pool),
        of: Array(documents[batch]), to: &scored, pool: pool)
    }
    if let metric { threshold = tunedThreshold(for: scored, maximizing: metric).threshold }
    validationF1 = Evaluation(scored, threshold: threshold, k: k).decided.exampleF1
  }

  /// The scores of documents together with their true labels.
  ///
  /// - Throws: `FeatureRowsMissing` if a document has no given features.
  public func score(
    _ documents: [Document], given: GivenFeatures? = nil, pool: WorkerPool
  ) throws -> ScoredDocuments {
    var scored = ScoredDocuments(labelCount: labels.count)
    // Scores of all labels are many numbers per document, so documents are scored in batches.
    let size = Self.batch(labels: labels.count)
    for start in stride(from: 0, to: documents.count, by: size) {
      let part = Array(documents[start..<min(documents.count, start + size)])
      append(
        try rawScores(of: part, given: given, pool: pool), of: part, to: &scored, pool: pool)
    }
    return scored
  }

  /// The scorer's output before calibration.
  ///
  /// - Throws: `InputError` also for a score that is not a number. Numbers of a file are
  ///   checked when it is opened, but their products may still be beyond all bounds.
  private func rawScores(
    of documents: [Document], given: GivenFeatures?, pool: WorkerPool
  ) throws -> SparseMatrix {
    try finiteScores(of: features.matrix(of: documents, given: given, pool: pool), pool: pool)
  }

  private func finiteScores(of rows: SparseMatrix, pool: WorkerPool) throws -> SparseMatrix {
    let scores = scorer.scores(of: rows, pool: pool)
    guard scores.values.allSatisfy(\.isFinite) else {
      throw InputError(
        .parameter("model"), problem: "gives scores that are not numbers",
        remedy: "Features with large values need scaling before training; else the file is damaged: train it again")
    }
    return scores
  }

  /// The `best` greatest scores of each document, however low they are, and perhaps more.
  ///
  /// - Throws: `FeatureRowsMissing` if a document has no given features.
  package func bestScores(
    of documents: [Document], given: GivenFeatures?, best: Int, pool: WorkerPool
  ) throws -> [SparseRow] {
    let raw = try rawScores(of: documents, given: given, pool: pool)
    let areMargins = type(of: scorer).form == .margins
    return pool.map(documents.count) { number in
      areMargins ? raw[number].best(best, calibratedBy: calibration) : raw[number]
    }
  }

  private func append(
    _ raw: SparseMatrix, of documents: [Document], to scored: inout ScoredDocuments,
    pool: WorkerPool
  ) {
    let isMargin = type(of: scorer).form == .margins
    let rows = pool.map(documents.count) { number in
      let row = raw[number]
      let kept =
        isMargin ? row.withoutLowScores(calibratedBy: calibration) : row.withoutLowScores()
      return (kept: kept, truth: index.labels(of: documents[number]))
    }
    for row in rows {
      scored.append(
        labels: row.kept.columns, scores: row.kept.values, truth: row.truth.known,
        truthOutside: row.truth.outside)
    }
  }
}

extension BaselineModel {
  /// Writes the sections of a model file.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  public func write(to writer: StageWriter) throws {
    let description = Description(
      baseline: name.rawValue, features: features.name, calibration: calibration,
      threshold: threshold, k: k, trainingDocuments: trainingDocuments)
    try writer.write("description", [String(decoding: description.stableJSON(), as: UTF8.self)])
    try writer.write("labels", labels)
    try writer.write("labelCounts", labelCounts)
    try concepts?.write(to: writer)
    try features.write(to: writer)
    try scorer.write(to: writer)
  }

  /// Reads a model file.
  ///
  /// - Throws: `InputError` when the file is damaged or holds no baseline.
  public init(_ contents: StageContents) throws {
    let description = try contents.decoded(Description.self, "description")
    guard let name = BaselineMethod.Name(rawValue: description.baseline) else {
      throw contents.invalid("description", "names an unknown model: \(description.baseline)")
    }
    guard description.k > 0, description.trainingDocuments > 0, description.threshold.isFinite,
      description.calibration.slope.isFinite, description.calibration.offset.isFinite
    else { throw contents.invalid("description", "a number is out of range") }
    let labels = try contents.strings("labels")
    guard Set(labels.map { ExactString($0) }).count == labels.count else {
      throw contents.invalid("labels", "a label occurs twice")
    }
    let features = try FeatureExtractor(contents, name: description.features)
    self.init(
      name: name, features: features,
      scorer: try name.scorer.init(contents, labels: labels.count, features: features.count),
      labels: labels, labelCounts: try contents.longs("labelCounts", count: labels.count),
      trainingDocuments: description.trainingDocuments, calibration: description.calibration,
      threshold: description.threshold, k: description.k)
    concepts = try ConceptTable(ifIn: contents)
  }
}
