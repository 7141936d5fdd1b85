// A model file of any kind, and what models of all kinds can do: score documents.
import Formats
import PipelineBaselines
import PipelineEvaluation
import PipelineFeatures
import PipelineNetworks
import PipelineNumerics

/// A model as the stages train, train-baseline and fuse write it.
public enum StoredModel {
  case network(TrainedModel)
  case baseline(BaselineModel)
  case lexical(LexicalModel)
  indirect case fusion(FusionModel)

  /// Reads a model file.
  ///
  /// - Throws: `InputError` when the file is damaged or no model.
  public init(path: String, pool: WorkerPool) throws {
    let contents = try StageContents(path: path, expecting: .model)
    let kind: Kind =
      if contents.header.stage == "train" {
        .network
      } else if contents.has("members") {
        .fusion
      } else if contents.has("statistics") {
        .lexical
      } else {
        .baseline
      }
    try self.init(contents, kind: kind, pool: pool)
  }

  /// What kind of model a file, or a part of it, holds.
  enum Kind: String {
    case network, baseline, lexical, fusion
  }

  init(_ contents: StageContents, kind: Kind, pool: WorkerPool) throws {
    switch kind {
    case .network: self = .network(try TrainedModel(contents, pool: pool))
    case .baseline: self = .baseline(try BaselineModel(contents))
    case .lexical: self = .lexical(try LexicalModel(contents))
    case .fusion: self = .fusion(try FusionModel(contents, pool: pool))
    }
  }

  var kind: Kind {
    switch self {
    case .network: .network
    case .baseline: .baseline
    case .lexical: .lexical
    case .fusion: .fusion
    }
  }

  /// Writes the sections of a model file.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  func write(to writer: StageWriter) throws {
    switch self {
    case .network(let model): try model.write(to: writer)
    case .baseline(let model): try model.write(to: writer)
    case .lexical(let model): try model.write(to: writer)
    case .fusion(let model): try model.write(to: writer)
    }
  }
}

extension StoredModel {
  /// The tags by label index.
  public var labels: [String] {
    switch self {
    case .network(let model): model.labels
    case .baseline(let model): model.labels
    case .lexical(let model): model.labels
    case .fusion(let model): model.labels
    }
  }

  /// How many training documents have each label; 0 for a label that training never saw.
  public var labelCounts: [Int64] {
    switch self {
    case .network(let model): model.labelCounts
    case .baseline(let model): model.labelCounts
    case .lexical(let model): model.labelCounts
    case .fusion(let model): model.labelCounts
    }
  }

  /// What the labels name, if they are concepts.
  public var concepts: ConceptTable? {
    switch self {
    case .network(let model): model.concepts
    case .baseline(let model): model.concepts
    case .lexical(let model): model.concepts
    case .fusion(let model): Self.concepts(of: model.members.map(\.model)) { _ in true }
    }
  }

  /// The largest table of concepts that one of the models has, of those that are wanted.
  static func concepts(
    of models: [StoredModel], where isWanted: (ConceptTable) -> Bool
  ) -> ConceptTable? {
    models.compactMap(\.concepts).filter(isWanted).max { $0.count < $1.count }
  }

  /// The number of training documents.
  public var trainingDocuments: Int {
    switch self {
    case .network(let model): model.trainingDocuments
    case .baseline(let model): model.trainingDocuments
    case .lexical(let model): model.trainingDocuments
    case .fusion(let model): model.trainingDocuments
    }
  }

  /// The score above which a tag is given, tuned on validation documents.
  public var threshold: Float {
    switch self {
    case .network(let model): model.threshold
    case .baseline(let model): model.threshold
    case .lexical(let model): model.threshold
    case .fusion(let model): model.threshold
    }
  }

  /// The number of tags for a cut by rank.
  public var k: Int {
    switch self {
    case .network(let model): model.k
    case .baseline(let model): model.k
    case .lexical(let model): model.k
    case .fusion(let model): model.k
    }
  }

  /// The ways in which documents must be encoded, each once; none for a model that needs no
  /// encoder.
  public var encodings: [TextEncoding] {
    switch self {
    case .network(let model): return [model.encoding].compactMap(\.self)
    case .lexical(let model): return [model.encoding].compactMap(\.self)
    case .baseline(let model): return [model.encoding].compactMap(\.self)
    case .fusion(let model):
      var all: [TextEncoding] = []
      for encoding in model.members.flatMap(\.model.encodings) where !all.contains(encoding) {
        all.append(encoding)
      }
      return all
    }
  }

  /// Whether the vector of each sentence is read, not only a document's one.
  public var readsSentenceVectors: Bool {
    switch self {
    case .network(let model): model.encoding != nil
    case .lexical(let model): model.encoding != nil
    case .baseline: false
    case .fusion(let model): model.members.contains { $0.model.readsSentenceVectors }
    }
  }

  /// How many documents are scored at a time.
  package func batchSize(threads: Int) -> Int {
    if case .network(let model) = self { return model.batchSize(threads: threads) }
    return 128 * threads
  }

  /// The scores of documents together with their true labels.
  ///
  /// - Parameters:
  ///   - given: features of the documents, if the model needs them.
  ///   - isValidation: whether these are the fold's validation documents: a fusion learnt
  ///     from them, and scores each as if it had not.
  ///   - batchSize: how many documents a network reads at a time; the scores do not depend on it.
  ///   - progress: is called with the number of documents done.
  /// - Throws: `FeatureRowsMissing` if a document has no given features.
  public func score(
    _ documents: [Document], given: GivenFeatures? = nil, isValidation: Bool = false,
    batchSize: Int? = nil, pool: WorkerPool, progress: (Int) -> Void = { _ in }
  ) throws -> ScoredDocuments {
    switch self {
    case .network(let model):
      return try model.score(
        documents, given: given, batchSize: batchSize, floor: model.behaviour.lowestScore,
        pool: pool, progress: progress)
    case .baseline(let model):
      return try model.score(documents, given: given, pool: pool)
    case .lexical(let model):
      return try model.score(documents, given: given, pool: pool)
    case .fusion(let model):
      return try model.score(documents, given: given, isValidation: isValidation, pool: pool)
    }
  }
}

extension StoredModel {
  /// Calibration and threshold of a baseline or a lexical model.
  public var tuned: TunedScores {
    switch self {
    case .baseline(let model):
      TunedScores(
        calibration: model.calibration, threshold: model.threshold,
        validationF1: model.validationF1)
    case .lexical(let model):
      TunedScores(threshold: model.threshold, validationF1: model.validationF1)
    case .network, .fusion: TunedScores(threshold: threshold)
    }
  }
}
