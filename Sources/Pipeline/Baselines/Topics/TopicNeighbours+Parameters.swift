// What can be chosen about topics and their neighbours.
import Formats

extension TopicNeighbours {
  /// What can be chosen.
  public struct Parameters: Equatable, Codable, Sendable {
    /// K.
    public var topics = 100
    /// Sweeps over all tokens.
    public var iterations = 1000
    /// The sum of alpha over all topics; each has this divided by K. MALLET's default;
    /// the original meant 50.
    var alphaSum = 5.0
    /// The prior of each word in each topic.
    public var beta = 0.01
    /// The number of similar training documents used; all if there are fewer.
    public var neighbours = 10
    /// A word that more than this share of the training documents hold is left out.
    var maximumShare = 0.3
    /// The union of the neighbours' labels, as the original; alphaSum is divided by
    /// K twice, word weights are not smoothed (docs/original.md, Baselines).
    public var isOriginal = false
    /// The seed of the sampling.
    public var seed: UInt64 = 1

    public init() {}

    /// As the original runs it.
    public static var original: Self {
      var parameters = Self()
      (parameters.alphaSum, parameters.neighbours, parameters.isOriginal) = (50, 3, true)
      return parameters
    }

    var alpha: Double {
      let alpha = alphaSum / Double(topics)
      return isOriginal ? alpha / Double(topics) : alpha
    }
  }
}

extension TopicNeighbours.Parameters: DeclaredParameters {
  public static let declarations: [Declaration<Self>] = [
    .init("topics", \.topics, in: .from(1, to: 4096), "The number of topics."),
    .init("iterations", \.iterations, in: .atLeast(1), "Sweeps of Gibbs sampling over all words."),
    .init(
      "alphaSum", \.alphaSum, in: .above(0, to: 1e9), "The sum of the prior weights of topics in a document.",
      default: "\(Self().alphaSum); original: \(original.alphaSum)"),
    .init("beta", \.beta, in: .above(0, to: 1e9), "The prior weight of each word in a topic."),
    .init("neighbours", \.neighbours, in: .atLeast(1), "The number of similar documents.", isOption: false),
    .init(
      "maxDocumentShare", \.maximumShare, in: .above(0), "Leave out words that a larger share of the documents has."),
    .init("original", \.isOriginal, "As the original does it.", isOption: false),
  ]
}
