// The backward pass of label-wise attention: the forward pass in reverse, for each sequence
// with G = dL/d(result):
//
//     dP = G S^T      dX = P ⊙ (dP − row sums of P ⊙ dP)       X = V U^T
//     dS = P^T G      dU = dX^T V      dV = dX U
//     dZ = dU ⊙ (1 − U²)      dS += dZ A^T      dA = S^T dZ      da = sum of dZ
import PipelineNumerics

extension LabelAttention {
  /// The number of slices of the positions; each sums its share of dA on its own, whatever
  /// the number of threads.
  private static let slices = 8

  /// Adds the gradients of A and a, sets those of the context vectors, and computes those of
  /// the states.
  ///
  /// - Parameters:
  ///   - states, layout, rows: as given to `forward`.
  ///   - dPooled: [rows, D].
  ///   - dStates: [positions, D], overwritten.
  func backward(
    _ states: MatrixView, _ layout: SequenceLayout, _ rows: LabelRows, dPooled: MatrixView,
    dStates: MatrixView
  ) {
    let (d, m) = (stateSize, attentionSize)
    let contextGradients = contextGradients.reshape(rows.count, m)
    let projected = projected.view
    pool.forEachChunk(of: layout.count, size: 4) { [weightStarts] sequences in
      let memory = SequenceMemory()
      for sequence in sequences {
        let own = rows.rows(of: sequence)
        let places = layout.places(of: sequence)
        let (k, n) = (own.count, places.count)
        let dV = contextGradients[rows: own]
        let (dU, dS) = (memory.du.reshapeZeros(n, m), memory.ds.reshapeZeros(n, d))
        let u = memory.u.gather(places, of: projected)
        if n > 0, k > 0 {
          let s = memory.s.gather(places, of: states)
          let v = memory.v.gather(rows.labels[own], of: self.contexts.matrix)
          let g = dPooled[rows: own]
          let p = self.weights(weightStarts[sequence], k, n)
          let dX = memory.dp.reshape(k, n)
          multiply(g, s.transposed, into: dX)
          for row in 0..<k { Self.backSoftmax(dX.row(row), p.row(row)) }
          multiply(p.transposed, g, into: dS)
          multiply(dX.transposed, v, into: dU)
          multiply(dX, u, into: dV)
        } else {
          dV.elements.clear()
        }
        dU.elements.backTanh(u.elements)
        for (i, place) in places.enumerated() {
          projected.row(place).copy(dU.row(i))
          dStates.row(place).copy(dS.row(i))
        }
      }
    }
    backProject(states, dStates: dStates)
    rows.sum(into: contexts, pool: pool) { row, gradient in
      gradient.add(contextGradients.row(row))
    }
  }

  private static func backSoftmax(_ dP: VectorView, _ p: VectorView) {
    var mean: Float = 0
    for i in 0..<p.count { mean += p[i] * dP[i] }
    for i in 0..<p.count { dP[i] = p[i] * (dP[i] - mean) }
  }

  /// dS += dZ A^T, dA += S^T dZ, da += sum of dZ.
  private func backProject(_ states: MatrixView, dStates: MatrixView) {
    let (d, positions) = (stateSize, states.rows)
    packedKernel.pack(kernel.matrix.transposed)
    // dA of each slice, and da after it.
    let gradients = sliceGradients.reshapeZeros(Self.slices * (d + 1), attentionSize)
    pool.forEach(Self.slices) { slice in
      let own = gradients.part(slice, rows: d + 1)
      let (dA, da) = (own[rows: 0..<d], own.row(d))
      let last = positions * (slice + 1) / Self.slices
      for first in stride(from: positions * slice / Self.slices, to: last, by: Self.tile) {
        let tile = first..<min(first + Self.tile, last)
        let (s, dZ) = (states[rows: tile], self.projected[rows: tile])
        multiply(dZ, self.packedKernel, into: dStates[rows: tile], adding: true)
        multiply(s.transposed, dZ, into: dA, adding: true)
        da.addRows(of: dZ)
      }
    }
    for slice in 0..<Self.slices {
      let own = gradients.part(slice, rows: d + 1)
      kernel.gradientVector.add(own[rows: 0..<d].elements)
      bias.gradientVector.add(own.row(d))
    }
  }
}
