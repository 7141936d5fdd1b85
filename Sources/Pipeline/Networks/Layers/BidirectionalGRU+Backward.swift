// The backward pass of the bidirectional recurrent layer: the forward pass
// walked in reverse, step by step.
import PipelineNumerics
import CNumerics
import Foundation

extension BidirectionalGRU {
  /// The number of slices into which the distinct inputs are cut; each sums
  /// its share of dW on its own, whatever the number of threads.
  private static let inputSlices = 8

  /// Adds the gradients of the weights and computes those of the inputs.
  ///
  /// - Parameters:
  ///   - inputs: as given to `forward`, [layout.inputs, E].
  ///   - dStates: [positions, 2H], dL/dstates. Of the backward half at places of a shared tail
  ///     only the sum over the rows of a position is read.
  ///   - dInputs: [layout.inputs, E], dL/dinputs, overwritten.
  ///   - slices: whether to return the sum over positions of the squared
  ///     gradient of each position's input (the original's clipping norm, 1.7);
  ///     0 otherwise.
  func backward(
    _ inputs: FloatPointer, _ dStates: FloatPointer, _ layout: SequenceLayout,
    dInputs: FloatPointer, slices: Bool = false
  ) -> Double {
    let h = hiddenSize
    let blocks = layout.blocks
    // Per block: dU of each cell and dL/dc_k of the tail.
    let kernel = h * 3 * h
    let tailSize = ((layout.sharedSpan ?? -1) + 1) * h
    let size = cells.count * kernel + tailSize
    blockGradients.reserve(blocks.count * size)
    let widest = blocks.map(\.rows.count).max() ?? 0
    // A cell of its own for each direction makes the directions independent.
    let tasks = cells.count
    blockScratch.reserve(tasks * blocks.count * widest * 4 * h)
    nonisolated(unsafe) let dStates = dStates
    pool.forEach(tasks * blocks.count) { task in
      let block = blocks[task / tasks]
      let gradient = self.blockGradients.base + task / tasks * size
      let scratch = self.blockScratch.base + task * widest * 4 * h
      let recurrent = gradient + task % tasks * kernel
      memset(recurrent, 0, kernel * 4)
      if task % tasks == 0 {
        self.backForward(block, dStates, recurrent: recurrent, scratch: scratch)
      }
      if task % tasks == tasks - 1 {
        let tailGradient = gradient + tasks * kernel
        memset(tailGradient, 0, tailSize * 4)
        self.backBackward(
          block, dStates, layout.sharedSpan, recurrent: recurrent, tailGradient: tailGradient,
          scratch: scratch)
      }
    }
    for (c, cell) in cells.enumerated() {
      pool.forEachChunk(of: kernel, size: 4_096) { range in
        for block in blocks.indices {
          jn_add(
            range.count, cell.recurrentKernel.gradient + range.lowerBound,
            self.blockGradients.base + block * size + c * kernel + range.lowerBound)
        }
      }
    }
    var squares = 0.0
    if slices { squares = sliceSquares(layout) }
    sumByInput(layout, isJoined: slices)
    backInputs(inputs, layout, dInputs: dInputs, blockSize: size, tailSize: tailSize)
    return squares
  }

  /// The forward direction, from the last position to the first.
  private func backForward(
    _ block: SequenceLayout.Block, _ dStates: FloatPointer, recurrent: FloatPointer,
    scratch: FloatPointer
  ) {
    let h = hiddenSize
    let cell = cell(0)
    let carry = scratch
    let dgates = scratch + block.rows.count * h
    memset(carry, 0, block.rows.count * h * 4)
    for p in block.active.indices.reversed() {
      let rows = block.active[p]
      let here = block.first + block.offsets[p]
      let previous =
        p == 0 ? initialState.base : states.base + (block.first + block.offsets[p - 1]) * 2 * h
      let stride = p == 0 ? 0 : 2 * h
      jn_gru_backward(
        rows, h, gates[0].base + here * 3 * h, candidates[0].base + here * h, previous, stride,
        dStates + here * 2 * h, 2 * h, carry, dgates, gates[0].base + here * 3 * h)
      if p == 0 {
        addFromOneState(previous, dgates, rows: rows, to: recurrent)
      } else {
        jn_gemm(h, 3 * h, rows, previous, 1, stride, dgates, 3 * h, 1, recurrent, 3 * h, 1)
        jn_gemm_packed(
          rows, h, 3 * h, dgates, 3 * h, 1, cell.packedRecurrentTransposed.base, carry, h, 1)
      }
    }
  }

