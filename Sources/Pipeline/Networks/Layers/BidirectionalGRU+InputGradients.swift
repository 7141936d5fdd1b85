// The backward pass of the bidirectional recurrent layer, second part: from the gradients of
// the gates at all positions to those of the inputs and of the weights that they pass.
import PipelineNumerics

extension BidirectionalGRU {
  /// The number of slices into which the distinct inputs are cut; each sums
  /// its share of dW on its own, whatever the number of threads.
  private static let inputSlices = 8

  /// The sum over positions of |dP W^T|². Both directions' dP are then joined
  /// in the first one's place.
  func sliceSquares(_ layout: SequenceLayout) -> Double {
    precondition(cells.count == 1 && layout.sharedSpan == nil, "slices need the original's form")
    let chunk = 512
    let chunks = (layout.positions + chunk - 1) / chunk
    let sums = AlignedBuffer<Double>(zeros: chunks)
    sliceGradients.reserve(layout.positions * inputSize)
    let products = sliceGradients.matrix(layout.positions, inputSize)
    pool.forEachChunk(of: layout.positions, size: chunk) { rows in
      let dP = self.gates[0][rows: rows]
      dP.elements.add(self.gates[1][rows: rows].elements)
      multiply(dP, self.cells[0].packedInputTransposed, into: products[rows: rows])
      sums[rows.lowerBound / chunk] = products[rows: rows].elements.sumOfSquares()
    }
    return (0..<chunks).reduce(0) { $0 + sums[$1] }
  }

  /// dL/d(projection) of each distinct input: the sum over its positions, and
  /// over the directions that share a cell.
  ///
  /// - Parameter isJoined: whether the first direction's gradients hold both.
  func sumByInput(_ layout: SequenceLayout, isJoined: Bool) {
    for c in cells.indices {
      let summed = summedInputGradients[c].reshape(layout.inputs, 3 * hiddenSize)
      let directions = cells.count > 1 || isJoined ? c...c : 0...1
      pool.forEachChunk(of: layout.inputs, size: 128) { range in
        summed[rows: range].elements.clear()
        for direction in directions {
          // On the shared tail the backward direction has none.
          let positions = direction == 1 ? layout.byInputUntailed : layout.byInput
          positions.add(range, of: self.gates[direction].view, to: summed)
        }
      }
    }
  }

  /// dX = dP W^T, dW += X^T dP, db += sum of dP.
  func backInputs(_ inputs: MatrixView, dInputs: MatrixView) {
    let (e, width) = (inputSize, 3 * hiddenSize)
    let count = inputs.rows
    let slices = Self.inputSlices
    for (c, cell) in cells.enumerated() {
      // dW of each slice, and db after it.
      sliceGradients.reserveZeros(slices * (e + 1) * width)
      let gradients = sliceGradients.matrix(slices * (e + 1), width)
      let summed = summedInputGradients[c].view
      pool.forEach(slices) { slice in
        let rows = count * slice / slices..<count * (slice + 1) / slices
        guard !rows.isEmpty else { return }
        let (x, dP) = (inputs[rows: rows], summed[rows: rows])
        let own = gradients.part(slice, rows: e + 1)
        multiply(dP, cell.packedInputTransposed, into: dInputs[rows: rows], adding: c > 0)
        multiply(x.transposed, dP, into: own[rows: 0..<e], adding: true)
        own.row(e).addRows(of: dP)
      }
      for slice in 0..<slices {
        let own = gradients.part(slice, rows: e + 1)
        cell.inputKernel.gradientVector.add(own[rows: 0..<e].elements)
        cell.bias.gradientVector.add(own.row(e))
      }
    }
  }
}
