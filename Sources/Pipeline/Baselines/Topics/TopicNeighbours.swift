// Tags of training documents with similar topics: the original's LDA.
import Formats
import PipelineFeatures
import PipelineNumerics
import Foundation

/// Topics by Gibbs sampling, then nearest neighbours by the cosine of topic shares.
public struct TopicNeighbours: DocumentScorer {
  public static let form = ScoreForm.probabilities
  public let report: [String]

  private let parameters: Parameters
  private let model: TopicModel
  /// For each feature its word in the model, or -1.
  private let words: [Int32]
  /// Topic shares of training documents, one row per document, of unit length.
  private let shares: SparseMatrix
  private let basis: KernelBasis
  /// The labels of training documents, one row per document.
  private let labels: SparseMatrix

  /// Samples on one thread, so that the result does not depend on their number;
  /// topics of documents are found in parallel.
  ///
  /// - Throws: `FeaturesNotCounts` if features are not numbers of occurrences,
  ///   `NoWordsLeft`.
  public init(
    _ training: TrainingSet, parameters: Parameters, pool: WorkerPool,
    progress: @escaping WorkReport = { _, _ in }
  ) throws {
    let values = training.features.values
    guard values.allSatisfy({ $0 >= 0 && $0 == $0.rounded() }),
      values.reduce(0, { $0 + Double($1) }) <= Double(Int32.max)
    else { throw FeaturesNotCounts() }
    self.parameters = parameters
    let (words, count) = try Self.countableWords(training.features, maximumShare: parameters.maximumShare)
    self.words = words
    let counts = SparseMatrix(
      columnCount: Int(count),
      rows: (0..<training.features.count).map { Self.known(training.features[$0], words) })
    var sampler = TopicSampler(
      counts, topics: parameters.topics, alpha: parameters.alpha, beta: parameters.beta,
      seed: parameters.seed)
    let started = clock()
    for iteration in 1...parameters.iterations {
      sampler.sweep()
      progress(iteration, parameters.iterations)
    }
    // Processor time: a single thread works.
    let seconds = max(Double(clock() - started) / Double(CLOCKS_PER_SEC), 1e-6)
    let model =
      parameters.behaviour.leavesTopicsUnsmoothed
      ? TopicModel(
        unsmoothed: sampler.counts(), topics: parameters.topics, alpha: parameters.alpha)
      : TopicModel(sampler)
    self.model = model
    report = Self.report(sampler, model, counts, iterations: parameters.iterations, seconds: seconds)
    let rows = pool.map(counts.count) { Self.unit(model.topics(of: counts[$0])) }
    shares = SparseMatrix(columnCount: parameters.topics, rows: rows)
    basis = KernelBasis(shares, KernelFunction(gamma: 0))
    labels = SparseMatrix(
      columnCount: training.labelCount,
      rows: training.labels.map { SparseRow(columns: $0, values: $0.map { _ in 1 }) })
  }

  /// For each feature its word in the model or -1, and the number of words.
  ///
  /// - Throws: `NoWordsLeft`.
  private static func countableWords(
    _ features: SparseMatrix, maximumShare: Double
  ) throws -> (words: [Int32], count: Int32) {
    var frequencies = [Int](repeating: 0, count: features.columnCount)
    var occurrences = [Double](repeating: 0, count: features.columnCount)
    for (column, value) in zip(features.columns, features.values) where value > 0 {
      frequencies[Int(column)] += 1
      occurrences[Int(column)] += Double(value)
    }
    let most = maximumShare * Double(features.count)
    var words = [Int32](repeating: -1, count: frequencies.count)
    var count: Int32 = 0
    // A word that occurs still oftener says nothing, and counts are kept as floats.
    func isCountable(_ feature: Int) -> Bool { occurrences[feature] <= 16_777_216 }
    for feature in words.indices
    where frequencies[feature] > 0 && Double(frequencies[feature]) <= most && isCountable(feature) {
      words[feature] = count
      count += 1
    }
    guard count > 0 else { throw NoWordsLeft() }
    return (words, count)
  }

  /// How fast the sampling was and how well the topics fit.
  private static func report(
    _ sampler: TopicSampler, _ model: TopicModel, _ counts: SparseMatrix, iterations: Int, seconds: Double
  ) -> [String] {
    let tokens = Double(max(sampler.tokenCount, 1))
    let likelihood = sampler.logLikelihood() / tokens
    return [
      String(
        format: "%d tokens of %d words, %.4f s of processor time per iteration, %.1f million tokens/s",
        sampler.tokenCount, sampler.wordCount, seconds / Double(iterations),
        tokens * Double(iterations) / seconds / 1e6),
      String(
        format: "ln likelihood per token %.5f, perplexity %.2f, UMass coherence %.4f", likelihood,
        Foundation.exp(-likelihood), model.coherence(counts)),
    ]
  }

