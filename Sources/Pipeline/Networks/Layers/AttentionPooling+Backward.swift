// The backward pass of attention pooling: the forward pass in reverse.
import PipelineNumerics
import CNumerics
import Foundation

extension AttentionPooling {
  /// Adds the gradients of A, a and the context, and computes those of the
  /// states and of the guides.
  ///
  /// - Parameters:
  ///   - states: as given to `forward`, [positions, D]; `tailStates` too.
  ///   - dByContext: [sequences, D], dL/d(result by the context vector); nil if
  ///     it is not used.
  ///   - dByGuide: [sequences, D], likewise.
  ///   - guides: as given to `forward`, [sequences, M].
  ///   - dStates: [positions, D], overwritten. Of the backward half at places of
  ///     a shared tail only the sum over the rows of a position has a meaning.
  ///   - dGuides: [sequences, M], overwritten; needed with `dByGuide`.
  func backward(
    _ states: FloatPointer, _ layout: SequenceLayout, tailStates: FloatPointer,
    dByContext: FloatPointer?, dByGuide: FloatPointer?, guides: FloatPointer?,
    dStates: FloatPointer, dGuides: FloatPointer?
  ) {
    let d = stateSize
    let m = attentionSize
    // A^T, for dL/ds += dL/d(s A) A^T.
    if layout.sharedSpan != nil {
      tail.prepareBackward(kernel.value, blocks: layout.blocks.count)
    } else {
      jn_pack(d, m, kernel.value, 1, m, packedKernel.reserve(jn_packed_size(d, m)))
    }
    byContext.scoreGradients.reserve(layout.positions)
    byGuide.scoreGradients.reserve(layout.positions)
    let blocks = layout.blocks
    let size = d * m + 2 * m
    blockGradients.reserveZeros(blocks.count * size)
    blockScratch.reserve(blocks.count * m)
    nonisolated(unsafe) let states = states
    nonisolated(unsafe) let tailStates = tailStates
    nonisolated(unsafe) let dByContext = dByContext
    nonisolated(unsafe) let dByGuide = dByGuide
    nonisolated(unsafe) let guides = guides
    nonisolated(unsafe) let dStates = dStates
    nonisolated(unsafe) let dGuides = dGuides
    pool.forEach(blocks.count) { index in
      let block = blocks[index]
      let dKernel = self.blockGradients.base + index * size
      let dBias = dKernel + d * m
      let dContext = dBias + m
      if let dByContext {
        self.backSoftmax(self.byContext, states, block, dPooled: dByContext)
      }
      if let dByGuide { self.backSoftmax(self.byGuide, states, block, dPooled: dByGuide) }
      if dByGuide != nil, let dGuides {
        memset(dGuides + block.rows.lowerBound * m, 0, block.rows.count * m * 4)
      }
      for tile in block.tiles(of: Self.tile) {
        let place = block.first + tile.places.lowerBound
        let count = tile.places.count
        self.backPool(block, tile.positions, dByContext, dByGuide, dStates: dStates)
        // u becomes dL/d(s A + a).
        let u = self.projected.base + place * m
        if dByGuide != nil, let guides, let dGuides {
          self.backScores(
            block, tile.positions, usesContext: dByContext != nil, guides: guides,
            dContext: dContext, dGuides: dGuides, scratch: self.blockScratch.base + index * m)
        } else if dByContext != nil {
          jn_attention_scores_backward(
            count, m, u, self.byContext.scoreGradients.base + place, self.context.value,
            dContext)
        } else {
          memset(u, 0, count * m * 4)
        }
        jn_add_rows(count, m, u, m, dBias)
        if layout.sharedSpan != nil {
          self.tail.backProject(
            block, index, tile, states, du: self.projected.base, dKernel: dKernel,
            dStates: dStates)
          continue
        }
        jn_gemm(d, m, count, states + place * d, 1, d, u, m, 1, dKernel, m, 1)
        jn_gemm_packed(
          count, d, m, u, m, 1, self.packedKernel.base, dStates + place * d, d, 1)
      }
      if layout.sharedSpan != nil {
        self.tail.finishBlock(block, index, tailStates, dKernel: dKernel, dStates: dStates)
      }
    }
    pool.forEachChunk(of: d * m, size: 4_096) { range in
      for index in blocks.indices {
        jn_add(
          range.count, self.kernel.gradient + range.lowerBound,
          self.blockGradients.base + index * size + range.lowerBound)
      }
    }
    for index in blocks.indices {
      let dBias = blockGradients.base + index * size + d * m
      jn_add(m, bias.gradient, dBias)
      jn_add(m, context.gradient, dBias + m)
    }
  }

  /// dL/dscores of one kind of attention.
  private func backSoftmax(
    _ result: Result, _ states: FloatPointer, _ block: SequenceLayout.Block,
    dPooled: FloatPointer
  ) {
    let d = stateSize
    let weights = result.weights.base + block.first
    let dScores = result.scoreGradients.base + block.first
    let rows = block.rows.count
    withUnsafeTemporaryAllocation(of: Float.self, capacity: rows) { mean in
      mean.initialize(repeating: 0)
      for p in block.active.indices {
        for row in 0..<block.active[p] {
          let place = block.offsets[p] + row
          let dWeight = jn_dot(
            d, states + (block.first + place) * d, dPooled + (block.rows.lowerBound + row) * d)
          dScores[place] = dWeight
          mean[row] += weights[place] * dWeight
        }
      }
      for p in block.active.indices {
        for row in 0..<block.active[p] {
          let place = block.offsets[p] + row
          dScores[place] = weights[place] * (dScores[place] - mean[row])
        }
      }
    }
  }

  /// dStates = Σ weight · dPooled over the kinds of attention in use.
  private func backPool(
    _ block: SequenceLayout.Block, _ positions: Range<Int>, _ dByContext: FloatPointer?,
    _ dByGuide: FloatPointer?, dStates: FloatPointer
  ) {
    let d = stateSize
    for p in positions {
      for row in 0..<block.active[p] {
        let place = block.first + block.offsets[p] + row
        let to = dStates + place * d
        let sequence = (block.rows.lowerBound + row) * d
        if let dByContext {
          jn_scaled(d, to, byContext.weights.base[place], dByContext + sequence)
        } else {
          memset(to, 0, d * 4)
        }
        if let dByGuide { jn_axpy(d, to, byGuide.weights.base[place], dByGuide + sequence) }
      }
    }
  }

  /// With guides each row has a query of its own:
  /// dL/du = dscore_context · q + dscore_guide · guide.
  private func backScores(
    _ block: SequenceLayout.Block, _ positions: Range<Int>, usesContext: Bool,
    guides: FloatPointer, dContext: FloatPointer, dGuides: FloatPointer, scratch: FloatPointer
  ) {
    let m = attentionSize
    for p in positions {
      for row in 0..<block.active[p] {
        let place = block.first + block.offsets[p] + row
        let sequence = block.rows.lowerBound + row
        let u = projected.base + place * m
        let dScore = byGuide.scoreGradients.base[place]
        jn_scaled(m, scratch, dScore, guides + sequence * m)
        jn_axpy(m, dGuides + sequence * m, dScore, u)
        if usesContext {
          let dScore = byContext.scoreGradients.base[place]
          jn_axpy(m, scratch, dScore, context.value)
          jn_axpy(m, dContext, dScore, u)
        }
        jn_tanh_backward(m, scratch, u)
        u.update(from: scratch, count: m)
      }
    }
  }
}
