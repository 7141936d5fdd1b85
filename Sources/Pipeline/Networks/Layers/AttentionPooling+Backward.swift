// The backward pass of attention pooling: the forward pass in reverse.
import PipelineNumerics

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
  ///   - dStates: [positions, D], overwritten. In the backward half, at places of a
  ///     shared tail, only the sum over the rows of a position has a meaning.
  ///   - dGuides: [sequences, M], overwritten; needed with `dByGuide`.
  func backward(
    _ states: MatrixView, _ layout: SequenceLayout, tailStates: MatrixView,
    dByContext: MatrixView?, dByGuide: MatrixView?, guides: MatrixView?, dStates: MatrixView,
    dGuides: MatrixView?
  ) {
    let d = stateSize
    // A^T, for dL/ds += dL/d(s A) A^T.
    if layout.sharedSpan != nil {
      tail.prepareBackward(kernel.matrix, blocks: layout.blocks.count)
    } else {
      packedKernel.pack(kernel.matrix.transposed)
    }
    byContext.scoreGradients.reserve(layout.positions)
    byGuide.scoreGradients.reserve(layout.positions)
    let blocks = layout.blocks
    // Per block: dA, then da and dq.
    let gradients = blockGradients.reshapeZeros(blocks.count * (d + 2), attentionSize)
    pool.forEach(blocks.count) { index in
      let block = blocks[index]
      let own = gradients.part(index, rows: d + 2)
      let (dKernel, dBias, dContext) = (own[rows: 0..<d], own.row(d), own.row(d + 1))
      if let dByContext {
        self.backSoftmax(self.byContext, states, block, dPooled: dByContext)
      }
      if let dByGuide { self.backSoftmax(self.byGuide, states, block, dPooled: dByGuide) }
      if dByGuide != nil, let dGuides { dGuides[rows: block.rows].elements.clear() }
      for tile in block.tiles(of: Self.tile) {
        self.backPool(block, tile.positions, dByContext, dByGuide, dStates: dStates)
        // u becomes dL/d(s A + a).
        let u = self.projected[rows: tile.places]
        if dByGuide != nil, let guides, let dGuides {
          self.backScores(
            block, tile.positions, usesContext: dByContext != nil, guides: guides,
            dContext: dContext, dGuides: dGuides)
        } else if dByContext != nil {
          u.backScores(
            self.byContext.scoreGradients[tile.places], context: self.context.vector,
            dContext: dContext)
        } else {
          u.elements.clear()
        }
        dBias.addRows(of: u)
        if layout.sharedSpan != nil {
          self.tail.backProject(
            block, index, tile, states, du: self.projected.view, dKernel: dKernel,
            dStates: dStates)
          continue
        }
        multiply(states[rows: tile.places].transposed, u, into: dKernel, adding: true)
        multiply(u, self.packedKernel, into: dStates[rows: tile.places], adding: true)
      }
      if layout.sharedSpan != nil {
        self.tail.finishBlock(block, index, tailStates, dKernel: dKernel, dStates: dStates)
      }
    }
    pool.forEachChunk(of: kernel.count, size: 4_096) { range in
      for index in blocks.indices {
        let own = gradients.part(index, rows: d + 2)[rows: 0..<d]
        self.kernel.gradientVector[range].add(own.elements[range])
      }
    }
    for index in blocks.indices {
      let own = gradients.part(index, rows: d + 2)
      bias.gradientVector.add(own.row(d))
      context.gradientVector.add(own.row(d + 1))
    }
  }

  /// dL/dscores of one kind of attention.
  private func backSoftmax(
    _ result: Result, _ states: MatrixView, _ block: SequenceLayout.Block, dPooled: MatrixView
  ) {
    let dPooled = dPooled[rows: block.rows]
    withTemporaryVector(block.rows.count) { mean in
      mean.clear()
      for p in block.active.indices {
        let here = block.places(p, 0..<block.active[p])
        let (weights, dScores) = (result.weights[here], result.scoreGradients[here])
        let states = states[rows: here]
        for row in 0..<here.count {
          let dWeight = states.row(row).dot(dPooled.row(row))
          dScores[row] = dWeight
          mean[row] += weights[row] * dWeight
        }
      }
      for p in block.active.indices {
        let here = block.places(p, 0..<block.active[p])
        let (weights, dScores) = (result.weights[here], result.scoreGradients[here])
        for row in 0..<here.count { dScores[row] = weights[row] * (dScores[row] - mean[row]) }
      }
    }
  }

  /// dStates = Σ weight · dPooled over the kinds of attention in use.
  private func backPool(
    _ block: SequenceLayout.Block, _ positions: Range<Int>, _ dByContext: MatrixView?,
    _ dByGuide: MatrixView?, dStates: MatrixView
  ) {
    for p in positions {
      for row in 0..<block.active[p] {
        let place = block.place(p) + row
        let sequence = block.rows.lowerBound + row
        let dState = dStates.row(place)
        if let dByContext {
          dState.set(dByContext.row(sequence), times: byContext.weights[place])
        } else {
          dState.clear()
        }
        if let dByGuide { dState.add(dByGuide.row(sequence), times: byGuide.weights[place]) }
      }
    }
  }

  /// With guides each row has its own query:
  /// dL/du = dscore_context · q + dscore_guide · guide.
  private func backScores(
    _ block: SequenceLayout.Block, _ positions: Range<Int>, usesContext: Bool,
    guides: MatrixView, dContext: VectorView, dGuides: MatrixView
  ) {
    let q = context.vector
    withTemporaryVector(attentionSize) { du in
      for p in positions {
        for row in 0..<block.active[p] {
          let place = block.place(p) + row
          let sequence = block.rows.lowerBound + row
          let u = projected.row(place)
          let dScore = byGuide.scoreGradients[place]
          du.set(guides.row(sequence), times: dScore)
          dGuides.row(sequence).add(u, times: dScore)
          if usesContext {
            let dScore = byContext.scoreGradients[place]
            du.add(q, times: dScore)
            dContext.add(u, times: dScore)
          }
          du.backTanh(u)
          u.copy(du)
        }
      }
    }
  }
}
