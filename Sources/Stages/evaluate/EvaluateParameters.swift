// What can be chosen about metrics and comparisons.
import Formats
import StageSupport

/// What is evaluated.
struct EvaluatedPart: DeclaredParameters {
  var part = ScoredPart.test

  static let declarations: [Declaration<Self>] = [
    .init("part", \.part, "Which documents the predictions must be of.")
  ]
}

/// How models are compared.
struct ComparisonParameters: DeclaredParameters, Equatable {
  var skipUnpaired = false
  var resamples = 1_000
  var seed: UInt64 = 1

  static let declarations: [Declaration<Self>] = [
    .init(
      "skipUnpaired", \.skipUnpaired,
      "With --compare: skip models that cannot be paired with the first, with a note, instead of refusing them."),
    .init(
      "resamples", \.resamples, in: .from(1, to: 1_000_000), "With --compare: samples of the bootstrap.",
      valueName: "n"),
    .init("seed", \.seed, "With --compare: the seed of the bootstrap."),
  ]
}