  /// The backward direction, from the first position to the last.
  private func backBackward(
    _ block: SequenceLayout.Block, _ dStates: FloatPointer, _ sharedSpan: Int?,
    recurrent: FloatPointer, tailGradient: FloatPointer, scratch: FloatPointer
  ) {
    let h = hiddenSize
    let cell = cell(1)
    let carry = scratch
    let dgates = scratch + block.rows.count * h
    memset(carry, 0, block.rows.count * h * 4)
    for p in block.active.indices {
      let rows = block.recurrent[p]
      let here = block.first + block.offsets[p]
      let gate = gates[1].base + here * 3 * h
      let candidate = candidates[1].base + here * h
      let dState = dStates + here * 2 * h + h
      if let sharedSpan {
        for row in rows..<block.active[p] {
          jn_add(h, tailGradient + (sharedSpan - p) * h, dState + row * 2 * h)
        }
      }
      let going = p + 1 < block.recurrent.count ? block.recurrent[p + 1] : 0
      if going > 0 {
        let previous = states.base + (block.first + block.offsets[p + 1]) * 2 * h + h
        jn_gru_backward(
          going, h, gate, candidate, previous, 2 * h, dState, 2 * h, carry, dgates,
          gate)
        jn_gemm(h, 3 * h, going, previous, 1, 2 * h, dgates, 3 * h, 1, recurrent, 3 * h, 1)
      }
      if rows > going {
        let initial = sharedSpan.map { tail.state($0 - 1 - p) } ?? initialState.base
        jn_gru_backward(
          rows - going, h, gate + going * 3 * h, candidate + going * h, initial, 0,
          dState + going * 2 * h, 2 * h, carry + going * h, dgates + going * 3 * h,
          gate + going * 3 * h)
        addFromOneState(
          initial, dgates + going * 3 * h, rows: rows - going, to: recurrent)
      }
      // What joined at this position hands its gradient to the tail.
      let needed = sharedSpan == nil ? going : rows
      jn_gemm_packed(
        needed, h, 3 * h, dgates, 3 * h, 1, cell.packedRecurrentTransposed.base, carry, h, 1)
      if let sharedSpan {
        for row in going..<rows {
          jn_add(h, tailGradient + (sharedSpan - 1 - p) * h, carry + row * h)
        }
      }
    }
  }

  /// dU += s Σ dgates for rows that all come from one state s.
  private func addFromOneState(
    _ state: FloatPointer, _ dgates: FloatPointer, rows: Int, to recurrent: FloatPointer
  ) {
    let width = 3 * hiddenSize
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { sum in
      guard let sum = sum.baseAddress else { return }
      sum.initialize(repeating: 0, count: width)
      jn_add_rows(rows, width, dgates, width, sum)
      for i in 0..<hiddenSize where state[i] != 0 {
        jn_axpy(width, recurrent + i * width, state[i], sum)
      }
    }
  }

