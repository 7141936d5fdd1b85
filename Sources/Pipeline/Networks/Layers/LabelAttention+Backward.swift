// The backward pass of label-wise attention: the forward pass in reverse, for each sequence
// with G = dL/d(result):
//
//     dP = G S^T      dX = P ⊙ (dP − row sums of P ⊙ dP)       X = V U^T
//     dS = P^T G      dU = dX^T V      dV = dX U
//     dZ = dU ⊙ (1 − U²)      dS += dZ A^T      dA = S^T dZ      da = sum of dZ
import PipelineNumerics
import CNumerics
import Foundation

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
    _ states: FloatPointer, _ layout: SequenceLayout, _ rows: LabelRows, dPooled: FloatPointer,
    dStates: FloatPointer
  ) {
    let (d, m) = (stateSize, attentionSize)
    contextGradients.reserve(rows.count * m)
    nonisolated(unsafe) let states = states
    nonisolated(unsafe) let dPooled = dPooled
    nonisolated(unsafe) let dStates = dStates
    pool.forEachChunk(of: layout.count, size: 4) { [weightStarts] sequences in
      let memory = SequenceMemory()
      for sequence in sequences {
        let own = rows.rows(of: sequence)
        let k = own.count
        let places = layout.places(of: sequence)
        let n = places.count
        let dV = self.contextGradients.base + own.lowerBound * m
        let (dU, dS) = (memory.du.reserveZeros(n * m), memory.ds.reserveZeros(n * d))
        let u = memory.u.reserve(n * m)
        Self.gather(self.projected.base, places, width: m, into: u)
        if n > 0, k > 0 {
          let s = memory.s.reserve(n * d)
          Self.gather(states, places, width: d, into: s)
          let v = self.contexts(of: rows.labels[own], into: memory)
          let g = dPooled + own.lowerBound * d
          let p = self.weights.base + weightStarts[sequence]
          let dX = memory.dp.reserve(k * n)
          jn_gemm(k, n, d, g, d, 1, s, 1, d, dX, n, 0)
          for row in 0..<k { Self.backSoftmax(dX + row * n, p + row * n, n) }
          jn_gemm(n, d, k, p, 1, n, g, d, 1, dS, d, 0)
          jn_gemm(n, m, k, dX, 1, n, v, m, 1, dU, m, 0)
          jn_gemm(k, m, n, dX, n, 1, u, m, 1, dV, m, 0)
        } else {
          memset(dV, 0, k * m * 4)
        }
        jn_tanh_backward(n * m, dU, u)
        for (i, place) in places.enumerated() {
          (self.projected.base + place * m).update(from: dU + i * m, count: m)
          (dStates + place * d).update(from: dS + i * d, count: d)
        }
      }
    }
    backProject(states, positions: layout.positions, dStates: dStates)
    rows.sum(into: contexts, width: m, pool: pool) { [contextGradients] row, gradient in
      jn_add(m, gradient, contextGradients.base + row * m)
    }
  }

  private static func backSoftmax(_ dP: FloatPointer, _ p: FloatPointer, _ n: Int) {
    var mean: Float = 0
    for i in 0..<n { mean += p[i] * dP[i] }
    for i in 0..<n { dP[i] = p[i] * (dP[i] - mean) }
  }

  /// dS += dZ A^T, dA += S^T dZ, da += sum of dZ.
  private func backProject(_ states: FloatPointer, positions: Int, dStates: FloatPointer) {
    let (d, m) = (stateSize, attentionSize)
    jn_pack(d, m, kernel.value, 1, m, packedKernel.reserve(jn_packed_size(d, m)))
    let size = (d + 1) * m
    sliceGradients.reserveZeros(Self.slices * size)
    nonisolated(unsafe) let states = states
    nonisolated(unsafe) let dStates = dStates
    pool.forEach(Self.slices) { slice in
      let dA = self.sliceGradients.base + slice * size
      var first = positions * slice / Self.slices
      let last = positions * (slice + 1) / Self.slices
      while first < last {
        let count = min(Self.tile, last - first)
        let dZ = self.projected.base + first * m
        let s = states + first * d
        jn_gemm_packed(
          count, d, m, dZ, m, 1, self.packedKernel.base, dStates + first * d, d, 1)
        jn_gemm(d, m, count, s, 1, d, dZ, m, 1, dA, m, 1)
        jn_add_rows(count, m, dZ, m, dA + d * m)
        first += count
      }
    }
    for slice in 0..<Self.slices {
      let dA = sliceGradients.base + slice * size
      jn_add(d * m, kernel.gradient, dA)
      jn_add(m, bias.gradient, dA + d * m)
    }
  }
}
