// From document vectors to a logit for each label.
import PipelineNumerics

/// logits = d W + b, kept label-major: W is [L, D], logits [L, B]. No product
/// then has to rearrange W, the largest matrix of all, and losses over pairs
/// of labels run along the documents.
final class OutputLayer: Sendable {
  let labels: Int
  let size: Int
  /// W, [L, D].
  let kernel: Parameter
  /// b, [L].
  let bias: Parameter
  let pool: WorkerPool
  private let packed = PackedMatrix()
  private let partial = MatrixBuffer()
  /// [sample, D]: rows of W, and their gradients.
  private let gathered = MatrixBuffer()
  private let gradients = MatrixBuffer()
  private static let chunk = 128
  private static let slices = 8

  init(labels: Int, size: Int, trained: Bool, pool: WorkerPool) {
    self.labels = labels
    self.size = size
    self.pool = pool
    kernel = Parameter("output/kernel", .kernel, labels, size, trained: trained)
    bias = Parameter("output/bias", .bias, labels, trained: trained)
  }

  var parameters: [Parameter] { [kernel, bias] }

  /// - Parameters:
  ///   - documents: [B, D].
  ///   - logits: [L, B], added to.
  func addLogits(_ documents: MatrixView, to logits: MatrixView) {
    packed.pack(documents.transposed)
    pool.forEachChunk(of: labels, size: Self.chunk) { [self] range in
      let b = bias.vector
      for label in range { add(b[label], to: logits.row(label)) }
      multiply(kernel.matrix[rows: range], packed, into: logits[rows: range], adding: true)
    }
  }

  /// Adds x · W_l + b_l to the logits of a sample of labels.
  ///
  /// - Parameters:
  ///   - documents: [B, D].
  ///   - sample: labels, ascending.
  ///   - logits: [sample, B], added to.
  func addLogits(_ documents: MatrixView, sample: [Int32], to logits: MatrixView) {
    packed.pack(documents.transposed)
    let gathered = gathered.reshape(sample.count, size)
    pool.forEachChunk(of: sample.count, size: Self.chunk) { [self] range in
      gathered[rows: range].gather(sample[range], of: kernel.matrix)
      let b = bias.vector
      for place in range { add(b[Int(sample[place])], to: logits.row(place)) }
      multiply(gathered[rows: range], packed, into: logits[rows: range], adding: true)
    }
  }

  private func add(_ number: Float, to row: VectorView) {
    for i in 0..<row.count { row[i] += number }
  }

  /// Overwrites the gradients of W and b, computes those of the documents, and
  /// the squares of W's for the clipping norm.
  ///
  /// - Parameters:
  ///   - l2: λ of the L2 term on W, which the norm includes.
  ///   - dLogits: [L, B].
  ///   - dDocuments: [B, D], overwritten.
  func backward(
    _ documents: MatrixView, dLogits: MatrixView, dDocuments: MatrixView, l2: Float
  ) {
    kernel.touched = nil
    bias.touched = nil
    let squares = backward(
      documents, rows: kernel.matrix, gradient: kernel.gradientMatrix, dLogits: dLogits,
      dDocuments: dDocuments, l2: l2)
    kernel.squares = (squares, l2)
    let dBias = bias.gradientVector
    pool.forEachChunk(of: labels, size: Self.chunk) { range in
      for label in range { dBias[label] = Self.sum(dLogits.row(label)) }
    }
  }

  /// As above for the sample that `addLogits` was given: only its rows of W and b have gradients.
  ///
  /// - Parameter dLogits: [sample, B].
  func backward(
    _ documents: MatrixView, sample: [Int32], dLogits: MatrixView, dDocuments: MatrixView,
    l2: Float
  ) {
    let gradients = gradients.reshape(sample.count, size)
    let squares = backward(
      documents, rows: gathered.view, gradient: gradients, dLogits: dLogits,
      dDocuments: dDocuments, l2: l2)
    let (dKernel, dBias) = (kernel.gradientMatrix, bias.gradientVector)
    pool.forEachChunk(of: sample.count, size: Self.chunk) { range in
      for place in range {
        let label = Int(sample[place])
        dKernel.row(label).copy(gradients.row(place))
        dBias[label] = Self.sum(dLogits.row(place))
      }
    }
    kernel.touched = sample
    kernel.squares = (squares, l2)
    bias.touched = sample
    bias.squares = nil
  }

  private static func sum(_ values: VectorView) -> Float {
    var sum: Float = 0
    for i in 0..<values.count { sum += values[i] }
    return sum
  }

  /// - Parameters:
  ///   - rows: [labels, D], of W.
  ///   - gradient: [labels, D], overwritten.
  /// - Returns: Σ (g + λ w)² of the gradient.
  private func backward(
    _ documents: MatrixView, rows: MatrixView, gradient: MatrixView, dLogits: MatrixView,
    dDocuments: MatrixView, l2: Float
  ) -> Double {
    packed.pack(documents)
    let (count, labels) = (documents.rows, rows.rows)
    // Each slice of the labels sums its share of dX on its own, whatever the
    // number of threads.
    let slices = Self.slices
    let partial = partial.reshape(slices * count, size)
    let squares = AlignedBuffer<Double>(zeros: slices)
    pool.forEach(slices) { [packed] slice in
      let (start, last) = (labels * slice / slices, labels * (slice + 1) / slices)
      let dX = partial.part(slice, rows: count)
      if start == last { dX.elements.clear() }
      for first in stride(from: start, to: last, by: Self.chunk) {
        let chunk = first..<min(first + Self.chunk, last)
        let (dY, w, g) = (dLogits[rows: chunk], rows[rows: chunk], gradient[rows: chunk])
        multiply(dY, packed, into: g)
        squares[slice] += g.elements.sumOfSquares(adding: w.elements, times: l2)
        // dX += dY^T W, while this chunk of dY is in the cache.
        multiply(dY.transposed, w, into: dX, adding: first > start)
      }
    }
    pool.forEachChunk(of: count * size, size: 4_096) { range in
      let sum = dDocuments.elements[range]
      sum.copy(partial.part(0, rows: count).elements[range])
      for slice in 1..<slices { sum.add(partial.part(slice, rows: count).elements[range]) }
    }
    return (0..<slices).reduce(0) { $0 + squares[$1] }
  }
}
