// What can be chosen about metrics, thresholds and cuts by rank.
import Formats

/// Which metrics are computed, and how.
public struct MetricParameters: DeclaredParameters, Equatable {
  /// Nil is that of training.
  public var threshold: Float?
  /// Nil is that of training.
  public var k: Int?
  /// Nil is the mean of the training documents.
  public var hammingDivisor: Double?
  /// The batch size of the original's metrics, which drop the last batch (docs/original.md, T3).
  public var batchSize = 128
  /// A of the propensities w = 1 + c·exp(−A·log(N+B)) (Jain et al. 2016).
  public var propensityA = 0.55
  /// B of the same.
  public var propensityB = 1.5

  public init() {}

  public static let declarations: [Declaration<Self>] = [
    .init(
      "threshold", \.threshold, in: .from(0, below: 1), "Predict tags with a score above it.",
      default: "as tuned in training", header: { $0.threshold.map { .double(Double($0)) } ?? .string("tuned") }),
    .init(
      "k", \.k, in: .atLeast(1), "How many tags a document gets in metrics of the best tags.", valueName: "n",
      default: "as in training", header: { $0.k.map { .int($0) } ?? .string("tuned") }),
    .init(
      "hammingDivisor", \.hammingDivisor, in: .from(1e-6, to: 1e9),
      "Tags per document by which the Hamming loss of the original program is divided.", valueName: "q",
      default: "the mean of the training documents",
      header: { $0.hammingDivisor.map { .double($0) } ?? .string("training") }),
    .init(
      "batchSize", \.batchSize, in: .atLeast(1),
      "Batch size of the original program's metrics, which drop the last batch.", valueName: "n"),
    .init(
      "propensityA", \.propensityA, in: .above(0, to: 10), "A of the propensities in psPrecision and psNdcg.",
      valueName: "a"),
    .init(
      "propensityB", \.propensityB, in: .above(0, to: 1e6), "B of the propensities in psPrecision and psNdcg.",
      valueName: "b"),
  ]
}

/// Parameters of all models that decide on tags: what they are is said once.
extension Declaration {
  /// The number of tags for a cut by rank.
  package static func rankCut(_ path: any WritableKeyPath<Owner, Int> & Sendable) -> Self {
    Self("topK", path, in: .atLeast(1), "The number of tags for a cut by rank, kept in the model.")
  }

  /// What a model's threshold is tuned for.
  ///
  /// - Parameter values: the values that can be given.
  package static func tunedFor<Value: Sendable>(
    _ path: any WritableKeyPath<Owner, Value> & Sendable, among values: [String]
  ) -> Self {
    Self("tune", path, among: values, "What the threshold is tuned for.")
  }
}
