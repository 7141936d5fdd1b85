// What can be chosen about similarities of labels.
import Formats

/// Which similarities are kept.
public struct SimilarityParameters: DeclaredParameters {
  public var threshold = 0.0
  /// Nil keeps all.
  public var neighbours: Int?

  public init() {}

  public static let declarations: [Declaration<Self>] = [
    .init(
      "similarityThreshold", \.threshold, in: .from(0, to: 1), "Smaller similarities become 0.", valueName: "value"),
    .init(
      "similarityTopN", \.neighbours, in: .atLeast(1), "Keep only so many most similar labels of each label.",
      valueName: "n", default: "all", header: { .int($0.neighbours ?? 0) }),
  ]
}
