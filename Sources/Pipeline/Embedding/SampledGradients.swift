// Negative sampling for a batch of examples: scores at the vectors as they are, then gradients and
// all additions to the vectors.
import PipelineNumerics

/// Input and output vectors of all words, and what batches of examples add to them.
///
/// With h the vector of the input (a word, or the mean of a context), o_t the output vectors of
/// the targets, y = 1 for the first target and 0 for the others, an example goes down the
/// gradient of
///
///     loss = − Σ_t  y_t log σ(h · o_t) + (1 − y_t) log σ(−h · o_t)
///
/// (Mikolov et al. 2013, equation 4). With CBOW the change of the mean goes to each neighbour in
/// full, not divided by their number, as in the word2vec program.
///
/// The work is divided by columns: a part has some columns of all vectors, so that what a thread
/// writes stays in its own cache, and threads only give each other scores. The parts depend on the
/// dimensions alone, and sums over parts are made in their order, so that threads do not matter.
struct SampledGradients: Sendable {
  private let parameters: Word2vec.Parameters
  private let words: Int
  private let batchSize: Int
  private let columns: [Columns]
  /// [2, parts, examples, scores]: the products of two batches over the columns of each part.
  private let scores: MatrixBuffer

  /// Some columns of all vectors: the outputs of the words, then their inputs.
  private struct Columns {
    let range: Range<Int>
    let kernels: SampledColumns
  }

  /// How many parts there are.
  var parts: Int { columns.count }

  /// - Parameters:
  ///   - words: how many there are.
  ///   - batchSize: the most examples of a batch.
  init(parameters: Word2vec.Parameters, words: Int, batchSize: Int) {
    self.parameters = parameters
    self.words = words
    self.batchSize = batchSize
    let scoreCount = SampledColumns.scoreCount(targets: parameters.negative + 1)
    columns = Self.ranges(parameters.dimensions).map { range in
      Columns(
        range: range,
        kernels: SampledColumns(
          vectors: 2 * words, columns: range.count, batchSize: batchSize, scoreCount: scoreCount))
    }
    scores = MatrixBuffer(zeros: 2 * columns.count * batchSize, scoreCount)
    var random = RandomStream(seed: parameters.seed, for: .initialVectors)
    for word in 0..<words {
      for part in columns {
        let row = part.kernels.vectors.row(words + word)
        for i in 0..<part.range.count {
          row[i] = Float((random.nextUniform() - 0.5) / Double(parameters.dimensions))
        }
      }
    }
  }

  /// The columns of each part: about 64, since with more each thread repeats less work; at least
  /// two parts, for two threads, if each has 32.
  static func ranges(_ dimensions: Int) -> [Range<Int>] {
    let blocks = (dimensions + 15) / 16
    let parts = max(min(2, blocks / 2), (blocks + 3) / 4, 1)
    return (0..<parts).map { part in
      // The first parts are the larger ones.
      let ends = (part...part + 1).map { min(dimensions, 16 * (($0 * blocks + parts - 1) / parts)) }
      return ends[0]..<ends[1]
    }
  }

  /// [words, dimensions]
  func inputVectors() -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(words * parameters.dimensions)
    for word in words..<2 * words {
      for part in columns {
        values += part.kernels.vectors.row(word)[0..<part.range.count].values
      }
    }
    return values
  }

  /// Products of inputs and targets over the columns of a part. Needs what all batches before
  /// have added.
  ///
  /// - Parameter number: the number of the batch; its scores replace those of the last but one.
  func score(_ part: Int, of batch: SampledBatch, number: Int) {
    columns[part].kernels.score(
      batch.kernelExamples, into: scores(number, part..<part + 1))
  }

  /// Makes all additions to the columns of a part. Needs the scores of all parts.
  func add(_ part: Int, of batch: SampledBatch, number: Int) {
    columns[part].kernels.add(
      batch.kernelExamples, scores: scores(number, 0..<parts), parts: parts)
  }

  /// Where the scores of a batch over the columns of some parts are.
  private func scores(_ number: Int, _ own: Range<Int>) -> MatrixView {
    let first = number % 2 * parts
    return scores[rows: (first + own.lowerBound) * batchSize..<(first + own.upperBound) * batchSize]
  }
}
