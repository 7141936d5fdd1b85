// word2vec: the parameters, and the loop over the batches. Examples are made in
// ExampleSource.swift; the arithmetic is in SampledGradients.swift.
import PipelineNumerics
import PipelineText
import Foundation

/// Learns word vectors from the neighbours of words (Mikolov et al. 2013), as
/// the word2vec program in C does: window of random width, subsampling of
/// frequent words, negative sampling, linear decay of the learning rate.
///
/// A few hundred examples are learnt at once: their gradients are computed at the vectors before
/// any of them is applied. So threads share the work, and the result depends only on the
/// sequences and the parameters.
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
    /// CBOW or skip-gram.
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
    /// The learning rate falls linearly but not below this.
    public var minimumLearningRate: Double
    /// The seed of all random numbers.
    public var seed: UInt64 = 1

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

  /// What was chosen.
  public let parameters: Parameters

  /// - Precondition: the parameters are valid.
  public init(_ parameters: Parameters) {
    precondition((try? parameters.validate()) != nil, "parameters of word2vec out of bounds")
    self.parameters = parameters
  }

  /// Vectors of all words of the vocabulary, in its order. A word that occurs
  /// in no sequence keeps the small random vector that it began with.
  ///
  /// - Parameters:
  ///   - sequences: of indices of this vocabulary; not empty.
  ///   - pool: has no influence on the result.
  ///   - progress: called now and then with the words done, of
  ///     `epochs × tokenCount`.
  public func train(
    _ sequences: TokenSequences, vocabulary: Vocabulary, pool: WorkerPool = WorkerPool(threads: 1),
    progress: (Int) -> Void = { _ in }
  ) -> WordVectors {
    precondition(sequences.count > 0, "there is nothing to learn from")
    let counts = sequences.counts(of: vocabulary.count)
    let size = batchSize(counts: counts)
    let gradients = SampledGradients(parameters: parameters, words: counts.count, batchSize: size)
    let batches = Batches(
      ExampleSource(sequences, counts: counts, parameters: parameters),
      noise: NoiseWords(counts: counts, seed: parameters.seed), words: counts.count,
      drawn: (0..<2).map { _ in NoiseBatch(examples: size, perExample: parameters.negative) })
    var next = 0
    while batches[next].count > 0 {
      let first = next
      // In each phase all parts learn from one batch and score the next, one more piece draws noise,
      // and another makes the batch after that, with noise that was drawn before: this one goes to the
      // thread whose last part is the smaller. A report ends with a batch that is learnt.
      pool.forEachPhase(Self.batchesBetweenReports + 1, pieces: gradients.parts + 2) {
        phase, piece in
        let number = first + phase
        let isLast = phase == Self.batchesBetweenReports
        switch piece - gradients.parts {
        case ..<0:
          if phase > 0 { gradients.add(piece, of: batches[number - 1], number: number - 1) }
          if !isLast { gradients.score(piece, of: batches[number], number: number) }
        case 0 where !isLast: batches.drawNoise(number + 2)
        case 1 where !isLast: batches.make(number + 1)
        default: break
        }
      }
      next += Self.batchesBetweenReports
      progress(batches.wordsDone)
    }
    return WordVectors(
      words: vocabulary.texts, dimensions: parameters.dimensions, values: gradients.inputVectors())
  }

  private static let batchesBetweenReports = 64

  /// The examples of a batch: as many as fit a core's cache with their vectors, at most a few
  /// thousand, fewer if a word would occur too often.
  ///
  /// Additions to the vector of a word that a batch has many times all point the same way, as
  /// none of them knows of the others. Their expected number times the learning rate is limited:
  /// 2 is 40 additions of rate 0.05. Vectors of TED talks began to diverge at 300.
  func batchSize(counts: [Int]) -> Int {
    let cache = 1 << 18
    let limit = 2.0
    let row = 4 * parameters.dimensions
    let total = Double(counts.reduce(0, +))
    let expected = parameters.sample * total
    let kept = counts.map { Double($0) * Double(ExampleSource.keep($0, expected: expected)) }
    let noise = counts.map { pow(Double($0), 0.75) }
    let (keptSum, noiseSum) = (kept.reduce(0, +), noise.reduce(0, +))
    let most =
      zip(kept, noise).map { kept, noise in
        kept / keptSum + Double(parameters.negative) * noise / noiseSum
      }.max() ?? 1
    return max(1, min(4_096, cache / (2 * row), Int(min(4_096, limit / (most * parameters.learningRate)))))
  }

  /// The batches that are learnt, scored and made at the same time. Sendable because in each phase
  /// one thread makes a batch, one draws for the batch after that, and others read the two before.
  private final class Batches: @unchecked Sendable {
    private var source: ExampleSource
    private var noise: NoiseWords
    private let words: Int32
    private let places = [SampledBatch(), SampledBatch(), SampledBatch()]
    private let drawn: [NoiseBatch]

    init(_ source: ExampleSource, noise: NoiseWords, words: Int, drawn: [NoiseBatch]) {
      self.source = source
      self.noise = noise
      self.words = Int32(words)
      self.drawn = drawn
      drawNoise(0)
      make(0)
      drawNoise(1)
    }

    var wordsDone: Int { source.wordsDone }

    subscript(number: Int) -> SampledBatch { places[number % 3] }

    /// Needs the noise of this number.
    func make(_ number: Int) { self[number].fill(from: &source, noise: drawn[number % 2], words: words) }

    func drawNoise(_ number: Int) { drawn[number % 2].draw(from: &noise) }
  }
}
