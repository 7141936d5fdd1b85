// Chooses features and parameters of a baseline by the validation documents, in
// a few seconds. Weights are never fitted on them.
import Formats
import PipelineFeatures
import PipelineNumerics
import Foundation

/// What was chosen for a baseline.
public struct BaselineChoice: Sendable {
  /// What may be chosen; the user decides everything else.
  public struct Freedom: OptionSet, Sendable {
    /// One bit for each of the choices below.
    public let rawValue: Int
    /// The choices whose bits are set.
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
  /// are no more than one standard error below the best the simplest is taken.
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
    guard var judged = CandidateJudge.Model(method) else { return }
    var free = free
    let keepsLabels: Bool
    switch judged {
    case .linear:
      free.remove(.neighbours)
      keepsLabels = false
    case .neighbours:
      free.remove(.cost)
      keepsLabels = true
    }
    if case .ready = features { free.subtract([.terms, .titleWeight, .names]) }
    guard !free.isEmpty else { return }
    let judge = try CandidateJudge(
      data, features: features, free: free, keepsLabels: keepsLabels, learnsNames: learnsNames,
      mostEntries: mostEntries, pool: pool)
    guard judge.documents > 1 else { return }
    var answers: [String] = []
    var text: TextFeatures.Parameters?
    if case .text(var parameters) = features {
      if parameters.terms.contains(.stems), parameters.language == nil {
        // Without a language there are no features to judge; fitting them says so.
        guard let language = judge.language else { return }
        parameters.language = language
      }
      answers += chooseFeatures(&parameters, free, by: judge, judged)
      text = parameters
      self.features = .text(parameters)
    }
    answers += Self.chooseNumber(&judged, free, by: judge, text)
    self.method = judged.parameters(in: method)
    reason =
      "chose \(answers.joined(separator: "; ")), judged by the rankings of "
      + "\(judge.documents) validation documents\(judge.sampleText)"
  }

  /// Terms, title weight and whether names are learnt; what was chosen from what.
  private mutating func chooseFeatures(
    _ parameters: inout TextFeatures.Parameters, _ free: Freedom, by judge: CandidateJudge,
    _ judged: CandidateJudge.Model
  ) -> [String] {
    var answers: [String] = []
    if free.contains(.terms) {
      let candidates = judge.terms(parameters)
      let answer = judge.answer("", candidates, judged) { $0.name }
      parameters = candidates[answer.place]
      answers.append(answer.text)
      if let many = judge.tooManyCharacters {
        answers.append(
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
      answers.append(answer.text)
    }
    if free.contains(.names), let answer = judge.names(parameters, judged) {
      learnsNames = judge.learnsNames
      answers.append(answer)
    }
    return answers
  }

  /// C or the number of neighbours; what was chosen from what.
  private static func chooseNumber(
    _ judged: inout CandidateJudge.Model, _ free: Freedom, by judge: CandidateJudge,
    _ text: TextFeatures.Parameters?
  ) -> [String] {
    switch judged {
    case .linear(var parameters) where free.contains(.cost):
      let (cost, answer) = judge.cost(text, parameters)
      parameters.cost = cost
      judged = .linear(parameters)
      return [answer]
    case .neighbours(var parameters) where free.contains(.neighbours):
      let (neighbours, answer) = judge.neighbours(text, parameters)
      parameters.neighbours = neighbours
      judged = .neighbours(parameters)
      return [answer]
    default: return []
    }
  }
}

extension CandidateJudge.Model {
  /// What candidates of a baseline are judged by; nil if nothing is chosen for it.
  fileprivate init?(_ method: BaselineMethod) {
    switch method {
    case .ovr(let parameters): self = .linear(parameters)
    case .tree(let trees): self = .linear(trees.linear)
    case .knn(let parameters): self = .neighbours(parameters)
    default: return nil
    }
  }

  /// The baseline with these parameters.
  fileprivate func parameters(in method: BaselineMethod) -> BaselineMethod {
    switch (method, self) {
    case (.ovr, .linear(let parameters)): return .ovr(parameters)
    case (.tree(var trees), .linear(let parameters)):
      trees.linear.cost = parameters.cost
      return .tree(trees)
    case (.knn, .neighbours(let parameters)): return .knn(parameters)
    default: return method
    }
  }
}
