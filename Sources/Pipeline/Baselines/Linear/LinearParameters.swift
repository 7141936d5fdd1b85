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
  public var loss = MarginLoss.squaredHinge
  /// C: how much errors on training documents weigh against small weights.
  public var cost = 1.0
  /// Work ends where the projected gradient varies less than this.
  public var epsilon = 0.1
  /// The greatest number of passes over the documents.
  public var passes = 200
  /// Weights of a smaller absolute value are dropped.
  public var pruning = 0.01
  public var seed: UInt64 = 1

  public init() {}

  /// What is wrong with the values; nil if nothing is.
  public func violation() -> String? {
    if !(cost > 0 && cost.isFinite) { return "--cost must be above 0, but is \(cost)" }
    if !(epsilon > 0 && epsilon.isFinite) {
      return "--epsilon must be above 0, but is \(epsilon)"
    }
    if passes < 1 { return "--passes must be at least 1, but is \(passes)" }
    if !(pruning >= 0 && pruning.isFinite) {
      return "--pruning must not be negative, but is \(pruning)"
    }
    return nil
  }

  /// For the header of a stage file; the seed has a place of its own there.
  public var described: [String: StageHeader.Value] {
    [
      "loss": .string(loss.rawValue), "cost": .double(cost), "epsilon": .double(epsilon),
      "passes": .int(passes), "pruning": .double(pruning),
    ]
  }
}
