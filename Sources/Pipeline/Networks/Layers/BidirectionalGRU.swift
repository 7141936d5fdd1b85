// A bidirectional recurrent layer over a batch of sequences: forward pass.
// The backward pass is in BidirectionalGRU+Backward.swift, the shared way
// through trailing padding in PaddingTail.swift.
import PipelineNumerics
import CNumerics
import Foundation

/// Runs a GRU along each sequence in both directions and joins, at each
/// position, the forward state (first H) and the backward state (last H).
///
/// The projections of the inputs are computed once for each distinct input,
/// not for each position.
final class BidirectionalGRU: @unchecked Sendable {
  /// One cell where both directions share their weights (the original), else
  /// the forward and the backward one.
  let cells: [GRUCell]
  let inputSize: Int
  let hiddenSize: Int
  /// The value of every element of the initial state: 1 in the original.
  let initialValue: Float
  /// [positions, 2H] after `forward`.
  let states = AlignedBuffer<Float>()
  let pool: WorkerPool

  // Per cell: projections [inputs, 3H].
  let projections: [AlignedBuffer<Float>]
  // Per direction and position: z | r | h U_h, and the candidate. The backward
  // pass puts the gradient of the input's projection in the gates' place.
  let gates = [AlignedBuffer<Float>(), AlignedBuffer<Float>()]
  let candidates = [AlignedBuffer<Float>(), AlignedBuffer<Float>()]
  let initialState: AlignedBuffer<Float>
  let tail: PaddingTail
  // Used by the backward pass; here because Swift extensions hold no storage.
  let summedInputGradients: [AlignedBuffer<Float>]
  let blockGradients = AlignedBuffer<Float>()
  let blockScratch = AlignedBuffer<Float>()
  let sliceGradients = AlignedBuffer<Float>()

  init(
    _ name: String, inputSize: Int, hiddenSize: Int, sharesWeights: Bool, initialValue: Float,
    trained: Bool, pool: WorkerPool
  ) {
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
    self.initialValue = initialValue
    self.pool = pool
    let names = sharesWeights ? [name] : ["\(name)/forward", "\(name)/backward"]
    cells = names.map {
      GRUCell($0, inputSize: inputSize, hiddenSize: hiddenSize, trained: trained)
    }
    projections = cells.map { _ in AlignedBuffer() }
    summedInputGradients = cells.map { _ in AlignedBuffer() }
    initialState = AlignedBuffer(zeros: hiddenSize)
    for i in 0..<hiddenSize { initialState.base[i] = initialValue }
    tail = PaddingTail(hiddenSize: hiddenSize)
  }

  var parameters: [Parameter] { cells.flatMap(\.parameters) }

  /// The cell of direction 0 (forward) or 1 (backward).
  func cell(_ direction: Int) -> GRUCell { cells[direction % cells.count] }

  /// Computes `states`.
  ///
  /// - Parameters:
  ///   - inputs: [layout.inputs, E], the distinct inputs.
  ///   - training: keeps what the backward pass needs.
  func forward(_ inputs: FloatPointer, _ layout: SequenceLayout, training: Bool) {
    let h = hiddenSize
    for cell in cells { cell.prepare(initial: initialValue, training: training) }
    project(inputs, layout)
    states.reserve(layout.positions * 2 * h)
    let stored = training ? layout.positions : layout.count
    for direction in 0...1 {
      gates[direction].reserve(stored * 3 * h)
      candidates[direction].reserve(stored * h)
    }
    if let span = layout.sharedSpan, let padding = layout.padding {
      tail.forward(
        cell(1), projection: projections[1 % cells.count].base + Int(padding) * 3 * h,
        initial: initialState.base, span: span)
    }
    let blocks = layout.blocks
    layout.ids.withUnsafeBufferPointer { ids in
      guard let base = ids.baseAddress else { return }
      nonisolated(unsafe) let ids = base
      pool.forEach(2 * blocks.count) { task in
        if task % 2 == 0 {
          self.runForward(blocks[task / 2], ids, training)
        } else {
          self.runBackward(blocks[task / 2], ids, training, layout.sharedSpan)
        }
      }
    }
  }

