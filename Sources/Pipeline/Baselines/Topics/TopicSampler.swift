// Learns topics by collapsed Gibbs sampling, as MALLET does: the topic of each
// token is drawn given the topics of all others (Griffiths, Steyvers 2004).
import PipelineFeatures
import PipelineNumerics
import CNumerics
import Foundation

/// Latent Dirichlet allocation in the course of training.
struct TopicSampler {
  let topics: Int
  let wordCount: Int
  let alpha: Double
  let beta: Double
  /// Rows of counts are padded to a multiple of 16.
  let stride: Int
  /// Tokens document by document, a word as often as it occurs.
  private let starts: [Int]
  private let words: [Int32]
  private var assignments: [Int32]
  private let wordTopics: AlignedBuffer<Float>
  private let totals: AlignedBuffer<Float>
  private let seed: UInt64
  private var sweeps: UInt64 = 0

  var tokenCount: Int { words.count }

  /// Draws a first topic for each token.
  ///
  /// - Parameters:
  ///   - counts: how often each word occurs, one row per document.
  ///   - alpha: of one topic.
  init(_ counts: SparseMatrix, topics: Int, alpha: Double, beta: Double, seed: UInt64) {
    self.topics = topics
    wordCount = counts.columnCount
    self.alpha = alpha
    self.beta = beta
    self.seed = seed
    stride = (topics + 15) & ~15
    var starts = [0]
    var words: [Int32] = []
    for document in 0..<counts.count {
      for entry in counts.entries(of: document) {
        let times = Int(counts.values[entry].rounded())
        words.append(contentsOf: repeatElement(counts.columns[entry], count: times))
      }
      starts.append(words.count)
    }
    var random = RandomStream(seed: seed, stream: 0x4C44_4100)
    assignments = words.map { _ in Int32(random.next(below: topics)) }
    wordTopics = AlignedBuffer(zeros: wordCount * stride)
    totals = AlignedBuffer(zeros: stride)
    for (word, topic) in zip(words, assignments) {
      wordTopics.base[Int(word) * stride + Int(topic)] += 1
      totals.base[Int(topic)] += 1
    }
    self.starts = starts
    self.words = words
  }

  /// Draws all topics once more, document after document.
  mutating func sweep() {
    sweeps += 1
    var random = RandomStream(seed: seed, stream: 0x4C44_4101, sweeps)
    let document = AlignedBuffer<Float>(zeros: stride)
    let factors = AlignedBuffer<Float>(zeros: stride)
    let sums = AlignedBuffer<Float>(zeros: stride)
    var uniforms: [Float] = []
    assignments.withUnsafeMutableBufferPointer { assignments in
      words.withUnsafeBufferPointer { words in
        guard let words = words.baseAddress, let topics = assignments.baseAddress else { return }
        for number in 0..<starts.count - 1 {
          let (start, count) = (starts[number], starts[number + 1] - starts[number])
          for topic in 0..<stride { document.base[topic] = 0 }
          for token in start..<start + count { document.base[Int(topics[token])] += 1 }
          uniforms.removeAll(keepingCapacity: true)
          for _ in 0..<count { uniforms.append(Float(random.next() >> 40) * 0x1p-24) }
          jn_topic_sweep(
            count, words + start, topics + start, uniforms, self.topics, stride, Float(alpha),
            Float(beta), Float(beta * Double(wordCount)), wordTopics.base, document.base,
            totals.base, factors.base, sums.base)
        }
      }
    }
  }

  /// How often each word has each topic: [words, topics].
  func counts() -> [Float] {
    (0..<wordCount).flatMap { word in
      (0..<topics).map { wordTopics.base[word * stride + $0] }
    }
  }

  /// ln p(words, topics | alpha, beta), topic and word distributions integrated
  /// out.
  func logLikelihood() -> Double {
    let betaSum = beta * Double(wordCount)
    let alphaSum = alpha * Double(topics)
    var sum = 0.0
    for topic in 0..<topics {
      sum += logGamma(betaSum) - logGamma(betaSum + Double(totals.base[topic]))
    }
    let base = logGamma(beta)
    for word in 0..<wordCount {
      for topic in 0..<topics {
        let count = wordTopics.base[word * stride + topic]
        if count > 0 { sum += logGamma(beta + Double(count)) - base }
      }
    }
    let alphaBase = logGamma(alpha)
    var counts = [Int](repeating: 0, count: topics)
    for document in 0..<starts.count - 1 {
      let tokens = starts[document]..<starts[document + 1]
      for token in tokens { counts[Int(assignments[token])] += 1 }
      sum += logGamma(alphaSum) - logGamma(alphaSum + Double(tokens.count))
      for topic in counts.indices where counts[topic] > 0 {
        sum += logGamma(alpha + Double(counts[topic])) - alphaBase
        counts[topic] = 0
      }
    }
    return sum
  }
}

/// ln Γ(x) for x > 0, by recurrence and Stirling's series.
func logGamma(_ x: Double) -> Double {
  var (x, shift) = (x, 0.0)
  if x < 8 {
    var product = 1.0
    while x < 8 {
      product *= x
      x += 1
    }
    shift = logarithm(product)
  }
  let square = 1 / (x * x)
  let series =
    (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680)))) / x
  return (x - 0.5) * logarithm(x) - x + 0.5 * logarithm(2 * Double.pi) + series - shift
}

/// The derivative of ln Γ for x > 0.
func digamma(_ x: Double) -> Double {
  var (x, sum) = (x, 0.0)
  while x < 8 {
    sum -= 1 / x
    x += 1
  }
  let square = 1 / (x * x)
  return sum + logarithm(x) - 0.5 / x
    - square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square / 240)))
}
