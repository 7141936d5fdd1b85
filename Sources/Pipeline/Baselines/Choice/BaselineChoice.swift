// Chooses features and parameters of a baseline by the validation documents, in
// a few seconds. Weights are never fitted on them.
import Formats
import PipelineFeatures
import PipelineNumerics
import Foundation

/// Where the rows of documents come from.
public enum FeaturePlan: Sendable {
  /// From text features that are yet to be fitted.
  case text(TextFeatures.Parameters)
  /// From existing features.
  case ready(FeatureExtractor)
}

/// What was chosen for a baseline.
public struct BaselineChoice: Sendable {
  /// What may be chosen; the user decides everything else.
  public struct Freedom: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Which kinds of terms are counted.
    public static let terms = Freedom(rawValue: 1)
    /// How often a word of the title counts.
    public static let titleWeight = Freedom(rawValue: 2)
    /// C of linear classifiers.
    public static let cost = Freedom(rawValue: 4)
    /// The number of nearest neighbours.
    public static let neighbours = Freedom(rawValue: 8)

    /// Whether the names of labels are learnt as documents.
    public static let names = Freedom(rawValue: 16)

    /// The names of the parameters in headers of stage files.
    public var names: [String] {
      [
        (Self.terms, "terms"), (.titleWeight, "titleWeight"), (.cost, "cost"),
        (.neighbours, "neighbours"), (.names, "names"),
      ].filter { contains($0.0) }.map(\.1)
    }
  }

  /// The maximum count of numbers in the rows of all training documents, 8 bytes each and held
  /// twice for a while, with which a model is trained within 4 GiB.
  public static let mostEntries = 150_000_000

  /// The method with its chosen parameters.
  public private(set) var method: BaselineMethod
  /// What is read off documents.
  public private(set) var features: FeaturePlan
  /// Whether the names of labels are learnt as documents.
  public private(set) var learnsNames: Bool
  /// One line that says what was chosen from what, and why; nil if nothing
  /// was to be chosen.
  public private(set) var reason: String?

  /// The parameters, for headers of stage files.
  public var described: [String: StageHeader.Value] {
    guard case .text(let parameters) = features else { return method.parameters.described }
    return method.parameters.described.merging(parameters.described) { a, _ in a }
      .merging(["names": .string(learnsNames ? "learnt" : "not learnt")]) { a, _ in a }
  }

  /// Compares candidates on the validation documents, one question after the
  /// other: terms, title weight, names, then C or the number of neighbours. Of those that
  /// are no more than one standard error behind the best the simplest is taken.
  ///
  /// - Parameters:
  ///   - method: `ovr`, `tree` or `knn`; other models keep what they have. Trees
  ///     are judged by `ovr`, which is faster and wants the same features.
  ///   - free: what may be chosen.
  ///   - learnsNames: whether the names of labels are learnt, if that is not chosen.
  ///   - mostEntries: characters, of which rows hold ten times as many as of words, are not a
  ///     candidate if the rows of all training documents would hold more.
  /// - Throws: `FeatureRowsMissing`.
  public init(
    of method: BaselineMethod, features: FeaturePlan, free: Freedom, learnsNames: Bool = false,
    data: BaselineModel.Data, mostEntries: Int = mostEntries, pool: WorkerPool
  ) throws {
    self.method = method
    self.learnsNames = learnsNames
    self.features = features
    var free = free
    var judged: CandidateJudge.Model
    switch method {
    case .ovr(let parameters): judged = .linear(parameters)
    case .tree(let parameters): judged = .linear(parameters.linear)
    case .knn(let parameters): judged = .neighbours(parameters)
    default: return
    }
    let keepsLabels: Bool
    switch judged {
    case .linear:
      free.remove(.neighbours)
      keepsLabels = false
    case .neighbours:
      free.remove(.cost)
      keepsLabels = true
    }
    var text: TextFeatures.Parameters?
    if case .text(let parameters) = features {
      text = parameters
    } else {
      free.subtract([.terms, .titleWeight, .names])
    }
    guard !free.isEmpty else { return }
    let judge = try CandidateJudge(
      data, features: features, free: free, keepsLabels: keepsLabels, learnsNames: learnsNames,
      mostEntries: mostEntries, pool: pool)
    guard judge.documents > 1 else { return }
    var questions: [String] = []

    if var parameters = text {
      if parameters.terms.contains(.stems), parameters.language == nil {
        // Without a language there are no features to judge; fitting them says so.
        guard let language = judge.language else { return }
        parameters.language = language
      }
      if free.contains(.terms) {
        let candidates = judge.terms(parameters)
        let answer = judge.answer("", candidates, judged) { $0.name }
        parameters = candidates[answer.place]
        questions.append(answer.text)
        if let many = judge.tooManyCharacters {
          questions.append(
            "characters not tried, whose rows would hold \(many / 1_000_000) million numbers")
        }
      }
      if free.contains(.titleWeight), judge.hasTitles {
        let candidates = [parameters.titleWeight, 1].map { weight in
          var candidate = parameters
          candidate.titleWeight = weight
          return candidate
        }
        let answer = judge.answer("title weight", candidates, judged) { "\($0.titleWeight)" }
        parameters = candidates[answer.place]
        questions.append(answer.text)
      }
      if free.contains(.names), let answer = judge.names(parameters, judged) {
        self.learnsNames = judge.learnsNames
        questions.append(answer)
      }
      text = parameters
      self.features = .text(parameters)
    }
    switch judged {
    case .linear(var parameters) where free.contains(.cost):
      let (cost, answer) = judge.cost(text, parameters)
      parameters.cost = cost
      questions.append(answer)
      judged = .linear(parameters)
    case .neighbours(var parameters) where free.contains(.neighbours):
      let (neighbours, answer) = judge.neighbours(text, parameters)
      parameters.neighbours = neighbours
      questions.append(answer)
      judged = .neighbours(parameters)
    default: break
    }
    switch (method, judged) {
    case (.ovr, .linear(let parameters)): self.method = .ovr(parameters)
    case (.tree(var trees), .linear(let parameters)):
      trees.linear.cost = parameters.cost
      self.method = .tree(trees)
    case (.knn, .neighbours(let parameters)): self.method = .knn(parameters)
    default: break
    }
    reason =
      "chose \(questions.joined(separator: "; ")), judged by the rankings of "
      + "\(judge.documents) validation documents\(judge.sampleText)"
  }
}