  /// A row in the words of the model.
  private static func known(_ row: SparseRow, _ words: [Int32]) -> SparseRow {
    var known = SparseRow()
    for (column, value) in zip(row.columns, row.values) where words[Int(column)] >= 0 && value > 0 {
      known.columns.append(words[Int(column)])
      known.values.append(value)
    }
    return known
  }

  private static func unit(_ shares: [Float]) -> SparseRow {
    var row = SparseRow(columns: Array(0..<Int32(shares.count)), values: shares)
    row.scaleToUnitLength()
    return row
  }

  public func scores(of features: SparseMatrix, pool: WorkerPool) -> SparseMatrix {
    let parts = pool.mapChunks(of: features.count, size: 16) { range in
      let queries = SparseMatrix(
        columnCount: parameters.topics,
        rows: range.map { Self.unit(model.topics(of: Self.known(features[$0], words))) })
      let cosines = MatrixBuffer(zeros: range.count, basis.stride)
      basis.kernels(of: queries, 0..<queries.count, into: cosines.view)
      var sum = SparseSum(columnCount: labels.columnCount)
      return (0..<range.count).map { vote(cosines.row($0), &sum) }
    }
    return SparseMatrix(columnCount: labels.columnCount, rows: parts.flatMap { $0 })
  }

  private func vote(_ cosines: VectorView, _ sum: inout SparseSum) -> SparseRow {
    let behaviour = parameters.behaviour
    // Most similar first; equally similar ones in the order of the corpus.
    let nearest = (0..<Int32(basis.count))
      .map { rankingKey(score: cosines[Int($0)], label: $0) }
      .smallest(parameters.neighbours)
    var total: Float = 0
    for key in nearest {
      let cosine = score(ofRankingKey: key)
      let weight = behaviour.unitesNeighbours ? 1 : max(cosine, 1e-6)
      total += weight
      for entry in labels.entries(of: Int(label(ofRankingKey: key))) {
        sum.add(weight, at: labels.columns[entry])
      }
    }
    var row = sum.take()
    for i in row.values.indices {
      let share = min(row.values[i] / total, 1)
      // A single neighbour is enough for the union: above one half.
      row.values[i] = behaviour.unitesNeighbours ? 0.5 + share / 2 : share
    }
    return row
  }

  public func write(to writer: StageWriter) throws {
    try writer.write("model/parameters", [String(decoding: parameters.stableJSON(), as: UTF8.self)])
    try writer.write("model/words", words)
    try writer.write(
      "model/weights", model.weights, shape: [model.wordCount, model.topics])
    try writer.write("model/documents", [Int64(shares.count)])
    try shares.write(to: writer, named: "model/shares")
    try labels.write(to: writer, named: "model/labels")
  }

  public init(_ contents: StageContents, labels labelCount: Int, features: Int) throws {
    parameters = try contents.decoded(Parameters.self, "model/parameters")
    do { try parameters.validate() } catch { throw contents.invalid("model/parameters", "\(error)") }
    words = try contents.integers("model/words", count: features)
    let weights = try contents.floats("model/weights")
    let count = weights.count / parameters.topics
    guard weights.count == count * parameters.topics,
      weights.allSatisfy({ $0 >= 0 && $0.isFinite })
    else { throw contents.invalid("model/weights", "they do not fit the number of topics") }
    guard words.allSatisfy({ $0 >= -1 && Int($0) < count }) else {
      throw contents.invalid("model/words", "a word is not among the \(count)")
    }
    model = TopicModel(topics: parameters.topics, alpha: parameters.alpha, weights: weights)
    let documents = try contents.longs("model/documents", count: 1)[0]
    guard (0..<Int64(Int32.max)).contains(documents) else {
      throw contents.invalid("model/documents", "is out of range")
    }
    shares = try SparseMatrix(
      contents, named: "model/shares", rows: Int(documents), columnCount: parameters.topics)
    labels = try SparseMatrix(
      contents, named: "model/labels", rows: Int(documents), columnCount: labelCount)
    basis = KernelBasis(shares, KernelFunction(gamma: 0))
    report = []
  }
}

/// The features are not counts of words.
public struct FeaturesNotCounts: Error {}

/// Every word occurs in more documents than it may, or there is none: topics would have
/// nothing to consist of.
public struct NoWordsLeft: Error {}
