// Attention over the states of sequences: forward pass. The backward pass is
// in AttentionPooling+Backward.swift, what padding shares in AttentionTail.swift.
import PipelineNumerics
import CNumerics
import Foundation

/// Attention pooling (docs/original.md, Networks). For each sequence with
/// states s_1 … s_n, each D wide:
///
///     u_i = tanh(s_i A + a)                     M wide
///     p   = softmax over i of (u_i · q),   result = Σ p_i s_i
///
/// q is a learnt context vector, or a vector given for each sequence (the
/// title, in title-guided attention). Both kinds share A and a, so that u is
/// computed once for both.
final class AttentionPooling: @unchecked Sendable {
  let stateSize: Int
  let attentionSize: Int
  /// A, [D, M].
  let kernel: Parameter
  /// a, [M].
  let bias: Parameter
  /// The context vector q, [M].
  let context: Parameter
  let pool: WorkerPool

  /// [positions, M] after `forward`: u.
  let projected = AlignedBuffer<Float>()
  /// One kind of attention: its weights [positions] and results [sequences, D].
  final class Result: @unchecked Sendable {
    let weights = AlignedBuffer<Float>()
    let pooled = AlignedBuffer<Float>()
    let scoreGradients = AlignedBuffer<Float>()
  }
  let byContext = Result()
  let byGuide = Result()
  let packedKernel = AlignedBuffer<Float>()
  let tail: AttentionTail
  let blockGradients = AlignedBuffer<Float>()
  let blockScratch = AlignedBuffer<Float>()
  /// The places that pass through the kernels together.
  static let tile = 96

  init(_ name: String, stateSize: Int, attentionSize: Int, trained: Bool, pool: WorkerPool) {
    self.stateSize = stateSize
    self.attentionSize = attentionSize
    self.pool = pool
    kernel = Parameter("\(name)/kernel", stateSize, attentionSize, trained: trained)
    bias = Parameter("\(name)/bias", attentionSize, trained: trained)
    context = Parameter("\(name)/context", attentionSize, trained: trained)
    tail = AttentionTail(stateSize: stateSize, attentionSize: attentionSize)
  }

  var parameters: [Parameter] { [kernel, bias, context] }

  func initialise(glorotBias: Bool, using random: inout RandomStream) {
    kernel.initialiseNormal(deviation: 0.1, using: &random)
    context.initialiseNormal(deviation: 0.1, using: &random)
    if glorotBias { bias.initialiseGlorotVector(length: attentionSize, using: &random) }
  }

  /// Computes the results of attention by the context vector (`usesContext`)
  /// and by `guides`, one or both of them.
  ///
  /// A sequence without positions gets a result of zeros.
  ///
  /// - Parameters:
  ///   - states: [positions, D].
  ///   - tailStates: of the shared tail, where the layout has one (`PaddingTail`).
  ///   - guides: [sequences, M], by row of the layout.
  func forward(
    _ states: FloatPointer, _ layout: SequenceLayout, tailStates: FloatPointer,
    usesContext: Bool, guides: FloatPointer?
  ) {
    let d = stateSize
    let m = attentionSize
    if let span = layout.sharedSpan {
      tail.prepareForward(kernel.value, bias: bias.value, tailStates, span: span)
    } else {
      jn_pack(m, d, kernel.value, m, 1, packedKernel.reserve(jn_packed_size(m, d)))
    }
    projected.reserve(layout.positions * m)
    byContext.weights.reserve(layout.positions)
    byGuide.weights.reserve(layout.positions)
    byContext.pooled.reserve(layout.count * d)
    byGuide.pooled.reserve(layout.count * d)
    let blocks = layout.blocks
    nonisolated(unsafe) let states = states
    nonisolated(unsafe) let guides = guides
    pool.forEach(blocks.count) { index in
      let block = blocks[index]
      for tile in block.tiles(of: Self.tile) {
        if layout.sharedSpan != nil {
          self.tail.forward(
            block, tile, states, bias: self.bias.value, context: self.context.value,
            to: self.projected.base, scores: self.byContext.weights.base)
        } else {
          let place = block.first + tile.places.lowerBound
          let u = self.projected.base + place * m
          jn_gemm_packed(
            tile.places.count, m, d, states + place * d, d, 1, self.packedKernel.base, u, m, 0)
          jn_attention_scores(
            tile.places.count, m, u, self.bias.value, self.context.value,
            self.byContext.weights.base + place)
        }
        if let guides {
          self.scoreByGuide(block, tile.positions, guides: guides)
        }
      }
      if usesContext { self.softmaxAndPool(self.byContext, states, block) }
      if guides != nil { self.softmaxAndPool(self.byGuide, states, block) }
    }
  }

  /// u · guide, each row with its own.
  private func scoreByGuide(
    _ block: SequenceLayout.Block, _ positions: Range<Int>, guides: FloatPointer
  ) {
    let m = attentionSize
    for p in positions {
      for row in 0..<block.active[p] {
        let place = block.first + block.offsets[p] + row
        byGuide.weights.base[place] = jn_dot(
          m, projected.base + place * m, guides + (block.rows.lowerBound + row) * m)
      }
    }
  }

  /// Scores become weights; the states are summed with them.
  private func softmaxAndPool(
    _ result: Result, _ states: FloatPointer, _ block: SequenceLayout.Block
  ) {
    let d = stateSize
    let weights = result.weights.base + block.first
    let pooled = result.pooled.base + block.rows.lowerBound * d
    memset(pooled, 0, block.rows.count * d * 4)
    let rows = block.rows.count
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * rows) { scratch in
      guard let greatest = scratch.baseAddress else { return }
      let sum = greatest + rows
      for row in 0..<rows { (greatest[row], sum[row]) = (-.infinity, 0) }
      for p in block.active.indices {
        let score = weights + block.offsets[p]
        for row in 0..<block.active[p] { greatest[row] = max(greatest[row], score[row]) }
      }
      for p in block.active.indices {
        let score = weights + block.offsets[p]
        for row in 0..<block.active[p] {
          score[row] = exponential(score[row] - greatest[row])
          sum[row] += score[row]
        }
      }
      for p in block.active.indices {
        let score = weights + block.offsets[p]
        for row in 0..<block.active[p] {
          score[row] /= sum[row]
          jn_axpy(
            d, pooled + row * d, score[row], states + (block.first + block.offsets[p] + row) * d)
        }
      }
    }
  }
}
