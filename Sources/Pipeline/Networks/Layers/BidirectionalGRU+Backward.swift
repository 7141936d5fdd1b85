// The backward pass of the bidirectional recurrent layer: the forward pass
// walked in reverse, step by step. What follows for the inputs and their weights is in
// BidirectionalGRU+InputGradients.swift.
import PipelineNumerics

extension BidirectionalGRU {
  /// The places of a block's gradients: dU of each cell, [H, 3H], and dL/dc_k of the shared
  /// tail, [span + 1, H].
  private struct BlockGradients: Sendable {
    let memory: AlignedBuffer<Float>
    let cells: Int
    let h: Int
    /// The rows of the tail; 0 without one.
    let tailRows: Int
    var size: Int { cells * h * 3 * h + tailRows * h }

    func recurrent(_ block: Int, cell: Int) -> MatrixView {
      memory.matrix(at: block * size + cell * h * 3 * h, h, 3 * h)
    }

    func tail(_ block: Int) -> MatrixView {
      memory.matrix(at: block * size + cells * h * 3 * h, tailRows, h)
    }
  }

  /// What a walk back along a block needs.
  private struct Walk {
    let block: SequenceLayout.Block
    let dStates: MatrixView
    /// dL/dU of the cell, added to.
    let recurrent: MatrixView
    /// dL/dc_k of the tail, added to.
    let tail: MatrixView
    /// dL/dh of each row on its way, [rows, H], and dL/d(gates) of a step, [rows, 3H].
    let carry: MatrixView
    let dGates: MatrixView
  }

  /// Adds the gradients of the weights and computes those of the inputs.
  ///
  /// - Parameters:
  ///   - inputs: as given to `forward`, [layout.inputs, E].
  ///   - dStates: [positions, 2H], dL/dstates. In the backward half, at places of a shared tail,
  ///     only the sum over the rows of a position is read.
  ///   - dInputs: [layout.inputs, E], dL/dinputs, overwritten.
  ///   - slices: whether to return the sum over positions of the squared
  ///     gradient of each position's input (docs/original.md, M8);
  ///     0 otherwise.
  func backward(
    _ inputs: MatrixView, _ dStates: MatrixView, _ layout: SequenceLayout, dInputs: MatrixView,
    slices: Bool = false
  ) -> Double {
    let h = hiddenSize
    let blocks = layout.blocks
    let gradients = BlockGradients(
      memory: blockGradients, cells: cells.count, h: h, tailRows: (layout.sharedSpan ?? -1) + 1)
    blockGradients.reserve(blocks.count * gradients.size)
    let widest = blocks.map(\.rows.count).max() ?? 0
    // A separate cell for each direction makes the directions independent.
    let tasks = cells.count
    blockScratch.reserve(tasks * blocks.count * widest * 4 * h)
    pool.forEach(tasks * blocks.count) { task in
      let block = blocks[task / tasks]
      let (rows, scratch) = (block.rows.count, task * widest * 4 * h)
      let walk = Walk(
        block: block, dStates: dStates,
        recurrent: gradients.recurrent(task / tasks, cell: task % tasks),
        tail: gradients.tail(task / tasks), carry: self.blockScratch.matrix(at: scratch, rows, h),
        dGates: self.blockScratch.matrix(at: scratch + rows * h, rows, 3 * h))
      walk.recurrent.elements.clear()
      if task % tasks == 0 { self.backForward(walk) }
      if task % tasks == tasks - 1 {
        walk.tail.elements.clear()
        self.backBackward(walk, layout.sharedSpan)
      }
    }
    sumRecurrent(gradients, blocks: blocks.count)
    let squares = slices ? sliceSquares(layout) : 0
    sumByInput(layout, isJoined: slices)
    if let padding = layout.padding, gradients.tailRows > 0 {
      backTail(gradients, blocks: blocks.count, padding: Int(padding))
    }
    backInputs(inputs, dInputs: dInputs)
    return squares
  }

  /// dU: the blocks' shares, added in order.
  private func sumRecurrent(_ gradients: BlockGradients, blocks: Int) {
    for (c, cell) in cells.enumerated() {
      pool.forEachChunk(of: cell.recurrentKernel.count, size: 4_096) { range in
        let sum = cell.recurrentKernel.gradientVector[range]
        for block in 0..<blocks {
          sum.add(gradients.recurrent(block, cell: c).elements[range])
        }
      }
    }
  }

