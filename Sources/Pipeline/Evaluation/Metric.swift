// The metrics by which something is chosen, tuned or compared, each with one spelling: that of
// docs/metrics.md and of all files.

/// A metric of predictions. `Evaluation` computes all metrics, including these.
public enum Metric: Hashable, Codable, Sendable {
  /// The mean of the documents' F1.
  case exampleF1
  /// The harmonic mean of mean precision and mean recall, the original's F1.
  case f1OfMeans
  case microF1
  /// The mean over labels that some document truly has.
  case macroF1
  case precisionAt1, precisionAt5, ndcgAt5, averagePrecision
  /// The mean of example-based F1 and nDCG@5: with one of them alone, an epoch that is lucky on
  /// few validation documents may be worse in the other.
  case exampleF1AndNDCG
  /// The cross-entropy, of which less is better.
  case loss
  /// The negative cost of a document on average, where a wrong label costs
  /// `falsePositive` and a missed one `falseNegative`.
  case cost(falsePositive: Double, falseNegative: Double)

  /// What thresholds of models are tuned for.
  public static let ofThresholds: [Metric] = [.exampleF1, .f1OfMeans, .microF1]
  /// What decisions are tuned for; a cost has prices.
  public static let ofDecisions = ofThresholds + [.macroF1, .cost(falsePositive: 1, falseNegative: 1)]
  /// What epochs are chosen by.
  public static let ofEpochs: [Metric] = [.exampleF1AndNDCG, .exampleF1, .microF1, .precisionAt1, .ndcgAt5, .loss]
  /// What models are compared by.
  static let ofComparisons: [Metric] = [
    .exampleF1, .microF1, .macroF1, .precisionAt1, .precisionAt5, .ndcgAt5, .averagePrecision,
  ]
}

extension Metric: RawRepresentable, CustomStringConvertible {
  /// Reads a raw value or a name; nil for any other text. A cost is read only with both prices 1.
  public init?(rawValue: String) {
    let all = Self.ofDecisions + Self.ofEpochs + Self.ofComparisons
    guard let metric = all.first(where: { $0.rawValue == rawValue || $0.name == rawValue }) else { return nil }
    self = metric
  }

  /// The name without the prices of a cost.
  public var name: String {
    switch self {
    case .exampleF1: "exampleF1"
    case .f1OfMeans: "f1OfMeans"
    case .microF1: "microF1"
    case .macroF1: "macroF1"
    case .precisionAt1: "precision@1"
    case .precisionAt5: "precision@5"
    case .ndcgAt5: "ndcg@5"
    case .averagePrecision: "averagePrecision"
    case .exampleF1AndNDCG: "exampleF1+ndcg@5"
    case .loss: "loss"
    case .cost: "cost"
    }
  }

  /// The name; for a cost the word and its prices, `cost FALSE-POSITIVE:FALSE-NEGATIVE`.
  public var rawValue: String {
    if case .cost(let positive, let negative) = self { "cost \(positive):\(negative)" } else { name }
  }

  public var description: String { name }

  /// The value that predicted sets reach.
  ///
  /// - Precondition: it is among `ofDecisions`; the others need rankings or scores.
  public func value(of metrics: SetMetrics) -> Double {
    switch self {
    case .exampleF1: return metrics.exampleF1
    case .f1OfMeans: return metrics.f1OfMeans
    case .microF1: return metrics.microF1
    case .macroF1: return metrics.macroF1
    case .cost(let positive, let negative):
      let shared = metrics.microRecall * metrics.truePerDocument
      return -positive * (metrics.predictedPerDocument - shared)
        - negative * (metrics.truePerDocument - shared)
    default: preconditionFailure("\(self) is not of predicted sets")
    }
  }
}
