// What can be chosen about a split.
import Formats

/// How documents are divided.
public struct SplitParameters: DeclaredParameters {
  /// -1 for one hold-out split.
  public var folds = -1
  /// The share of validation documents among those that are not for testing, in (0, 1).
  public var validationPortion = 0.1
  /// The share of test documents of a hold-out split and of the original's folds, in (0, 1).
  public var testPortion = 0.1
  /// Whether documents are divided in a random order.
  public var isShuffled = false
  /// Whether each part gets its share of every tag (Sechidis et al. 2011).
  public var isStratified = false
  /// Nil keeps all.
  public var trainingLimit: Int?
  /// The seed of the random order and of the stratification.
  public var seed: UInt64 = 1

  public init() {}

  public static let declarations: [Declaration<Self>] = [
    .init(
      "kfold", \.folds, in: .from(-1, to: 10_000),
      "The number of folds, at least 2 and at most that of documents; -1 for one hold-out split.",
      validate: { $0.folds == -1 || $0.folds >= 2 ? nil : "must be -1 (hold-out) or at least 2, but is \($0.folds)" }),
    .init(
      "validPortion", \.validationPortion, in: .above(0, below: 1),
      "The share of validation documents among those not in the test set."),
    .init(
      "testPortion", \.testPortion, in: .above(0, below: 1),
      "The share of test documents, in a hold-out split and in the original's folds."),
    .init("shuffle", \.isShuffled, "Divide the documents in a random order instead of file order."),
    .init("stratify", \.isStratified, "Give each part its share of every tag, by iterative stratification."),
    .init("seed", \.seed, "The seed of the random order and of the stratification."),
    .init(
      "trainingLimit", \.trainingLimit, in: .atLeast(1),
      "Keep only n training documents of each fold, evenly spaced: for learning curves.", valueName: "n",
      header: { $0.trainingLimit.map { .int($0) } }),
  ]
}
