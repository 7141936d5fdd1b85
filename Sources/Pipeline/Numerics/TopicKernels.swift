// Gibbs sampling of topics, document after document.
import CNumerics

/// How often each word has each topic, and the sampler's room for a document.
package struct TopicCounts: Sendable {
  package let topics: Int
  /// [words, topics], filled with zeros to whole lanes.
  package let words: MatrixBuffer
  /// The counts of each topic over all words, which a `Float` would not hold exactly.
  package let totals: AlignedBuffer<Double>
  /// The length of a row of `words`.
  private let stride: Int
  private let alpha: Float
  private let beta: Float
  private let betaSum: Float
  private let memory: MatrixBuffer

  /// - Parameters:
  ///   - alpha: the prior weight of one topic.
  ///   - beta: the prior weight of one word, and `betaSum` that of all.
  package init(words: Int, topics: Int, alpha: Float, beta: Float, betaSum: Float) {
    self.topics = topics
    self.alpha = alpha
    self.beta = beta
    self.betaSum = betaSum
    stride = (topics + 15) & ~15
    self.words = MatrixBuffer(zeros: words, stride)
    memory = MatrixBuffer(zeros: 3, stride)
    totals = AlignedBuffer(zeros: stride)
  }

  /// Counts a word's topic.
  package func add(_ word: Int32, topic: Int32) {
    words[Int(word), Int(topic)] += 1
    totals[Int(topic)] += 1
  }

  /// Draws the topics of a document's tokens once more, each given all others.
  ///
  /// - Parameters:
  ///   - words: of all tokens; `topics` likewise.
  ///   - tokens: those of the document.
  ///   - uniforms: a number in [0, 1) for each token of the document.
  package func sweep(
    _ words: [Int32], topics: inout [Int32], tokens: Range<Int>, uniforms: [Float]
  ) {
    assert(uniforms.count >= tokens.count, "a number for each token")
    let (document, factors, sums) = (memory.row(0), memory.row(1), memory.row(2))
    document.clear()
    for token in tokens { document[Int(topics[token])] += 1 }
    let model = jn_topic_model(
      topics: self.topics, stride: stride, alpha: alpha, beta: beta, beta_sum: betaSum,
      words: self.words.view.base, totals: totals.base)
    words.withUnsafeBufferPointer { words in
      topics.withUnsafeMutableBufferPointer { topics in
        uniforms.withUnsafeBufferPointer { uniforms in
          guard let words = words.baseAddress, let topics = topics.baseAddress else { return }
          let start = tokens.lowerBound
          jn_topic_sweep(
            model,
            jn_topic_tokens(
              count: tokens.count, words: words + start, topics: topics + start,
              uniforms: uniforms.baseAddress),
            document.base, factors.base, sums.base)
        }
      }
    }
  }
}
