import Formats
@testable import PipelineEmbedding
@testable import PipelineNumerics
@testable import PipelineText
import XCTest

final class Word2vecTests: XCTestCase {
  private let topics = 4
  private let wordsPerTopic = 12

  /// Sentences of words of one topic each, with a few words that occur in all.
  private func corpus(sentences: Int = 1_500, seed: UInt64 = 1) -> (TokenSequences, Vocabulary) {
    let common = ["the", "of", "and"]
    let texts = (0..<topics * wordsPerTopic).map { "w\($0)" } + common
    let vocabulary = Vocabulary(texts: texts, counts: texts.map { _ in 1 })
    var random = RandomStream(seed: seed)
    var sequences = TokenSequences()
    for _ in 0..<sentences {
      let topic = random.next(below: topics)
      sequences.add(
        (0..<8).map { position in
          position % 3 == 2
            ? common[random.next(below: 3)]
            : "w\(topic * wordsPerTopic + random.next(below: wordsPerTopic))"
        }, in: vocabulary)
    }
    return (sequences, vocabulary)
  }

  private func parameters(_ model: Word2vec.Model, window: Int = 5, seed: UInt64 = 1) -> Word2vec.Parameters {
    var parameters = Word2vec.Parameters.words
    parameters.model = model
    parameters.dimensions = 20
    parameters.window = window
    parameters.seed = seed
    parameters.epochs = 4
    parameters.sample = 0
    parameters.learningRate = Word2vec.Parameters.learningRate(of: model)
    return parameters
  }

  /// For nearly every word all of its topic are nearer than any other word.
  func testWordsOfATopicEndUpTogether() {
    let (sequences, vocabulary) = corpus()
    for model in Word2vec.Model.allCases {
      for window in [0, 5] {
        var vectors = Word2vec(parameters(model, window: window))
          .train(sequences, vocabulary: vocabulary)
        XCTAssertEqual(vectors.scaleToUnitLength(), [])
        var together = 0
        let words = topics * wordsPerTopic
        for word in 0..<words {
          let near = (0..<words).filter { $0 != word }.sorted {
            cosine(vectors, word, $0) > cosine(vectors, word, $1)
          }.prefix(wordsPerTopic - 1)
          together += near.count { $0 / wordsPerTopic == word / wordsPerTopic }
        }
        let share = Double(together) / Double(words * (wordsPerTopic - 1))
        XCTAssertGreaterThan(share, 0.95, "\(model), window \(window)")
      }
    }
  }

  private func cosine(_ vectors: WordVectors, _ a: Int, _ b: Int) -> Float {
    zip(vectors[a], vectors[b]).reduce(0) { $0 + $1.0 * $1.1 }
  }

  func testTheSeedDecides() {
    let (sequences, vocabulary) = corpus(sentences: 50)
    func train(_ seed: UInt64) -> [Float] {
      Word2vec(parameters(.cbow, seed: seed)).train(sequences, vocabulary: vocabulary).values
    }
    XCTAssertEqual(train(1), train(1))
    XCTAssertNotEqual(train(1), train(2))
  }

  func testThreadsDoNotMatter() {
    let (sequences, vocabulary) = corpus(sentences: 300)
    for model in Word2vec.Model.allCases {
      var some = parameters(model)
      some.sample = 0.01
      let learnt = [1, 2, 3, 8].map { threads in
        Word2vec(some)
          .train(sequences, vocabulary: vocabulary, pool: WorkerPool(threads: threads))
          .values.map(\.bitPattern)
      }
      for other in learnt.dropFirst() { XCTAssertEqual(other, learnt[0], "\(model)") }
    }
  }

  /// Windows, thinning, noise, rates and batches are those of the plain program; sums in Float
  /// differ in the last digits.
  func testEqualsThePlainProgram() {
    var (sequences, vocabulary) = corpus(sentences: 60)
    // A list of tags that is too long for all pairs of it.
    sequences.add((0..<130).map { "w\($0 * 7 % 48)" }, in: vocabulary)
    let lists = (0..<sequences.count).map { sequence in
      sequences.tokens[sequences.offsets[sequence]..<sequences.offsets[sequence + 1]].map { Int($0) }
    }
    for model in Word2vec.Model.allCases {
      for (window, sample) in [(3, 0.02), (0, 0)] {
        var some = parameters(model, window: window, seed: 7)
        some.sample = sample
        some.epochs = 2
        let word2vec = Word2vec(some)
        let learnt = word2vec.train(sequences, vocabulary: vocabulary)
        let plain = PlainWord2vec(parameters: some).train(
          lists, words: vocabulary.count,
          batchSize: word2vec.batchSize(counts: sequences.counts(of: vocabulary.count)))
        for (word, expected) in plain.enumerated() {
          for (value, exact) in zip(learnt[word], expected) {
            XCTAssertEqual(Double(value), exact, accuracy: 1e-5, "\(model) \(window)")
          }
        }
      }
    }
  }

