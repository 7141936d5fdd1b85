// Attention with a context vector for each label: forward pass. The backward pass is in
// LabelAttention+Backward.swift; attention with one context vector is AttentionPooling.
import PipelineNumerics
import Foundation

/// Label-wise attention pooling (Dong et al. 2020, arXiv 2010.15728). For each sequence with
/// states s_1 … s_n, each D wide, and each of the labels l that are wanted there:
///
///     u_i    = tanh(s_i A + a)                        M wide, shared by all labels
///     p_l    = softmax over i of (u_i · v_l),   result_l = Σ p_l,i s_i
///
/// v_l is the label's context vector. For one sequence with k labels that is
/// P = softmax(V U^T), result = P S, with V [k, M], U [n, M], S [n, D].
final class LabelAttention: Sendable {
  let stateSize: Int
  let attentionSize: Int
  /// A, [D, M].
  let kernel: Parameter
  /// a, [M].
  let bias: Parameter
  /// v, [L, M]. Only rows of labels that are looked at are updated.
  let contexts: Parameter
  let pool: WorkerPool

  /// [positions, M] after `forward`: u; the backward pass leaves dL/d(s A + a) there.
  let projected = MatrixBuffer()
  /// P after `forward`: for sequence s [k, n] from `weightStarts[s]` on.
  private let weights = AlignedBuffer<Float>()
  private let starts = StepState([0])
  var weightStarts: [Int] { starts.value }
  /// [rows, D] after `forward`: the results.
  let pooled = MatrixBuffer()
  let packedKernel = PackedMatrix()
  let contextGradients = MatrixBuffer()
  let sliceGradients = MatrixBuffer()
  static let tile = 96

  init(
    _ name: String, stateSize: Int, attentionSize: Int, labels: Int, trained: Bool,
    pool: WorkerPool
  ) {
    self.stateSize = stateSize
    self.attentionSize = attentionSize
    self.pool = pool
    kernel = Parameter("\(name)/kernel", .kernel, stateSize, attentionSize, trained: trained)
    bias = Parameter("\(name)/bias", .bias, attentionSize, trained: trained)
    contexts = Parameter("\(name)/contexts", .context, labels, attentionSize, trained: trained)
  }

  var parameters: [Parameter] { [kernel, bias, contexts] }

  func initialise(using random: inout RandomStream) {
    kernel.initialiseNormal(deviation: 0.1, using: &random)
    contexts.initialiseNormal(deviation: 0.1, using: &random)
  }

  /// Copies the results, each into the first elements of a row of `output`, [rows, …].
  func copyPooled(into output: MatrixView) {
    for row in 0..<pooled.view.rows { output.row(row)[0..<stateSize].copy(pooled.row(row)) }
  }

  /// Computes `pooled`; a sequence without positions gets zeros.
  ///
  /// - Parameters:
  ///   - states: [positions, D].
  ///   - rows: the labels wanted of each of the caller's sequences.
  func forward(_ states: MatrixView, _ layout: SequenceLayout, _ rows: LabelRows) {
    project(states)
    var weightStarts = [0]
    for sequence in 0..<layout.count {
      let size = rows.rows(of: sequence).count * layout.spans[layout.rows[sequence]]
      weightStarts.append(weightStarts[sequence] + size)
    }
    starts.value = weightStarts
    weights.reserve(weightStarts[layout.count])
    let pooled = pooled.reshape(rows.count, stateSize)
    pool.forEachChunk(of: layout.count, size: 4) { [weightStarts] sequences in
      let memory = SequenceMemory()
      for sequence in sequences {
        let own = rows.rows(of: sequence)
        let places = layout.places(of: sequence)
        guard !places.isEmpty, !own.isEmpty else {
          pooled[rows: own].elements.clear()
          continue
        }
        let u = memory.u.gather(places, of: self.projected.view)
        let s = memory.s.gather(places, of: states)
        let v = memory.v.gather(rows.labels[own], of: self.contexts.matrix)
        let p = self.weights(weightStarts[sequence], own.count, places.count)
        multiply(v, u.transposed, into: p)
        for row in 0..<own.count { Self.softmax(p.row(row)) }
        multiply(p, s, into: pooled[rows: own])
      }
    }
  }

  /// P of a sequence, from its place in `weightStarts` on.
  func weights(_ start: Int, _ labels: Int, _ positions: Int) -> MatrixView {
    weights.matrix(at: start, labels, positions)
  }

  /// u = tanh(s A + a) for all positions.
  private func project(_ states: MatrixView) {
    packedKernel.pack(kernel.matrix)
    let u = projected.reshape(states.rows, attentionSize)
    pool.forEachChunk(of: states.rows, size: Self.tile) { range in
      multiply(states[rows: range], self.packedKernel, into: u[rows: range])
      u[rows: range].activate(.tanh, bias: self.bias.vector)
    }
  }

  /// The weights of the positions of one of the caller's sequences for the label at `place` in
  /// its list.
  func weights(of place: Int, in sequence: Int, _ layout: SequenceLayout) -> [Float] {
    let n = layout.spans[layout.rows[sequence]]
    let first = weightStarts[sequence] + place * n
    return weights[first..<first + n].values
  }

  private static func softmax(_ x: VectorView) {
    var greatest = x[0]
    for i in 0..<x.count { greatest = max(greatest, x[i]) }
    var sum: Float = 0
    for i in 0..<x.count {
      x[i] = expf(x[i] - greatest)
      sum += x[i]
    }
    for i in 0..<x.count { x[i] /= sum }
  }
}

/// What the work on one sequence needs, reused from sequence to sequence by one thread.
final class SequenceMemory {
  /// u, s and v of the sequence, and their gradients.
  let u = MatrixBuffer()
  let s = MatrixBuffer()
  let v = MatrixBuffer()
  let du = MatrixBuffer()
  let ds = MatrixBuffer()
  /// dL/dP, [k, n].
  let dp = MatrixBuffer()
}
