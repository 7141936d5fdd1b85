// Attention with a context vector for each label: forward pass. The backward pass is in
// LabelAttention+Backward.swift; attention with one context vector is AttentionPooling.
import PipelineNumerics
import CNumerics
import Foundation

/// Label-wise attention pooling (Dong et al. 2020, arXiv 2010.15728). For each sequence with
/// states s_1 … s_n, each D wide, and each of the labels l that are wanted there:
///
///     u_i    = tanh(s_i A + a)                        M wide, shared by all labels
///     p_l    = softmax over i of (u_i · v_l),   result_l = Σ p_l,i s_i
///
/// v_l is the label's context vector. For one sequence with k labels that is
/// P = softmax(V U^T), result = P S, with V [k, M], U [n, M], S [n, D].
final class LabelAttention: @unchecked Sendable {
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
  let projected = AlignedBuffer<Float>()
  /// P after `forward`: for sequence s [k, n] from `weightStarts[s]` on.
  let weights = AlignedBuffer<Float>()
  private(set) var weightStarts: [Int] = [0]
  /// [rows, D] after `forward`: the results.
  let pooled = AlignedBuffer<Float>()
  let packedKernel = AlignedBuffer<Float>()
  let contextGradients = AlignedBuffer<Float>()
  let sliceGradients = AlignedBuffer<Float>()
  static let tile = 96

  init(
    _ name: String, stateSize: Int, attentionSize: Int, labels: Int, trained: Bool,
    pool: WorkerPool
  ) {
    self.stateSize = stateSize
    self.attentionSize = attentionSize
    self.pool = pool
    kernel = Parameter("\(name)/kernel", stateSize, attentionSize, trained: trained)
    bias = Parameter("\(name)/bias", attentionSize, trained: trained)
    contexts = Parameter("\(name)/contexts", labels, attentionSize, trained: trained)
  }

  var parameters: [Parameter] { [kernel, bias, contexts] }

  func initialise(using random: inout RandomStream) {
    kernel.initialiseNormal(deviation: 0.1, using: &random)
    contexts.initialiseNormal(deviation: 0.1, using: &random)
  }

  /// Copies the first `count` results, each into the first elements of a row of `output`,
  /// [count, rowSize].
  func copyPooled(_ count: Int, into output: FloatPointer, rowSize: Int) {
    for row in 0..<count {
      (output + row * rowSize).update(from: pooled.base + row * stateSize, count: stateSize)
    }
  }

  /// Computes `pooled`; a sequence without positions gets zeros.
  ///
  /// - Parameters:
  ///   - states: [positions, D].
  ///   - rows: the labels wanted of each of the caller's sequences.
  func forward(_ states: FloatPointer, _ layout: SequenceLayout, _ rows: LabelRows) {
    let (d, m) = (stateSize, attentionSize)
    project(states, positions: layout.positions)
    weightStarts = [0]
    for sequence in 0..<layout.count {
      let size = rows.rows(of: sequence).count * layout.spans[layout.rows[sequence]]
      weightStarts.append(weightStarts[sequence] + size)
    }
    weights.reserve(weightStarts[layout.count])
    pooled.reserve(rows.count * d)
    nonisolated(unsafe) let states = states
    pool.forEachChunk(of: layout.count, size: 4) { [weightStarts] sequences in
      let memory = SequenceMemory()
      for sequence in sequences {
        let own = rows.rows(of: sequence)
        let (k, to) = (own.count, self.pooled.base + own.lowerBound * d)
        let places = layout.places(of: sequence)
        let n = places.count
        guard n > 0, k > 0 else {
          memset(to, 0, k * d * 4)
          continue
        }
        let (u, s) = (memory.u.reserve(n * m), memory.s.reserve(n * d))
        Self.gather(self.projected.base, places, width: m, into: u)
        Self.gather(states, places, width: d, into: s)
        let v = self.contexts(of: rows.labels[own], into: memory)
        let p = self.weights.base + weightStarts[sequence]
        jn_gemm(k, n, m, v, m, 1, u, 1, m, p, n, 0)
        for row in 0..<k { Self.softmax(p + row * n, n) }
        jn_gemm(k, d, n, p, n, 1, s, d, 1, to, d, 0)
      }
    }
  }

  /// u = tanh(s A + a) for all positions.
  private func project(_ states: FloatPointer, positions: Int) {
    let (d, m) = (stateSize, attentionSize)
    jn_pack(m, d, kernel.value, m, 1, packedKernel.reserve(jn_packed_size(m, d)))
    projected.reserve(positions * m)
    nonisolated(unsafe) let states = states
    // The kernel that adds the bias and takes tanh gives a score too, which nobody wants here.
    let scores = AlignedBuffer<Float>(zeros: positions)
    let zeros = AlignedBuffer<Float>(zeros: m)
    pool.forEachChunk(of: positions, size: Self.tile) { range in
      let u = self.projected.base + range.lowerBound * m
      jn_gemm_packed(
        range.count, m, d, states + range.lowerBound * d, d, 1, self.packedKernel.base, u, m, 0)
      jn_attention_scores(
        range.count, m, u, self.bias.value, zeros.base, scores.base + range.lowerBound)
    }
  }

  /// The context vectors of some labels, [k, M].
  func contexts(of labels: ArraySlice<Int32>, into memory: SequenceMemory) -> FloatPointer {
    let m = attentionSize
    let v = memory.v.reserve(labels.count * m)
    for (row, label) in labels.enumerated() {
      (v + row * m).update(from: contexts.value + Int(label) * m, count: m)
    }
    return v
  }

  /// The weights of the positions of one of the caller's sequences for the label at `place` in
  /// its list.
  func weights(of place: Int, in sequence: Int, _ layout: SequenceLayout) -> [Float] {
    let n = layout.spans[layout.rows[sequence]]
    let first = weightStarts[sequence] + place * n
    return (first..<first + n).map { weights.base[$0] }
  }

  static func gather(
    _ from: FloatPointer, _ places: [Int], width: Int, into to: FloatPointer
  ) {
    for (i, place) in places.enumerated() {
      (to + i * width).update(from: from + place * width, count: width)
    }
  }

  private static func softmax(_ x: FloatPointer, _ n: Int) {
    var greatest = x[0]
    for i in 1..<max(n, 1) { greatest = max(greatest, x[i]) }
    var sum: Float = 0
    for i in 0..<n {
      x[i] = exponential(x[i] - greatest)
      sum += x[i]
    }
    for i in 0..<n { x[i] /= sum }
  }
}

/// What the work on one sequence needs, reused from sequence to sequence by one thread.
final class SequenceMemory {
  /// u, s and v of the sequence, and their gradients.
  let u = AlignedBuffer<Float>()
  let s = AlignedBuffer<Float>()
  let v = AlignedBuffer<Float>()
  let du = AlignedBuffer<Float>()
  let ds = AlignedBuffer<Float>()
  /// dL/dP, [k, n].
  let dp = AlignedBuffer<Float>()
}
