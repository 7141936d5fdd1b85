// What can be chosen about topics and their neighbours.
import Formats
import PipelineText

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
    /// Whether it behaves as the original (docs/original.md, L1, L3, L5).
    package var isOriginal = false
    /// The seed of the sampling.
    public var seed: UInt64 = 1

    public init() {}

    /// As a program runs it.
    public init(like behaviour: Behaviour) {
      guard behaviour == .original else { return }
      (alphaSum, neighbours, isOriginal) = (50, 3, true)
    }

    var behaviour: Behaviour { isOriginal ? .original : .own }

    var alpha: Double {
      let alpha = alphaSum / Double(topics)
      return behaviour.dividesAlphaTwice ? alpha / Double(topics) : alpha
    }
  }
}

extension TopicNeighbours.Parameters: DeclaredParameters {
  public static let declarations: [Declaration<Self>] = [
    .init("topics", \.topics, in: .from(1, to: 4096), "The number of topics."),
    .init("iterations", \.iterations, in: .atLeast(1), "Sweeps of Gibbs sampling over all words."),
    .init(
      "alphaSum", \.alphaSum, in: .above(0, to: 1e9), "The sum of the prior weights of topics in a document.",
      default: "\(Self().alphaSum); original: \(Self(like: .original).alphaSum)"),
    .init("beta", \.beta, in: .above(0, to: 1e9), "The prior weight of each word in a topic."),
    .init("neighbours", \.neighbours, in: .atLeast(1), "The number of similar documents.", isOption: false),
    .init(
      "maxDocumentShare", \.maximumShare, in: .above(0), "Leave out words that a larger share of the documents has."),
    .init("original", \.isOriginal, "As the original does it.", isOption: false),
  ]
}
