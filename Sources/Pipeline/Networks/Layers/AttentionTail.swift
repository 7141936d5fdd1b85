// What attention computes once for the padding that sequences end with: there
// the backward half of a state is the same for all of them (PaddingTail), and
// with it half of each product with the attention's kernel.
import PipelineNumerics
import CNumerics

/// The products of attention pooling, s A and its gradients, where the backward
/// half of the state at position p is c_(span - p) for every row that has ended:
///
///     s A = forward half · A_f + backward half · A_b
///
/// The second term of those rows is a vector a position, and of its gradients
/// only the sum over the rows is wanted.
final class AttentionTail: @unchecked Sendable {
  private let half: Int
  private let attentionSize: Int
  /// A_f and A_b, the halves for the forward and the backward state; their transposes in the
  /// backward pass.
  private let packedForward = AlignedBuffer<Float>()
  private let packedBackward = AlignedBuffer<Float>()
  /// Row k: c_k A_b + a, [span + 1, M].
  private let products = AlignedBuffer<Float>()
  /// Per block, row p: the sum of dL/d(s A) over the ended rows at p, [span, M].
  private let sums = AlignedBuffer<Float>()
  /// Per block, row p: the same times A_b^T, [span, H].
  private let dStates = AlignedBuffer<Float>()
  private var span = 0

  typealias Tile = (positions: Range<Int>, places: Range<Int>)

  init(stateSize: Int, attentionSize: Int) {
    half = stateSize / 2
    self.attentionSize = attentionSize
  }

  /// - Parameters:
  ///   - kernel: A, [2H, M].
  ///   - bias: a, [M].
  ///   - tailStates: c_0 … c_span, [span + 1, H].
  func prepareForward(
    _ kernel: FloatPointer, bias: FloatPointer, _ tailStates: FloatPointer, span: Int
  ) {
    let (h, m) = (half, attentionSize)
    self.span = span
    let size = jn_packed_size(m, h)
    jn_pack(m, h, kernel, m, 1, packedForward.reserve(size))
    jn_pack(m, h, kernel + h * m, m, 1, packedBackward.reserve(size))
    let products = products.reserve((span + 1) * m)
    for k in 0...span { (products + k * m).update(from: bias, count: m) }
    jn_gemm_packed(span + 1, m, h, tailStates, h, 1, packedBackward.base, products, m, 1)
  }

  /// u = tanh(s A + a) at the places of a tile, and their scores.
  ///
  /// - Parameters:
  ///   - states: [positions, 2H].
  ///   - bias: a, [M].
  ///   - context: q, [M].
  ///   - output: u, [positions, M].
  ///   - scores: u · q, [positions].
  func forward(
    _ block: SequenceLayout.Block, _ tile: Tile, _ states: FloatPointer, bias: FloatPointer,
    context: FloatPointer, to output: FloatPointer, scores: FloatPointer
  ) {
    let (h, m) = (half, attentionSize)
    let place = block.first + tile.places.lowerBound
    jn_gemm_packed(
      tile.places.count, m, h, states + place * 2 * h, 2 * h, 1, packedForward.base,
      output + place * m, m, 0)
    for p in tile.positions {
      let place = block.first + block.offsets[p]
      let going = block.recurrent[p]
      let u = output + place * m
      jn_gemm_packed(
        going, m, h, states + place * 2 * h + h, 2 * h, 1, packedBackward.base, u, m, 1)
      jn_attention_scores(going, m, u, bias, context, scores + place)
      // The rows that have ended share the other half.
      jn_attention_scores(
        block.active[p] - going, m, u + going * m, products.base + (span - p) * m, context,
        scores + place + going)
    }
  }

  /// After `prepareForward`, for the same layout.
  ///
  /// - Parameters:
  ///   - kernel: A, [2H, M].
  ///   - blocks: the number of the layout's blocks.
  func prepareBackward(_ kernel: FloatPointer, blocks: Int) {
    let (h, m) = (half, attentionSize)
    let size = jn_packed_size(h, m)
    jn_pack(h, m, kernel, 1, m, packedForward.reserve(size))
    jn_pack(h, m, kernel + h * m, 1, m, packedBackward.reserve(size))
    sums.reserveZeros(blocks * span * m)
    dStates.reserve(blocks * span * h)
  }

  /// The gradients at the places of a tile, but for what `finishBlock` adds.
  ///
  /// - Parameters:
  ///   - index: the block's number.
  ///   - du: dL/d(s A), [positions, M].
  ///   - dKernel: the block's dL/dA, added to.
  ///   - dStates: [positions, 2H], added to.
  func backProject(
    _ block: SequenceLayout.Block, _ index: Int, _ tile: Tile, _ states: FloatPointer,
    du: FloatPointer, dKernel: FloatPointer, dStates: FloatPointer
  ) {
    let (h, m) = (half, attentionSize)
    let place = block.first + tile.places.lowerBound
    let count = tile.places.count
    let from = du + place * m
    jn_gemm(h, m, count, states + place * 2 * h, 1, 2 * h, from, m, 1, dKernel, m, 1)
    jn_gemm_packed(
      count, h, m, from, m, 1, packedForward.base, dStates + place * 2 * h, 2 * h, 1)
    for p in tile.positions {
      let place = block.first + block.offsets[p]
      let going = block.recurrent[p]
      if going > 0 {
        let from = du + place * m
        let half = place * 2 * h + h
        jn_gemm(h, m, going, states + half, 1, 2 * h, from, m, 1, dKernel + h * m, m, 1)
        jn_gemm_packed(
          going, h, m, from, m, 1, packedBackward.base, dStates + half, 2 * h, 1)
      }
      jn_add_rows(
        block.active[p] - going, m, du + (place + going) * m, m,
        sums.base + (index * span + p) * m)
    }
  }

  /// What the ended rows of a block give together, added to the first of them.
  ///
  /// - Parameters: as of `prepareForward` and `backProject`.
  func finishBlock(
    _ block: SequenceLayout.Block, _ index: Int, _ tailStates: FloatPointer,
    dKernel: FloatPointer, dStates: FloatPointer
  ) {
    let (h, m) = (half, attentionSize)
    let sums = sums.base + index * span * m
    // Position p has c_(span - p), so the states run from c_span backwards.
    jn_gemm(
      h, m, span, tailStates + span * h, 1, -h, sums, m, 1, dKernel + h * m, m, 1)
    let shares = self.dStates.base + index * span * h
    jn_gemm_packed(span, h, m, sums, m, 1, packedBackward.base, shares, h, 0)
    for p in block.active.indices where block.recurrent[p] < block.active[p] {
      let place = block.first + block.offsets[p] + block.recurrent[p]
      jn_add(h, dStates + place * 2 * h + h, shares + p * h)
    }
  }
}
