// Learns topics by collapsed Gibbs sampling, as MALLET does: the topic of each
// token is drawn given the topics of all others (Griffiths, Steyvers 2004).
import PipelineFeatures
import PipelineNumerics
import Foundation

/// Latent Dirichlet allocation in the course of training.
struct TopicSampler {
  let topics: Int
  let wordCount: Int
  let alpha: Double
  let beta: Double
  /// Tokens document by document, a word as often as it occurs.
  private let starts: [Int]
  private let words: [Int32]
  private var assignments: [Int32]
  private let topicCounts: TopicCounts
  private let seed: UInt64
  private var sweeps: UInt64 = 0

  var tokenCount: Int { words.count }

  /// Draws a first topic for each token.
  ///
  /// - Parameters:
  ///   - counts: how often each word occurs, one row per document.
  ///   - alpha: the prior weight of one topic.
  init(_ counts: SparseMatrix, topics: Int, alpha: Double, beta: Double, seed: UInt64) {
    self.topics = topics
    wordCount = counts.columnCount
    self.alpha = alpha
    self.beta = beta
    self.seed = seed
    var starts = [0]
    var words: [Int32] = []
    for document in 0..<counts.count {
      for entry in counts.entries(of: document) {
        let times = Int(counts.values[entry].rounded())
        words.append(contentsOf: repeatElement(counts.columns[entry], count: times))
      }
      starts.append(words.count)
    }
    var random = RandomStream(seed: seed, for: .initialTopics)
    assignments = words.map { _ in Int32(random.next(below: topics)) }
    topicCounts = TopicCounts(
      words: wordCount, topics: topics, alpha: Float(alpha), beta: Float(beta),
      betaSum: Float(beta * Double(wordCount)))
    for (word, topic) in zip(words, assignments) { topicCounts.add(word, topic: topic) }
    self.starts = starts
    self.words = words
  }

  /// Draws all topics once more, document after document.
  mutating func sweep() {
    sweeps += 1
    var random = RandomStream(seed: seed, for: .topics, at: sweeps)
    var uniforms: [Float] = []
    for (start, end) in zip(starts, starts.dropFirst()) {
      uniforms.removeAll(keepingCapacity: true)
      for _ in start..<end { uniforms.append(Float(random.next() >> 40) * 0x1p-24) }
      topicCounts.sweep(words, topics: &assignments, tokens: start..<end, uniforms: uniforms)
    }
  }

  /// How often each word has each topic: [words, topics].
  func counts() -> [Float] {
    (0..<wordCount).flatMap { word in
      (0..<topics).map { topicCounts.words[word, $0] }
    }
  }

  /// ln p(words, topics | alpha, beta), topic and word distributions integrated
  /// out.
  func logLikelihood() -> Double {
    let betaSum = beta * Double(wordCount)
    let alphaSum = alpha * Double(topics)
    var sum = 0.0
    for topic in 0..<topics {
      sum += logGamma(betaSum) - logGamma(betaSum + topicCounts.totals[topic])
    }
    let base = logGamma(beta)
    for word in 0..<wordCount {
      for topic in 0..<topics {
        let count = topicCounts.words[word, topic]
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
    shift = log(product)
  }
  let square = 1 / (x * x)
  let series =
    (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680)))) / x
  return (x - 0.5) * log(x) - x + 0.5 * log(2 * Double.pi) + series - shift
}

/// The derivative of ln Γ for x > 0.
func digamma(_ x: Double) -> Double {
  var (x, sum) = (x, 0.0)
  while x < 8 {
    sum -= 1 / x
    x += 1
  }
  let square = 1 / (x * x)
  return sum + log(x) - 0.5 / x
    - square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square / 240)))
}
