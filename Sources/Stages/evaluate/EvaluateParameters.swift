// What can be chosen about metrics and comparisons.
import Formats
import StageSupport

/// Which metrics are computed, and how.
struct EvaluateParameters: DeclaredParameters {
  /// Nil is that of training.
  var threshold: Float?
  /// Nil is that of training.
  var k: Int?
  /// Nil is the mean of the training documents.
  var hammingDivisor: Double?
  var batchSize = 128
  var propensityA = 0.55
  var propensityB = 1.5

  static let declarations: [Declaration<Self>] = [
    .init(
      "threshold", \.threshold, in: .from(0, below: 1), "Predict labels with a score above it.",
      default: "as tuned in training", header: { $0.threshold.map { .double(Double($0)) } ?? .string("tuned") }),
    .init(
      "k", \.k, in: .atLeast(1), "How many labels a document gets in metrics of the best labels.", valueName: "n",
      default: "as in training", header: { $0.k.map { .int($0) } ?? .string("tuned") }),
    .init(
      "hammingDivisor", \.hammingDivisor, in: .above(0),
      "Labels per document by which --compat original divides the Hamming loss.", valueName: "q",
      default: "the mean of the training documents",
      header: { $0.hammingDivisor.map { .double($0) } ?? .string("training") }),
    .init(
      "batchSize", \.batchSize, in: .atLeast(1), "Batch size; with --compat original the last batch is dropped.",
      valueName: "n"),
    .init(
      "propensityA", \.propensityA, in: .above(0), "A of the propensities in psPrecision and psNdcg.", valueName: "a"),
    .init(
      "propensityB", \.propensityB, in: .above(-1), "B of the propensities in psPrecision and psNdcg.", valueName: "b"),
  ]
}

/// How models are compared.
struct ComparisonParameters: DeclaredParameters {
  var skipUnpaired = false
  var resamples = 1_000
  var seed: UInt64 = 1

  static let declarations: [Declaration<Self>] = [
    .init(
      "skipUnpaired", \.skipUnpaired,
      "With --compare: leave out models that cannot be paired with the first, with a word, instead of refusing them."),
    .init("resamples", \.resamples, in: .atLeast(1), "With --compare: samples of the bootstrap.", valueName: "n"),
    .init("seed", \.seed, "With --compare: the seed of the bootstrap."),
  ]
}
