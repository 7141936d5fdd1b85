// Trained topics, and which of them a document has. It knows no label.
import PipelineFeatures
import PipelineNumerics
import Foundation

/// Topics as weights of words.
struct TopicModel: Equatable, Sendable {
  let topics: Int
  let wordCount: Int
  /// The prior weight of each topic in a document.
  let alpha: Double
  /// [words, topics].
  let weights: [Float]

  /// Smoothed probabilities of words, (n + beta) / Σ (n + beta).
  init(_ sampler: TopicSampler) {
    self.init(counts: sampler.counts(), topics: sampler.topics, alpha: sampler.alpha) { n, sum in
      (n + sampler.beta) / (sum + sampler.beta * Double(sampler.wordCount))
    }
  }

  /// exp(ψ(n) - ψ(Σ n)) without smoothing, 0 for n = 0: what gensim makes of
  /// MALLET's counts, as the original uses them (docs/original.md, Baselines).
  init(unsmoothed counts: [Float], topics: Int, alpha: Double) {
    self.init(counts: counts, topics: topics, alpha: alpha) { n, sum in
      n > 0 ? Foundation.exp(digamma(n) - digamma(sum)) : 0
    }
  }

  /// - Precondition: as many weights per word as topics.
  init(topics: Int, alpha: Double, weights: [Float]) {
    self.topics = topics
    self.alpha = alpha
    self.weights = weights
    wordCount = weights.count / max(topics, 1)
  }

  private init(
    counts: [Float], topics: Int, alpha: Double, weight: (Double, Double) -> Double
  ) {
    var sums = [Double](repeating: 0, count: topics)
    for (place, count) in counts.enumerated() { sums[place % topics] += Double(count) }
    self.init(
      topics: topics, alpha: alpha,
      weights: counts.enumerated().map {
        Float(weight(Double($0.element), sums[$0.offset % topics]))
      })
  }

  /// The share of each topic in a document, by variational inference (Hoffman et
  /// al. 2010); without known words all are equal. Gamma starts at 1, the mean of
  /// the random numbers from which gensim, and so the original, starts.
  func topics(of document: SparseRow, rounds: Int = 50) -> [Float] {
    var gamma = [Double](repeating: 1, count: topics)
    let known = document.columns.indices.filter { document.values[$0] > 0 }
    guard !known.isEmpty else {
      return [Float](repeating: 1 / Float(topics), count: topics)
    }
    var factors = expectations(gamma)
    weights.withUnsafeBufferPointer { weights in
      for _ in 0..<rounds {
        var next = [Double](repeating: 0, count: topics)
        for place in known {
          let row = Int(document.columns[place]) * topics
          var norm = 2.2e-16
          for topic in 0..<topics { norm += factors[topic] * Double(weights[row + topic]) }
          let share = Double(document.values[place]) / norm
          for topic in 0..<topics { next[topic] += share * Double(weights[row + topic]) }
        }
        var change = 0.0
        for topic in 0..<topics {
          let value = alpha + factors[topic] * next[topic]
          change += abs(value - gamma[topic])
          gamma[topic] = value
        }
        if change < 0.001 * Double(topics) { break }
        factors = expectations(gamma)
      }
    }
    let sum = gamma.reduce(0, +)
    return gamma.map { Float($0 / sum) }
  }

  /// exp(E ln theta).
  private func expectations(_ gamma: [Double]) -> [Double] {
    let sum = digamma(gamma.reduce(0, +))
    return gamma.map { Foundation.exp(digamma($0) - sum) }
  }

  /// The words of highest weight in a topic, best first.
  func bestWords(_ topic: Int, _ count: Int) -> [Int32] {
    (0..<Int32(wordCount))
      .map { rankingKey(score: weights[Int($0) * topics + topic], label: $0) }
      .smallest(count)
      .map { label(ofRankingKey: $0) }
  }

  /// The mean over topics of UMass coherence (Mimno et al. 2011): over pairs of the
  /// ten best words the mean of ln((D(a, b) + 1) / D(b)), b being the better one.
  func coherence(_ counts: SparseMatrix, words: Int = 10) -> Double {
    let best = (0..<topics).map { bestWords($0, words) }
    let byWord = counts.transposed()
    let documents = Dictionary(
      uniqueKeysWithValues: Set(best.joined()).map { word in
        (word, byWord.columns[byWord.entries(of: Int(word))])
      })
    var sum = 0.0
    for list in best {
      var own = 0.0
      var pairs = 0
      for (place, word) in list.enumerated() {
        for better in list[..<place] {
          let (a, b) = (documents[word] ?? [], documents[better] ?? [])
          guard !b.isEmpty else { continue }
          own += log(Double(Self.common(a, b) + 1) / Double(b.count))
          pairs += 1
        }
      }
      sum += own / Double(max(pairs, 1))
    }
    return sum / Double(topics)
  }

  private static func common(_ a: ArraySlice<Int32>, _ b: ArraySlice<Int32>) -> Int {
    var (i, j, count) = (a.startIndex, b.startIndex, 0)
    while i < a.endIndex, j < b.endIndex {
      if a[i] == b[j] {
        count += 1
        i += 1
        j += 1
      } else if a[i] < b[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return count
  }
}
