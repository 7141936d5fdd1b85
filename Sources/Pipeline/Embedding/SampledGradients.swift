// Negative sampling for a batch of examples: scores at the vectors as they are, then gradients and
// all additions to the vectors. Raw memory of word2vec is handled here only.
import CNumerics
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
struct SampledGradients: @unchecked Sendable {
  private let parameters: Word2vec.Parameters
  private let words: Int
  private let batchSize: Int
  /// Scores for an example: one for each target, and room for whole vectors of scores.
  private let stride: Int
  private let columns: [Columns]
  /// [2, parts, examples, stride]: the products of two batches over the columns of each part.
  private let scores: AlignedBuffer<Float>

  /// Some columns of all vectors.
  private struct Columns {
    let range: Range<Int>
    /// `range` filled with zeros to whole kernels.
    let width: Int
    /// [2 words, width]: the outputs, then the inputs.
    let rows: AlignedBuffer<Float>
    /// [examples, width]: the inputs of a batch, and their changes.
    let inputs: AlignedBuffer<Float>
    let changes: AlignedBuffer<Float>
    /// [examples, stride]
    let factors: AlignedBuffer<Float>
  }

  /// How many parts there are.
  var parts: Int { columns.count }

  /// - Parameters:
  ///   - words: how many there are.
  ///   - batchSize: the most examples of a batch.
  init(parameters: Word2vec.Parameters, seed: UInt64, words: Int, batchSize: Int) {
    self.parameters = parameters
    self.words = words
    self.batchSize = batchSize
    let stride = (parameters.negative + 1 + 8 + 7) & ~7
    self.stride = stride
    columns = Self.ranges(parameters.dimensions).map { range in
      let width = (range.count + 15) & ~15
      return Columns(
        range: range, width: width, rows: AlignedBuffer(zeros: 2 * words * width),
        inputs: AlignedBuffer(zeros: batchSize * width),
        changes: AlignedBuffer(zeros: batchSize * width),
        factors: AlignedBuffer(zeros: batchSize * stride))
    }
    scores = AlignedBuffer(zeros: 2 * columns.count * batchSize * stride)
    var random = RandomStream(seed: seed, stream: Word2vec.Stream.start)
    for word in 0..<words {
      for part in columns {
        let row = part.rows.base + (words + word) * part.width
        for i in part.range.indices {
          row[i - part.range.lowerBound] =
            Float((random.nextUniform() - 0.5) / Double(parameters.dimensions))
        }
      }
    }
  }

  /// The columns of each part: about 64, the more the less each thread repeats for itself; two
  /// parts at least where each has 32, for two threads.
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
        values.append(
          contentsOf: UnsafeBufferPointer(
            start: part.rows.base + word * part.width, count: part.range.count))
      }
    }
    return values
  }

  /// Products of inputs and targets over the columns of a part. Needs what all batches before
  /// have added.
  ///
  /// - Parameter number: of the batch; its scores lie where those of the last but one were.
  func score(_ part: Int, of batch: SampledBatch, number: Int) {
    let columns = columns[part]
    jn_sampled_scores(
      batch.count, batch.examples.base, batch.rows.base, columns.width, columns.rows.base,
      columns.inputs.base, stride, scores.base + offset(number, part))
  }

  /// Makes all additions to the columns of a part. Needs the scores of all parts.
  func add(_ part: Int, of batch: SampledBatch, number: Int) {
    let columns = columns[part]
    jn_add_sampled(
      batch.count, batch.examples.base, batch.rows.base, columns.width, columns.inputs.base, parts,
      batchSize * stride, stride, scores.base + offset(number, 0), columns.changes.base,
      columns.factors.base, columns.rows.base)
  }

  private func offset(_ number: Int, _ part: Int) -> Int {
    (number % 2 * parts + part) * batchSize * stride
  }
}