  func testFrequentWordsAreThinnedOut() {
    let vocabulary = Vocabulary(texts: ["often", "rare"], counts: [1, 1])
    var sequences = TokenSequences()
    for _ in 0..<2_000 { sequences.add(["often", "often"], in: vocabulary) }
    sequences.add(["rare", "often"], in: vocabulary)
    var some = parameters(.skipGram)
    some.epochs = 1
    some.dimensions = 4
    func change(sample: Double) -> Float {
      var parameters = some
      parameters.sample = sample
      let trained = Word2vec(parameters)
        .train(sequences, vocabulary: vocabulary)
      return trained[0].reduce(0) { $0 + abs($1) }
    }
    XCTAssertLessThan(change(sample: 1e-7), 0.6)
    XCTAssertGreaterThan(change(sample: 0), 2)
  }

  func testAWordWithoutNeighboursStaysAsItBegan() {
    let vocabulary = Vocabulary(texts: ["a", "b", "alone"], counts: [1, 1, 1])
    var sequences = TokenSequences()
    sequences.add(["a", "b"], in: vocabulary)
    sequences.add(["alone", "unknown"], in: vocabulary)
    XCTAssertEqual(sequences.count, 1)
    let vectors = Word2vec(parameters(.cbow))
      .train(sequences, vocabulary: vocabulary)
    XCTAssertEqual(vectors.words, ["a", "b", "alone"])
    XCTAssert(vectors[2].allSatisfy { abs($0) <= 0.5 / 20 })
  }

  func testSequencesOfDocuments() {
    let vocabulary = Vocabulary(texts: ["a", "b", "c"], counts: [1, 1, 1])
    let document = Document(
      id: "", title: ["a", "", "x", "b"], sentences: [["c"], ["c", "x", "b", "a"]],
      tags: ["b", "", "b", "c", "x"])
    var text = TokenSequences()
    text.addText(of: document, in: vocabulary)
    XCTAssertEqual(text.tokens, [0, 1, 2, 1, 0])
    XCTAssertEqual(text.offsets, [0, 2, 5])
    var tags = TokenSequences()
    tags.addTags(of: document, in: vocabulary)
    XCTAssertEqual(tags.tokens, [1, 2])
    XCTAssertEqual(tags.offsets, [0, 2])
  }

  func testProgressCountsWords() {
    let (sequences, vocabulary) = corpus(sentences: 1_500)
    var seen: [Int] = []
    _ = Word2vec(parameters(.cbow))
      .train(sequences, vocabulary: vocabulary) { seen.append($0) }
    XCTAssertGreaterThan(seen.first ?? 0, 0)
    XCTAssertGreaterThan(seen.count, 2)
    XCTAssertEqual(seen, seen.sorted())
    XCTAssertEqual(seen.last, 4 * 1_500 * 8)
  }

  func testProblemsOfParameters() {
    func problem(_ change: (inout Word2vec.Parameters) -> Void) -> String? {
      var parameters = Word2vec.Parameters.words
      change(&parameters)
      return complaint { try parameters.validate() }
    }
    XCTAssertNil(problem { _ in })
    XCTAssertNil(complaint { try Word2vec.Parameters.labels.validate() })
    XCTAssertEqual(
      problem { $0.dimensions = 0 }, "dimensions must be from 1 to 65536, but is 0")
    XCTAssertEqual(
      problem { $0.window = -1 }, "window must be at least 0, but is -1")
    XCTAssertEqual(problem { $0.epochs = 0 }, "epochs must be at least 1, but is 0")
    XCTAssertEqual(
      problem { $0.negative = 0 }, "negative must be from 1 to 1000, but is 0")
    XCTAssertEqual(problem { $0.sample = .nan }, "sample must be from 0 to 1, but is nan")
    XCTAssertEqual(
      problem { $0.learningRate = 0 },
      "learningRate must be above 0 and at most 1, but is 0.0")
    XCTAssertEqual(
      problem { $0.minimumLearningRate = 0.5 },
      "minLearningRate must be at most the learning rate 0.05, but is 0.5")
  }
}
