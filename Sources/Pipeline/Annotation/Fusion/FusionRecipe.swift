// How a member of a fusion is trained: its model and features, as they were given or chosen on
// validation documents. The same recipe makes the member, the models of held-out parts and
// the member that has learnt the validation documents.
import Formats
import PipelineBaselines
import PipelineFeatures
import PipelineNumerics

/// How a member is trained.
struct FusionRecipe {
  /// How vectors of documents are used in its features.
  private enum Vectors {
    case none
    case alone(TextEncoding)
    case beside(TextEncoding, scale: Float)
  }

  private(set) var name: String
  private(set) var method: BaselineMethod
  private var features: FeaturePlan
  private var vectors = Vectors.none
  /// Whether the names of labels are learnt as documents.
  private(set) var learnsNames: Bool
  /// What was chosen from what, one line each.
  private(set) var reasons: [String] = []

  /// A member that reads words.
  ///
  /// - Throws: `FeatureRowsMissing`.
  init(
    words name: BaselineMethod.Name, _ parameters: FusionTraining.Parameters,
    _ data: BaselineModel.Data, _ pool: WorkerPool
  ) throws {
    let start = parameters.start(name)
    let choice = try BaselineChoice(
      of: start.method, features: start.features, free: start.free,
      learnsNames: parameters.learnsNames ?? false, data: data, pool: pool)
    (self.name, method, features) = (name.rawValue, choice.method, choice.features)
    learnsNames = choice.learnsNames
    reasons = [choice.reason].compactMap(\.self)
  }

  /// The same with vectors: in addition to the words for a linear model, alone for neighbours.
  ///
  /// - Throws: `FeatureRowsMissing`, `LanguageUnknown`.
  init(
    encoded words: FusionRecipe, _ encoding: TextEncoding, hasNameVectors: Bool,
    _ parameters: FusionTraining.Parameters, _ data: BaselineModel.Data, _ pool: WorkerPool
  ) throws {
    self = words
    name += "-encoded"
    // Neighbours of vectors alone learn no names; a linear model learns those that have vectors.
    learnsNames = words.learnsNames && hasNameVectors && method.name != .knn
    reasons = []
    var features = EncodedFeatures(encoding, beside: nil, scale: 1)
    var free = BaselineChoice.Freedom.neighbours
    vectors = .alone(encoding)
    if method.name != .knn,
      case .text(let text) = try words.features.extractor(fitting: data.training, pool: pool)
    {
      let chosen = try EncodedChoice(
        of: method, encoding, beside: text, scale: parameters.encodedScale, data: data, pool: pool)
      features = chosen.features
      free = .cost
      vectors = .beside(encoding, scale: features.scale)
      reasons += [chosen.reason].compactMap(\.self)
    }
    let choice = try BaselineChoice(
      of: method, features: .ready(.encoded(features)),
      free: parameters.start(words.method.name).free.intersection(free), data: data, pool: pool)
    method = choice.method
    reasons += [choice.reason].compactMap(\.self)
  }

  /// The extractor of its features, fitted on documents.
  ///
  /// - Throws: `LanguageUnknown`.
  func extractor(fitting documents: [Document], pool: WorkerPool) throws -> FeatureExtractor {
    if case .alone(let encoding) = vectors {
      return .encoded(EncodedFeatures(encoding, beside: nil, scale: 1))
    }
    let words = try features.extractor(fitting: documents, pool: pool)
    guard case .beside(let encoding, let scale) = vectors, case .text(let text) = words else {
      return words
    }
    return .encoded(EncodedFeatures(encoding, beside: text, scale: scale))
  }
}