  /// P = X W + b for each distinct input.
  private func project(_ inputs: FloatPointer, _ layout: SequenceLayout) {
    let width = 3 * hiddenSize
    nonisolated(unsafe) let inputs = inputs
    for (c, cell) in cells.enumerated() {
      projections[c].reserve(layout.inputs * width)
      nonisolated(unsafe) let output = projections[c].base
      pool.forEachChunk(of: layout.inputs, size: 256) { [inputSize] rows in
        let to = output + rows.lowerBound * width
        for row in 0..<rows.count {
          (to + row * width).update(from: cell.bias.value, count: width)
        }
        jn_gemm_packed(
          rows.count, width, inputSize, inputs + rows.lowerBound * inputSize, inputSize, 1,
          cell.packedInput.base, to, width, 1)
      }
    }
  }

  /// Where the gates of a position are kept: for each position of its own
  /// while training, else the block's rows are used again and again.
  @inline(__always)
  func kept(_ block: SequenceLayout.Block, _ position: Int, _ training: Bool) -> Int {
    training ? block.first + block.offsets[position] : block.rows.lowerBound
  }

  /// The direction from the first position to the last.
  private func runForward(
    _ block: SequenceLayout.Block, _ ids: UnsafePointer<Int32>, _ training: Bool
  ) {
    let h = hiddenSize
    let cell = cell(0)
    for p in block.active.indices {
      let rows = block.active[p]
      let here = block.first + block.offsets[p]
      let gate = gates[0].base + kept(block, p, training) * 3 * h
      var previous = initialState.base
      var stride = 0
      if p == 0 {
        for row in 0..<rows {
          (gate + row * 3 * h).update(from: cell.initialProduct.base, count: 3 * h)
        }
      } else {
        previous = states.base + (block.first + block.offsets[p - 1]) * 2 * h
        stride = 2 * h
        jn_gemm_packed(
          rows, 3 * h, h, previous, stride, 1, cell.packedRecurrent.base, gate, 3 * h, 0)
      }
      jn_gru_forward(
        rows, h, ids + here, projections[0].base, gate, previous, stride,
        states.base + here * 2 * h, 2 * h, candidates[0].base + kept(block, p, training) * h)
    }
  }

  /// The direction from the last position to the first. At each position the
  /// rows that end there join, from the initial state or from the shared tail.
  private func runBackward(
    _ block: SequenceLayout.Block, _ ids: UnsafePointer<Int32>, _ training: Bool,
    _ sharedSpan: Int?
  ) {
    let h = hiddenSize
    let cell = cell(1)
    let projection = projections[1 % cells.count].base
    for p in block.active.indices.reversed() {
      let rows = block.recurrent[p]
      let here = block.first + block.offsets[p]
      let state = states.base + here * 2 * h + h
      if let sharedSpan {
        for row in rows..<block.active[p] {
          (state + row * 2 * h).update(from: tail.state(sharedSpan - p), count: h)
        }
      }
      let gate = gates[1].base + kept(block, p, training) * 3 * h
      let candidate = candidates[1].base + kept(block, p, training) * h
      let going = p + 1 < block.recurrent.count ? block.recurrent[p + 1] : 0
      if going > 0 {
        let previous = states.base + (block.first + block.offsets[p + 1]) * 2 * h + h
        jn_gemm_packed(
          going, 3 * h, h, previous, 2 * h, 1, cell.packedRecurrent.base, gate, 3 * h, 0)
        jn_gru_forward(
          going, h, ids + here, projection, gate, previous, 2 * h, state, 2 * h, candidate)
      }
      if rows > going {
        var initial = initialState.base
        var product = cell.initialProduct.base
        if let sharedSpan {
          initial = tail.state(sharedSpan - 1 - p)
          product = tail.product(sharedSpan - 1 - p)
        }
        for row in going..<rows {
          (gate + row * 3 * h).update(from: product, count: 3 * h)
        }
        jn_gru_forward(
          rows - going, h, ids + here + going, projection, gate + going * 3 * h, initial, 0,
          state + going * 2 * h, 2 * h, candidate + going * h)
      }
    }
  }
}
