// Attention over the states of sequences: forward pass. The backward pass is
// in AttentionPooling+Backward.swift, what padding shares in AttentionTail.swift.
import PipelineNumerics
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
final class AttentionPooling: Sendable {
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
  let projected = MatrixBuffer()
  /// One kind of attention: its weights [positions] and results [sequences, D].
  final class Result: Sendable {
    let weights = AlignedBuffer<Float>()
    let pooled = MatrixBuffer()
    let scoreGradients = AlignedBuffer<Float>()
  }
  let byContext = Result()
  let byGuide = Result()
  let packedKernel = PackedMatrix()
  let tail: AttentionTail
  let blockGradients = MatrixBuffer()
  /// The places that pass through the kernels together.
  static let tile = 96

  init(_ name: String, stateSize: Int, attentionSize: Int, trained: Bool, pool: WorkerPool) {
    self.stateSize = stateSize
    self.attentionSize = attentionSize
    self.pool = pool
    kernel = Parameter("\(name)/kernel", .kernel, stateSize, attentionSize, trained: trained)
    bias = Parameter("\(name)/bias", .bias, attentionSize, trained: trained)
    context = Parameter("\(name)/context", .context, attentionSize, trained: trained)
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
  ///   - tailStates: the states of the shared tail, if the layout has one (`PaddingTail`).
  ///   - guides: [sequences, M], by row of the layout.
  func forward(
    _ states: MatrixView, _ layout: SequenceLayout, tailStates: MatrixView, usesContext: Bool,
    guides: MatrixView?
  ) {
    prepare(layout, tailStates: tailStates)
    let blocks = layout.blocks
    let projected = projected.reshape(layout.positions, attentionSize)
    pool.forEach(blocks.count) { index in
      self.run(
        blocks[index], states, layout, usesContext: usesContext, guides: guides,
        to: { projected[rows: $0] })
    }
  }

  /// Computes what all blocks need before one of them can be run.
  func prepare(_ layout: SequenceLayout, tailStates: MatrixView) {
    if layout.sharedSpan != nil {
      tail.prepareForward(kernel.matrix, bias: bias.vector, tailStates)
    } else {
      packedKernel.pack(kernel.matrix)
    }
    for result in [byContext, byGuide] {
      result.weights.reserve(layout.positions)
      result.pooled.reshape(layout.count, stateSize)
    }
  }

  /// The results of a block's sequences, after `prepare`; parameters as in `forward`.
  ///
  /// - Parameter output: memory for u at some places, [places, M].
  func run(
    _ block: SequenceLayout.Block, _ states: MatrixView, _ layout: SequenceLayout, usesContext: Bool,
    guides: MatrixView?, to output: (Range<Int>) -> MatrixView
  ) {
    for tile in block.tiles(of: Self.tile) {
      let u = output(tile.places)
      let states = states[rows: block.states(of: tile.places)]
      if layout.sharedSpan != nil {
        tail.forward(
          block, tile, states, bias: bias.vector, context: context.vector, to: u,
          scores: byContext.weights[tile.places])
      } else {
        multiply(states, packedKernel, into: u)
        u.makeScores(
          bias: bias.vector, context: context.vector, into: byContext.weights[tile.places])
      }
      if let guides { scoreByGuide(block, tile, u, guides: guides) }
    }
    if usesContext { softmaxAndPool(byContext, states, block) }
    if guides != nil { softmaxAndPool(byGuide, states, block) }
  }

  /// u · guide, each row with its own.
  private func scoreByGuide(
    _ block: SequenceLayout.Block, _ tile: SequenceLayout.Tile, _ u: MatrixView, guides: MatrixView
  ) {
    for p in tile.positions {
      for row in 0..<block.active[p] {
        let place = block.place(p) + row
        byGuide.weights[place] = u.row(place - tile.places.lowerBound).dot(guides.row(block.rows.lowerBound + row))
      }
    }
  }

  /// Scores become weights; the states are summed with them.
  private func softmaxAndPool(
    _ result: Result, _ states: MatrixView, _ block: SequenceLayout.Block
  ) {
    let pooled = result.pooled[rows: block.rows]
    pooled.elements.clear()
    let rows = block.rows.count
    withTemporaryVector(2 * rows) { memory in
      let (greatest, sum) = (memory[0..<rows], memory[rows..<2 * rows])
      greatest.fill(-.infinity)
      sum.clear()
      for p in block.active.indices {
        let score = result.weights[block.places(p, 0..<block.active[p])]
        for row in 0..<score.count { greatest[row] = max(greatest[row], score[row]) }
      }
      for p in block.active.indices {
        let score = result.weights[block.places(p, 0..<block.active[p])]
        for row in 0..<score.count {
          score[row] = expf(score[row] - greatest[row])
          sum[row] += score[row]
        }
      }
      for p in block.active.indices {
        let rows = 0..<block.active[p]
        let (score, states) = (result.weights[block.places(p, rows)], states[rows: block.states(p, rows)])
        for row in 0..<score.count {
          score[row] /= sum[row]
          pooled.row(row).add(states.row(row), times: score[row])
        }
      }
    }
  }
}
