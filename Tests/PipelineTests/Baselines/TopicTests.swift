// Topics: counts that must add up, inference by the original's numbers, neighbours
// by hand.
import CNumerics
@testable import PipelineBaselines
@testable import PipelineFeatures
@testable import PipelineNumerics
import Foundation
import XCTest

final class TopicTests: XCTestCase {
  /// Documents about words 0–9 or about words 10–19, and which.
  private var corpus: TrainingSet {
    var random = RandomStream(seed: 3)
    var rows: [SparseRow] = []
    for document in 0..<60 {
      var counts: [Int32: Float] = [:]
      for _ in 0..<30 { counts[Int32(random.next(below: 10) + document % 2 * 10), default: 0] += 1 }
      let columns = counts.keys.sorted()
      rows.append(SparseRow(columns: columns, values: columns.map { counts[$0] ?? 0 }))
    }
    return TrainingSet(
      features: SparseMatrix(columnCount: 20, rows: rows),
      labels: (0..<60).map { [Int32($0 % 2)] }, labelCount: 3)
  }

  func testEveryTokenHasOneTopicAndLikelihoodRises() {
    let before = String(cString: jn_isa())
    for isa in ["base", "avx2", "avx512"] where jn_set_isa(isa) == 1 {
      var sampler = TopicSampler(corpus.features, topics: 2, alpha: 0.5, beta: 0.01, seed: 1)
      XCTAssertEqual(sampler.tokenCount, 1800)
      let first = sampler.logLikelihood()
      for _ in 0..<50 { sampler.sweep() }
      let counts = sampler.counts()
      XCTAssertEqual(counts.reduce(0, +), 1800)
      XCTAssert(counts.allSatisfy { $0 >= 0 })
      // Both halves of the words are distinguished, except for a token here and there.
      let strays = (0..<20).reduce(0) { $0 + min(counts[2 * $1], counts[2 * $1 + 1]) }
      XCTAssertLessThan(strays, 10, isa)
      XCTAssertGreaterThan(sampler.logLikelihood(), first + 500)
    }
    XCTAssertEqual(jn_set_isa(before), 1)
  }

  func testDrawsFollowTheirProbabilities() {
    // One word, three topics: topic t is drawn with (n + 1) / Σ (m + 1) of the other
    // tokens' counts n, the word being the same everywhere.
    let n: [Float] = [0, 2, 5]
    var drawn = [0, 0, 0]
    var random = RandomStream(seed: 5)
    let room = AlignedBuffer<Float>(zeros: 64)
    for _ in 0..<6000 {
      let words = room.base
      let (document, factors) = (room.base + 16, room.base + 32)
      let totals = AlignedBuffer<Double>(zeros: 16)
      for i in 0..<64 { room.base[i] = 0 }
      for topic in 0..<3 {
        words[topic] = n[topic] + (topic == 1 ? 1 : 0)
        totals[topic] = Double(words[topic])
        document[topic] = topic == 1 ? 1 : 0
      }
      var topic: Int32 = 1
      var sums = [Float](repeating: 0, count: 16)
      // alpha is great, so that the document does not matter; beta_sum as great makes
      // the topics' totals not matter.
      let (word, uniform) = ([Int32(0)], [Float(random.nextUniform())])
      word.withUnsafeBufferPointer { word in
        uniform.withUnsafeBufferPointer { uniform in
          withUnsafeMutablePointer(to: &topic) { topic in
            jn_topic_sweep(
              jn_topic_model(
                topics: 3, stride: 16, alpha: 1e6, beta: 1, beta_sum: 1e6, words: words,
                totals: totals.base),
              jn_topic_tokens(
                count: 1, words: word.baseAddress, topics: topic, uniforms: uniform.baseAddress),
              document, factors, &sums)
          }
        }
      }
      drawn[Int(topic)] += 1
      XCTAssertEqual(document[Int(topic)], 1)
    }
    for (count, share) in zip(drawn, [0.1, 0.3, 0.6]) {
      XCTAssertEqual(Double(count) / 6000, share, accuracy: 0.03)
    }
  }

  func testTheOriginalsInference() {
    // Three topics over six words; theta as gensim gives it.
    let counts: [[Float]] = [[3, 1, 0, 0, 0, 0], [0, 0, 2, 1, 1, 0], [0, 1, 0, 1, 0, 0]]
    let byWord = (0..<6).flatMap { word in counts.map { $0[word] } }
    let model = TopicModel(unsmoothed: byWord, topics: 3, alpha: 50.0 / 9)
    XCTAssertEqual(model.weights[0], 0.71653, accuracy: 1e-5)
    XCTAssertEqual(model.weights[3], 0.15988, accuracy: 1e-5)
    XCTAssertEqual(model.weights[6], 0)
    let document = SparseRow(columns: [0, 1, 2], values: [2, 1, 1])
    for (found, number) in zip(model.topics(of: document), [0.38307, 0.31720, 0.29972]) {
      XCTAssertEqual(Double(found), number, accuracy: 5e-4)
    }
    XCTAssertEqual(model.topics(of: SparseRow()), [1 / 3, 1 / 3, 1 / 3])
  }

