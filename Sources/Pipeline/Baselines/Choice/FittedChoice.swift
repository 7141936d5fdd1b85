// A baseline that is ready to be trained: everything is chosen, and its features are fitted.
import Formats
import PipelineEmbedding
import PipelineFeatures
import PipelineNumerics

/// A baseline with its chosen parameters and fitted features.
public struct FittedChoice {
  /// Vectors of documents in addition to their words.
  public struct Vectors {
    /// How the documents were encoded; names must be encoded alike.
    public var encoding: TextEncoding
    /// The length of a vector where words have the length 1; nil is chosen.
    public var scale: Float?
    /// Vectors of the names of labels, if they may be learnt.
    public var names: WordVectors?

    /// Vectors of documents with a given or a chosen length, and perhaps those of names.
    public init(encoding: TextEncoding, scale: Float?, names: WordVectors?) {
      (self.encoding, self.scale, self.names) = (encoding, scale, names)
    }
  }

  /// The method with its chosen parameters.
  public let method: BaselineMethod
  /// The features, fitted on the training documents.
  public let features: FeatureExtractor
  /// The data, with the names of labels if they are learnt.
  public private(set) var data: BaselineModel.Data
  /// The parameters, for headers of stage files.
  public let described: [String: StageHeader.Value]
  /// What was chosen from what, one line each.
  public let reasons: [String]

  /// - Parameters: as in `BaselineChoice`.
  /// - Throws: `FeatureRowsMissing`, `LanguageUnknown`.
  public init(
    of method: BaselineMethod, features plan: FeaturePlan, free: BaselineChoice.Freedom,
    learnsNames: Bool, vectors: Vectors?, data: BaselineModel.Data, pool: WorkerPool
  ) throws {
    // With vectors a different C is best: it is chosen after them.
    let words = try BaselineChoice(
      of: method, features: plan, free: vectors == nil ? free : free.subtracting([.cost, .neighbours]),
      learnsNames: learnsNames, data: data, pool: pool)
    let data = words.learnsNames ? data.learningNames(vectors?.names, vectors?.encoding) : data
    let extractor = try words.features.extractor(fitting: data.learnt, pool: pool)
    self.data = data
    guard let vectors, case .text(let text) = extractor else {
      (self.method, features, described) = (words.method, extractor, words.described)
      reasons = [words.reason].compactMap(\.self)
      return
    }
    let scaled = try EncodedChoice(
      of: method, vectors.encoding, beside: text, scale: vectors.scale, data: data, pool: pool)
    features = .encoded(scaled.features)
    let last = try BaselineChoice(
      of: method, features: .ready(features), free: free.intersection(.cost), data: data, pool: pool)
    self.method = last.method
    described = words.described.merging(last.described) { _, new in new }
    reasons = [words.reason, scaled.reason, last.reason].compactMap(\.self)
  }

  /// Gives the data away, so that whoever trains can let documents go once they are numbers.
  public mutating func takeData() -> BaselineModel.Data {
    defer { data.training = [] }
    return data
  }
}
