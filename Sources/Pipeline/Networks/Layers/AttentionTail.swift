// What attention computes once for the padding that sequences end with: there
// the backward half of a state is the same for all of them (PaddingTail), and
// with it half of each product with the attention's kernel.
import PipelineNumerics

/// The products of attention pooling, s A and its gradients, where the backward
/// half of the state at position p is c_(span - p) for every row that has ended:
///
///     s A = forward half · A_f + backward half · A_b
///
/// The second term of those rows is one vector per position, and only the sum of
/// its gradients over the rows is needed.
final class AttentionTail: Sendable {
  private let half: Int
  private let attentionSize: Int
  /// A_f and A_b, the halves for the forward and the backward state; their transposes in the
  /// backward pass.
  private let packedForward = PackedMatrix()
  private let packedBackward = PackedMatrix()
  /// Row k: c_k A_b + a, [span + 1, M].
  private let products = MatrixBuffer()
  /// Per block, row p: the sum of dL/d(s A) over the ended rows at p, [span, M].
  private let sums = MatrixBuffer()
  /// Per block, row p: the same times A_b^T, [span, H].
  private let dStates = MatrixBuffer()
  private var span: Int { products.view.rows - 1 }

  init(stateSize: Int, attentionSize: Int) {
    half = stateSize / 2
    self.attentionSize = attentionSize
  }

  /// The halves of states for the two directions, and of rows of A.
  private func forwardHalf(_ states: MatrixView) -> MatrixView { states[columns: 0..<half] }
  private func backwardHalf(_ states: MatrixView) -> MatrixView { states[columns: half..<2 * half] }

  /// - Parameters:
  ///   - kernel: A, [2H, M].
  ///   - bias: a, [M].
  ///   - tailStates: c_0 … c_span, [span + 1, H].
  func prepareForward(_ kernel: MatrixView, bias: VectorView, _ tailStates: MatrixView) {
    let span = tailStates.rows - 1
    packedForward.pack(kernel[rows: 0..<half])
    packedBackward.pack(kernel[rows: half..<2 * half])
    let products = products.reshape(span + 1, attentionSize)
    products.fill(with: bias)
    multiply(tailStates, packedBackward, into: products, adding: true)
  }

  /// u = tanh(s A + a) at the places of a tile, and their scores.
  ///
  /// - Parameters:
  ///   - states: [places, 2H].
  ///   - bias: a, [M].
  ///   - context: q, [M].
  ///   - output: u, [places, M].
  ///   - scores: u · q, [places].
  func forward(
    _ block: SequenceLayout.Block, _ tile: SequenceLayout.Tile, _ states: MatrixView, bias: VectorView,
    context: VectorView, to output: MatrixView, scores: VectorView
  ) {
    multiply(forwardHalf(states), packedForward, into: output)
    for p in tile.positions {
      let first = block.place(p) - tile.places.lowerBound
      let going = first..<first + block.recurrent[p]
      let u = output[rows: going]
      multiply(backwardHalf(states)[rows: going], packedBackward, into: u, adding: true)
      u.makeScores(bias: bias, context: context, into: scores[going])
      // The rows that have ended share the other half.
      let ended = going.upperBound..<first + block.active[p]
      output[rows: ended].makeScores(
        bias: products.row(span - p), context: context, into: scores[ended])
    }
  }

  /// After `prepareForward`, for the same layout.
  ///
  /// - Parameters:
  ///   - kernel: A, [2H, M].
  ///   - blocks: the number of the layout's blocks.
  func prepareBackward(_ kernel: MatrixView, blocks: Int) {
    packedForward.pack(kernel[rows: 0..<half].transposed)
    packedBackward.pack(kernel[rows: half..<2 * half].transposed)
    sums.reshapeZeros(blocks * span, attentionSize)
    dStates.reshape(blocks * span, half)
  }

  /// The gradients at the places of a tile, except for what `finishBlock` adds.
  ///
  /// - Parameters:
  ///   - index: the block's number.
  ///   - du: dL/d(s A), [positions, M].
  ///   - dKernel: the block's dL/dA, added to.
  ///   - dStates: [positions, 2H], added to.
  func backProject(
    _ block: SequenceLayout.Block, _ index: Int, _ tile: SequenceLayout.Tile, _ states: MatrixView,
    du: MatrixView, dKernel: MatrixView, dStates: MatrixView
  ) {
    let dForward = dKernel[rows: 0..<half]
    let dBackward = dKernel[rows: half..<2 * half]
    let here = tile.places
    multiply(forwardHalf(states)[rows: here].transposed, du[rows: here], into: dForward, adding: true)
    multiply(du[rows: here], packedForward, into: forwardHalf(dStates)[rows: here], adding: true)
    for p in tile.positions {
      let going = block.places(p, 0..<block.recurrent[p])
      if !going.isEmpty {
        let s = backwardHalf(states)[rows: going]
        multiply(s.transposed, du[rows: going], into: dBackward, adding: true)
        multiply(
          du[rows: going], packedBackward, into: backwardHalf(dStates)[rows: going], adding: true)
      }
      let ended = block.places(p, block.recurrent[p]..<block.active[p])
      sums.row(index * span + p).addRows(of: du[rows: ended])
    }
  }

  /// Adds the joint contribution of the ended rows of a block to the first of them.
  ///
  /// - Parameters: as in `prepareForward` and `backProject`.
  func finishBlock(
    _ block: SequenceLayout.Block, _ index: Int, _ tailStates: MatrixView, dKernel: MatrixView,
    dStates: MatrixView
  ) {
    let own = index * span..<(index + 1) * span
    let sums = sums[rows: own]
    // Position p has c_(span - p), so the states run from c_span backwards.
    let states = tailStates[rows: 1..<span + 1].reversed
    multiply(states.transposed, sums, into: dKernel[rows: half..<2 * half], adding: true)
    let shares = self.dStates[rows: own]
    multiply(sums, packedBackward, into: shares)
    for p in block.active.indices where block.recurrent[p] < block.active[p] {
      backwardHalf(dStates).row(block.place(p) + block.recurrent[p]).add(shares.row(p))
    }
  }
}
