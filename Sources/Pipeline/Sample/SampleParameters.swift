// What can be chosen about the generated corpus.
import Formats
import FormatsFiles

/// The size of a generated corpus, and the seed that it is drawn with.
public struct SampleParameters: DeclaredParameters {
  /// The number of documents; at least twice `labels`, if that is given.
  public var documents = 2_400
  /// Nil is `SampleCorpus.defaultLabelCount`, which a small corpus need not show in full.
  public var labels: Int?
  /// The seed of all random choices; equal seeds give equal bytes.
  public var seed: UInt64 = 1

  public init() {}

  /// The number of labels in force.
  public var labelCount: Int { labels ?? SampleCorpus.defaultLabelCount }

  public static let declarations: [Declaration<Self>] = [
    .init(
      "documents", \.documents, in: .atLeast(1), "How many documents to write.", valueName: "documents",
      validate: {
        guard let labels = $0.labels, $0.documents < 2 * labels else { return nil }
        return "must be at least \(2 * labels) (twice \(parameter: "labels")), so that every label occurs, but is "
          + "\($0.documents)"
      }),
    .init(
      "labels", \.labels,
      in: .from(Double(SampleCorpus.labelCounts.lowerBound), to: Double(SampleCorpus.labelCounts.upperBound)),
      "How many distinct tags the corpus has, at most half as many as documents.", valueName: "labels",
      default: "\(SampleCorpus.defaultLabelCount)", header: { .int($0.labelCount) }),
    .init("seed", \.seed, "The seed of all random choices.", valueName: "seed"),
  ]
}
