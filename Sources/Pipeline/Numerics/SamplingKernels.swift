// The kernels of negative sampling, for some columns of all vectors.
import CNumerics

/// The numbers of rows that an example of word2vec reads, and its learning rate.
package typealias SampledExample = jn_example

/// Examples with the rows that they read, one after the other: for each example first those of its
/// targets, the word that was seen before those that were drawn, then those of its contexts.
package struct SampledExamples {
  private let count: Int
  private let examples: AlignedBuffer<SampledExample>
  private let rows: AlignedBuffer<Int32>

  package init(count: Int, _ examples: AlignedBuffer<SampledExample>, rows: AlignedBuffer<Int32>) {
    self.count = count
    self.examples = examples
    self.rows = rows
  }

  fileprivate var c: jn_samples { jn_samples(count: count, examples: examples.base, index: rows.base) }
}

/// Some columns of all vectors, with room for a batch.
package struct SampledColumns: Sendable {
  /// [vectors, columns], filled with zeros to whole lanes.
  package let vectors: MatrixBuffer
  /// [examples, columns]: the inputs of a batch, and their changes.
  private let inputs: MatrixBuffer
  private let changes: MatrixBuffer
  /// [examples, targets]
  private let factors: MatrixBuffer

  /// The row of scores of an example: one for each target, and room for whole lanes.
  package static func scoreCount(targets: Int) -> Int { (targets + 8 + 7) & ~7 }

  /// - Parameters:
  ///   - batchSize: the most examples of a batch.
  ///   - scoreCount: the scores of an example, as above.
  package init(vectors: Int, columns: Int, batchSize: Int, scoreCount: Int) {
    let width = (columns + 15) & ~15
    self.vectors = MatrixBuffer(zeros: vectors, width)
    inputs = MatrixBuffer(zeros: batchSize, width)
    changes = MatrixBuffer(zeros: batchSize, width)
    factors = MatrixBuffer(zeros: batchSize, scoreCount)
  }

  /// Keeps the mean of each example's contexts as its input, and multiplies it with its targets.
  ///
  /// - Parameter scores: [examples, scoreCount].
  package func score(_ examples: SampledExamples, into scores: MatrixView) {
    assert(scores.isContiguous && scores.columns == factors.view.columns, "room for whole lanes")
    jn_sampled_scores(examples.c, columns, scores.columns, scores.base)
  }

  /// Adds the changes that the examples cause: see `SampledGradients`.
  ///
  /// - Parameters:
  ///   - scores: of all columns, part after part, [parts · batchSize, scoreCount]; their sum in
  ///     this order counts.
  package func add(_ examples: SampledExamples, scores: MatrixView, parts: Int) {
    assert(scores.isContiguous && scores.columns == factors.view.columns, "room for whole lanes")
    jn_add_sampled(
      examples.c, columns,
      jn_scores(
        values: scores.base, blocks: parts, apart: scores.rows / parts * scores.columns,
        stride: scores.columns))
  }

  private var columns: jn_sampled_columns {
    jn_sampled_columns(
      width: vectors.view.columns, rows: vectors.view.base, inputs: inputs.view.base,
      changes: changes.view.base, factors: factors.view.base)
  }
}