  func testCoherenceByHand() {
    // Words 0 and 1 are in 2 and 3 documents, in one together: ln((1 + 1) / 3) where 1
    // is the better one.
    let model = TopicModel(topics: 1, alpha: 1, weights: [0.3, 0.7])
    let counts = SparseMatrix(
      columnCount: 2,
      rows: [[0], [0, 1], [1], [1]].map { SparseRow(columns: $0, values: $0.map { _ in 1 }) })
    XCTAssertEqual(model.bestWords(0, 10), [1, 0])
    XCTAssertEqual(model.coherence(counts), log(2.0 / 3), accuracy: 1e-12)
  }

  func testLikelihoodByHand() {
    // One topic: p(words) alone is left. Counts 2 and 1 of two words, beta 1:
    // Γ(2) Γ(3) Γ(2) / Γ(5) = 2 / 24.
    let counts = SparseMatrix(
      columnCount: 2, rows: [SparseRow(columns: [0, 1], values: [2, 1])])
    let sampler = TopicSampler(counts, topics: 1, alpha: 3, beta: 1, seed: 1)
    XCTAssertEqual(sampler.logLikelihood(), log(2.0 / 24), accuracy: 1e-10)
  }

  func testGammaFunctions() {
    for (x, value) in [(0.01, 4.599479878042022), (3.7, 1.4280723266653883), (1234.5, 7550.550901077896)] {
      XCTAssertEqual(logGamma(x), value, accuracy: 1e-9 * max(1, value))
    }
    XCTAssertEqual(digamma(1), -0.5772156649015329, accuracy: 1e-10)
    XCTAssertEqual(digamma(0.1), -10.423754940411076, accuracy: 1e-9)
    XCTAssertEqual(digamma(30) - digamma(29), 1.0 / 29, accuracy: 1e-10)
  }

  func testNeighboursVoteOrAreUnited() throws {
    var parameters = TopicNeighbours.Parameters()
    parameters.topics = 2
    parameters.iterations = 30
    parameters.maximumShare = 1
    parameters.neighbours = 5
    let pool = WorkerPool(threads: 2)
    let model = try TopicNeighbours(corpus, parameters: parameters, pool: pool)
    XCTAssertEqual(model.report.count, 2)
    let scores = model.scores(of: corpus.features, pool: pool)
    for row in 0..<60 {
      XCTAssertEqual(scores[row].columns, [Int32(row % 2)])
      XCTAssertEqual(scores[row].values[0], 1, accuracy: 1e-6)
    }
    // Any neighbour's label is above one half.
    parameters.isOriginal = true
    parameters.neighbours = 60
    let united = try TopicNeighbours(corpus, parameters: parameters, pool: pool)
      .scores(of: corpus.features, pool: pool)
    XCTAssertEqual(united[0].columns, [0, 1])
    XCTAssertEqual(united[0].values, [0.75, 0.75])
  }

  func testFrequentWordsAreLeftOutAndCountsAreDemanded() throws {
    var parameters = TopicNeighbours.Parameters()
    parameters.topics = 2
    parameters.iterations = 1
    parameters.maximumShare = 0.01
    let pool = WorkerPool(threads: 1)
    // Without a word there is nothing to learn.
    XCTAssertThrowsError(try TopicNeighbours(corpus, parameters: parameters, pool: pool)) {
      XCTAssert($0 is NoWordsLeft)
    }
    for value: Float in [-1, 0.5, 4e9] {
      let training = TrainingSet(
        features: SparseMatrix(
          columnCount: 1, rows: [SparseRow(columns: [0], values: [value])]),
        labels: [[0]], labelCount: 1)
      XCTAssertThrowsError(try TopicNeighbours(training, parameters: parameters, pool: pool)) {
        XCTAssert($0 is FeaturesNotCounts)
      }
    }
  }

  func testParametersOutOfRangeAreNamed() {
    var parameters = TopicNeighbours.Parameters()
    XCTAssertNil(complaint { try parameters.validate() })
    parameters.beta = 0
    XCTAssertEqual(complaint { try parameters.validate() }, "beta must be above 0 and at most 1000000000, but is 0.0")
    parameters.iterations = 0
    XCTAssertEqual(complaint { try parameters.validate() }, "iterations must be at least 1, but is 0")
    parameters.topics = 5000
    XCTAssertEqual(complaint { try parameters.validate() }, "topics must be from 1 to 4096, but is 5000")
  }
}
