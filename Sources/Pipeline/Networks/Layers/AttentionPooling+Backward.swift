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
    // A^T, for dL/ds += dL/d(s A) A^T.
    if layout.sharedSpan != nil {
      tail.prepareBackward(kernel.matrix, blocks: layout.blocks.count)
    } else {
      packedKernel.pack(kernel.matrix.transposed)
    }
    byContext.scoreGradients.reserve(layout.positions)
    byGuide.scoreGradients.reserve(layout.positions)
    let blocks = layout.blocks
    blockGradients.reshapeZeros(blocks.count * (stateSize + 2), attentionSize)
    let way = WayBack(
      states: states, tailStates: tailStates, hasTail: layout.sharedSpan != nil,
      dByContext: dByContext, dByGuide: dByGuide, guides: guides, dStates: dStates, dGuides: dGuides)
    pool.forEach(blocks.count) { index in self.backBlock(blocks[index], index, way) }
    sumBlockGradients(blocks.count)
  }

  /// What a block needs on the way back: the parameters of `backward`.
  private struct WayBack {
    let states: MatrixView
    let tailStates: MatrixView
    /// Whether the layout has a shared tail.
    let hasTail: Bool
    let dByContext: MatrixView?
    let dByGuide: MatrixView?
    let guides: MatrixView?
    let dStates: MatrixView
    let dGuides: MatrixView?
  }

  /// The gradients of one block: dA, da and dq.
  private func gradients(ofBlock index: Int) -> (kernel: MatrixView, bias: VectorView, context: VectorView) {
    let d = stateSize
    let own = blockGradients.view.part(index, rows: d + 2)
    return (own[rows: 0..<d], own.row(d), own.row(d + 1))
  }

  private func backBlock(_ block: SequenceLayout.Block, _ index: Int, _ way: WayBack) {
    let own = gradients(ofBlock: index)
    if let dByContext = way.dByContext {
      backSoftmax(byContext, way.states, block, dPooled: dByContext)
    }
    if let dByGuide = way.dByGuide { backSoftmax(byGuide, way.states, block, dPooled: dByGuide) }
    if way.dByGuide != nil, let dGuides = way.dGuides { dGuides[rows: block.rows].elements.clear() }
    for tile in block.tiles(of: Self.tile) {
      backPool(block, tile.positions, way.dByContext, way.dByGuide, dStates: way.dStates)
      backScores(block, tile, way, dContext: own.context)
      let u = projected[rows: tile.places]
      own.bias.addRows(of: u)
      if way.hasTail {
        tail.backProject(
          block, index, tile, way.states, du: projected.view, dKernel: own.kernel, dStates: way.dStates)
        continue
      }
      multiply(way.states[rows: tile.places].transposed, u, into: own.kernel, adding: true)
      multiply(u, packedKernel, into: way.dStates[rows: tile.places], adding: true)
    }
    if way.hasTail {
      tail.finishBlock(block, index, way.tailStates, dKernel: own.kernel, dStates: way.dStates)
    }
  }

  /// At the places of a tile u becomes dL/d(s A + a).
  private func backScores(
    _ block: SequenceLayout.Block, _ tile: SequenceLayout.Tile, _ way: WayBack, dContext: VectorView
  ) {
    let u = projected[rows: tile.places]
    if way.dByGuide != nil, let guides = way.guides, let dGuides = way.dGuides {
      backScores(
        block, tile.positions, usesContext: way.dByContext != nil, guides: guides,
        dContext: dContext, dGuides: dGuides)
    } else if way.dByContext != nil {
      u.backScores(byContext.scoreGradients[tile.places], context: context.vector, dContext: dContext)
    } else {
      u.elements.clear()
    }
  }

  /// Adds the gradients of the blocks, in their order, to those of the parameters.
  private func sumBlockGradients(_ blocks: Int) {
    pool.forEachChunk(of: kernel.count, size: 4_096) { range in
      for index in 0..<blocks {
        self.kernel.gradientVector[range].add(self.gradients(ofBlock: index).kernel.elements[range])
      }
    }
    for index in 0..<blocks {
      let own = gradients(ofBlock: index)
      bias.gradientVector.add(own.bias)
      context.gradientVector.add(own.context)
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