  /// The sum over positions of |dP W^T|². Both directions' dP are then joined
  /// in the first one's place.
  private func sliceSquares(_ layout: SequenceLayout) -> Double {
    precondition(cells.count == 1 && layout.sharedSpan == nil, "slices need the original's form")
    let width = 3 * hiddenSize
    let chunk = 512
    let chunks = (layout.positions + chunk - 1) / chunk
    let e = inputSize
    let cell = cells[0]
    let packed = cell.packedInputTransposed
    let sums = AlignedBuffer<Double>(zeros: chunks)
    sliceGradients.reserve(chunks * chunk * e)
    pool.forEachChunk(of: layout.positions, size: chunk) { rows in
      let to = self.sliceGradients.base + rows.lowerBound * e
      let dP = self.gates[0].base + rows.lowerBound * width
      jn_add(rows.count * width, dP, self.gates[1].base + rows.lowerBound * width)
      jn_gemm_packed(rows.count, e, width, dP, width, 1, packed.base, to, e, 0)
      sums.base[rows.lowerBound / chunk] = jn_sum_squares(rows.count * e, to, nil, 0)
    }
    return (0..<chunks).reduce(0) { $0 + sums.base[$1] }
  }

  /// dL/d(projection) of each distinct input: the sum over its positions, and
  /// over the directions that share a cell.
  ///
  /// - Parameter isJoined: whether the first direction's gradients hold both.
  private func sumByInput(_ layout: SequenceLayout, isJoined: Bool) {
    let width = 3 * hiddenSize
    for c in cells.indices {
      let summed = summedInputGradients[c].reserve(layout.inputs * width)
      nonisolated(unsafe) let to = summed
      let directions = cells.count > 1 || isJoined ? c...c : 0...1
      pool.forEachChunk(of: layout.inputs, size: 128) { range in
        memset(to + range.lowerBound * width, 0, range.count * width * 4)
        for direction in directions {
          // On the shared tail the backward direction has none.
          jn_add_grouped(
            range.lowerBound, range.upperBound, layout.inputStarts,
            direction == 1 ? layout.untailedEnds : layout.inputEnds, layout.byInput, width,
            self.gates[direction].base, to)
        }
      }
    }
  }

  /// The shared tail's part, then dX = dP W^T, dW += X^T dP, db += sum of dP.
  private func backInputs(
    _ inputs: FloatPointer, _ layout: SequenceLayout, dInputs: FloatPointer, blockSize: Int,
    tailSize: Int
  ) {
    let h = hiddenSize
    let width = 3 * h
    let e = inputSize
    let count = layout.inputs
    if tailSize > 0, let padding = layout.padding {
      let c = 1 % cells.count
      // The blocks' shares, added in order into the first one's.
      let first = blockGradients.base + cells.count * h * width
      for block in layout.blocks.indices.dropFirst() {
        jn_add(tailSize, first, first + block * blockSize)
      }
      tail.backward(
        cell(1), gradients: first, recurrent: cell(1).recurrentKernel.gradient,
        input: summedInputGradients[c].base + Int(padding) * width)
    }
    let slices = Self.inputSlices
    let sliceSize = (e + 1) * width
    nonisolated(unsafe) let inputs = inputs
    nonisolated(unsafe) let dInputs = dInputs
    for (c, cell) in cells.enumerated() {
      sliceGradients.reserveZeros(slices * sliceSize)
      let summed = summedInputGradients[c]
      pool.forEach(slices) { slice in
        let lower = count * slice / slices
        let rows = count * (slice + 1) / slices - lower
        guard rows > 0 else { return }
        let dP = summed.base + lower * width
        let dW = self.sliceGradients.base + slice * sliceSize
        jn_gemm_packed(
          rows, e, width, dP, width, 1, cell.packedInputTransposed.base, dInputs + lower * e, e,
          c == 0 ? 0 : 1)
        jn_gemm(e, width, rows, inputs + lower * e, 1, e, dP, width, 1, dW, width, 1)
        jn_add_rows(rows, width, dP, width, dW + e * width)
      }
      for slice in 0..<slices {
        let dW = sliceGradients.base + slice * sliceSize
        jn_add(e * width, cell.inputKernel.gradient, dW)
        jn_add(width, cell.bias.gradient, dW + e * width)
      }
    }
  }
}
