// word2vec: the choices, and the walk through the sequences. The arithmetic of
// a step is in NegativeSampling.swift.
import PipelineText
import CNumerics

/// Learns word vectors from the neighbours of words (Mikolov et al. 2013), as
/// the word2vec program in C does: window of random width, subsampling of
/// frequent words, negative sampling, linear decay of the learning rate.
///
/// One thread, sequence after sequence: the result depends on the sequences,
/// the parameters and the seed alone.
public struct Word2vec {
  /// What is predicted from what.
  public enum Model: String, CaseIterable, Sendable {
    /// A word from the mean of its neighbours.
    case cbow
    /// A word from each of its neighbours.
    case skipGram = "skip-gram"
  }

  /// The choices of a user.
  public struct Parameters: Equatable, Sendable {
    public var model: Model
    /// The length of the vectors.
    public var dimensions: Int
    /// The farthest neighbour; 0 takes the whole sequence, without drawing a
    /// smaller width for each word.
    public var window: Int
    /// Passes over the sequences.
    public var epochs: Int
    /// Words drawn for each word that was seen.
    public var negative: Int
    /// Words with a larger share of the text are left out at random, the more
    /// frequent the more often; 0 keeps all.
    public var sample: Double
    /// At the start.
    public var learningRate: Double
    /// The learning rate falls in a straight line and not below this.
    public var minimumLearningRate: Double

    /// The rate that suits a model, from the word2vec program.
    public static func learningRate(of model: Model) -> Double {
      model == .cbow ? 0.05 : 0.025
    }

    /// For the words of titles and sentences.
    public static let words = Parameters(
      model: .cbow, dimensions: 100, window: 5, epochs: 10, negative: 5, sample: 1e-3,
      learningRate: learningRate(of: .cbow), minimumLearningRate: 1e-5)

    /// For labels, whose sequences are short and have no order.
    public static let labels = Parameters(
      model: .skipGram, dimensions: 300, window: 0, epochs: 10, negative: 5, sample: 0,
      learningRate: learningRate(of: .skipGram), minimumLearningRate: 1e-5)
  }

  public let parameters: Parameters
  private let seed: UInt64

  /// - Precondition: the parameters are valid.
  public init(parameters: Parameters, seed: UInt64) {
    precondition((try? parameters.validate()) != nil, "parameters of word2vec out of bounds")
    self.parameters = parameters
    self.seed = seed
  }

  /// Vectors of all words of the vocabulary, in its order. A word that occurs
  /// in no sequence keeps the small random vector that it began with.
  ///
  /// - Parameters:
  ///   - sequences: of indices of this vocabulary; not empty.
  ///   - progress: called now and then with the words done, of
  ///     `epochs × tokenCount`.
  public func train(
    _ sequences: TokenSequences, vocabulary: Vocabulary, progress: (Int) -> Void = { _ in }
  ) -> WordVectors {
    precondition(sequences.count > 0, "there is nothing to learn from")
    var pass = Word2vecPass(
      parameters: parameters, seed: seed, counts: sequences.counts(of: vocabulary.count),
      tokenCount: sequences.tokenCount)
    for epoch in 0..<parameters.epochs {
      sequences.tokens.withUnsafeBufferPointer { tokens in
        for sequence in 0..<sequences.count {
          let range = sequences.offsets[sequence]..<sequences.offsets[sequence + 1]
          pass.learn(
            UnsafeBufferPointer(rebasing: tokens[range]), epoch: epoch, sequence: sequence)
          if sequence & 0x3FF == 0 { progress(pass.wordsDone) }
        }
      }
    }
    return WordVectors(
      words: vocabulary.texts, dimensions: parameters.dimensions, values: pass.inputVectors())
  }
}
