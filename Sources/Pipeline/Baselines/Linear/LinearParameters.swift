// What can be chosen about linear classifiers, with its defaults.
import Formats

/// What a classifier pays for a margin z = y (w·x + b).
public enum MarginLoss: String, CaseIterable, Codable, Sendable {
  /// max(0, 1 - z)²: the L2-loss support vector machine, scikit-learn's
  /// LinearSVC.
  case squaredHinge = "squared-hinge"
  /// max(0, 1 - z): the L1-loss support vector machine.
  case hinge
  /// ln(1 + exp(-z)): logistic regression.
  case logistic
}

/// min over (w, b) of ½ |(w, b)|² + cost · Σ loss. The bias is regularised, being
/// the weight of a feature that is always 1.
public struct LinearParameters: Equatable, Codable, Sendable {
  /// The loss of a margin.
  public var loss = MarginLoss.squaredHinge
  /// C: how much errors on training documents weigh against small weights.
  public var cost = 1.0
  /// Training ends when the projected gradient varies less than this.
  public var epsilon = 0.1
  /// The maximum number of passes over the documents.
  public var passes = 200
  /// Weights of a smaller absolute value are dropped.
  public var pruning = 0.01
  /// The seed of the order of documents.
  public var seed: UInt64 = 1

  public init() {}
}

extension LinearParameters: DeclaredParameters {
  public static let declarations: [Declaration<Self>] = [
    .init("loss", \.loss, "The loss."),
    .init(
      "cost", \.cost, in: .above(0, to: 1e15), "The cost of errors relative to that of large weights (C).",
      default: "\(Self().cost); chosen on the validation documents for ovr and tree; svm of word vectors: 100"),
    .init("epsilon", \.epsilon, in: .above(0), "Stop where the gradient varies less than this."),
    .init("passes", \.passes, in: .atLeast(1), "The maximum number of passes over the documents."),
    .init(
      "pruning", \.pruning, in: .atLeast(0), "Drop weights of a smaller absolute value.",
      default: "\(Self().pruning); tree: \(LabelTrees.Parameters().linear.pruning)"),
    .init("seed", \.seed, "The seed of all random numbers."),
  ]
}