  /// The way through the shared tail; the blocks' shares are added in order into the first one's.
  ///
  /// - Parameter padding: the number of the padding input.
  private func backTail(_ gradients: BlockGradients, blocks: Int, padding: Int) {
    let first = gradients.tail(0)
    for block in (0..<blocks).dropFirst() { first.elements.add(gradients.tail(block).elements) }
    tail.backward(
      cell(1), gradients: first, recurrent: cell(1).recurrentKernel.gradientMatrix,
      input: summedInputGradients[1 % cells.count].row(padding))
  }

  /// The forward direction, from the last position to the first.
  private func backForward(_ walk: Walk) {
    let block = walk.block
    let states = half(0, of: states.view)
    let dStates = half(0, of: walk.dStates)
    walk.carry.elements.clear()
    for p in block.active.indices.reversed() {
      let rows = 0..<block.active[p]
      let here = block.places(p, rows)
      let (carry, dGates) = (walk.carry[rows: rows], walk.dGates[rows: rows])
      let previous =
        p == 0
        ? MatrixView(repeating: initialState, rows: rows.count)
        : states[rows: block.places(p - 1, rows)]
      step(0, here, from: previous).backward(
        dStates[rows: here], carry: carry, dGates: dGates, dInputs: gates[0][rows: here])
      if p == 0 {
        addFromOneState(initialState, dGates, to: walk.recurrent)
      } else {
        multiply(previous.transposed, dGates, into: walk.recurrent, adding: true)
        multiply(dGates, cell(0).packedRecurrentTransposed, into: carry, adding: true)
      }
    }
  }

  /// The backward direction, from the first position to the last.
  private func backBackward(_ walk: Walk, _ sharedSpan: Int?) {
    let block = walk.block
    let states = half(1, of: states.view)
    let dStates = half(1, of: walk.dStates)
    walk.carry.elements.clear()
    for p in block.active.indices {
      let rows = block.recurrent[p]
      let going = p + 1 < block.recurrent.count ? block.recurrent[p + 1] : 0
      if let sharedSpan {
        let ended = block.places(p, rows..<block.active[p])
        walk.tail.row(sharedSpan - p).addRows(of: dStates[rows: ended])
      }
      func backStep(_ rows: Range<Int>, from previous: MatrixView) -> MatrixView {
        let here = block.places(p, rows)
        let dGates = walk.dGates[rows: rows]
        step(1, here, from: previous).backward(
          dStates[rows: here], carry: walk.carry[rows: rows], dGates: dGates,
          dInputs: gates[1][rows: here])
        return dGates
      }
      if going > 0 {
        let previous = states[rows: block.places(p + 1, 0..<going)]
        let dGates = backStep(0..<going, from: previous)
        multiply(previous.transposed, dGates, into: walk.recurrent, adding: true)
      }
      if rows > going {
        let initial = sharedSpan.map { tail.state($0 - 1 - p) } ?? initialState
        let dGates = backStep(
          going..<rows, from: MatrixView(repeating: initial, rows: rows - going))
        addFromOneState(initial, dGates, to: walk.recurrent)
      }
      // What joined at this position hands its gradient to the tail.
      let needed = 0..<(sharedSpan == nil ? going : rows)
      multiply(
        walk.dGates[rows: needed], cell(1).packedRecurrentTransposed,
        into: walk.carry[rows: needed], adding: true)
      if let sharedSpan, rows > going {
        walk.tail.row(sharedSpan - 1 - p).addRows(of: walk.carry[rows: going..<rows])
      }
    }
  }

  /// dU += s Σ dGates for rows that all come from one state s.
  private func addFromOneState(_ state: VectorView, _ dGates: MatrixView, to recurrent: MatrixView) {
    withTemporaryVector(dGates.columns) { sum in
      sum.clear()
      sum.addRows(of: dGates)
      for i in 0..<hiddenSize where state[i] != 0 { recurrent.row(i).add(sum, times: state[i]) }
    }
  }
}
