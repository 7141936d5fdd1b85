// A bidirectional recurrent layer over a batch of sequences: forward pass.
// The backward pass is in BidirectionalGRU+Backward.swift, the shared way
// through trailing padding in PaddingTail.swift.
import PipelineNumerics

/// Runs a GRU along each sequence in both directions and joins, at each
/// position, the forward state (first H) and the backward state (last H).
///
/// The projections of the inputs are computed once for each distinct input,
/// not for each position.
final class BidirectionalGRU: Sendable {
  /// One cell if both directions share their weights (the original), otherwise the
  /// forward and the backward one.
  let cells: [GRUCell]
  let inputSize: Int
  let hiddenSize: Int
  /// The value of every element of the initial state: 1 in the original.
  let initialValue: Float
  /// [positions, 2H] after `forward`.
  let states = MatrixBuffer()
  let pool: WorkerPool

  // Per cell: projections [inputs, 3H].
  let projections: [MatrixBuffer]
  // Per direction and position: z | r | h U_h, and the candidate. The backward
  // pass overwrites the gates with the gradient of the input's projection.
  let gates = [MatrixBuffer(), MatrixBuffer()]
  let candidates = [MatrixBuffer(), MatrixBuffer()]
  let initialState: VectorView
  private let initialMemory: MatrixBuffer
  let tail: PaddingTail
  // Used by the backward pass; here because Swift extensions hold no storage.
  let summedInputGradients: [MatrixBuffer]
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
    projections = cells.map { _ in MatrixBuffer() }
    summedInputGradients = cells.map { _ in MatrixBuffer() }
    initialMemory = MatrixBuffer(zeros: 1, hiddenSize)
    initialState = initialMemory.row(0)
    initialState.fill(initialValue)
    tail = PaddingTail(hiddenSize: hiddenSize)
  }

  var parameters: [Parameter] { cells.flatMap(\.parameters) }

  /// The cell of direction 0 (forward) or 1 (backward), and its projections.
  func cell(_ direction: Int) -> GRUCell { cells[direction % cells.count] }
  private func projections(_ direction: Int) -> MatrixView { projections[direction % cells.count].view }

  /// The half of rows as wide as the states that belongs to a direction.
  func half(_ direction: Int, of states: MatrixView) -> MatrixView {
    states[columns: direction * hiddenSize..<(direction + 1) * hiddenSize]
  }

  /// Computes `states`.
  ///
  /// - Parameters:
  ///   - inputs: [layout.inputs, E], the distinct inputs.
  ///   - training: keeps what the backward pass needs.
  func forward(_ inputs: MatrixView, _ layout: SequenceLayout, training: Bool) {
    prepare(inputs, layout, training: training)
    let blocks = layout.blocks
    let states = states.reshape(layout.positions, 2 * hiddenSize)
    pool.forEach(2 * blocks.count) { task in
      if task % 2 == 0 {
        self.runForward(blocks[task / 2], layout, training, to: states)
      } else {
        self.runBackward(blocks[task / 2], layout, training, to: states)
      }
    }
  }

  /// Computes what all blocks need before one of them can be run.
  func prepare(_ inputs: MatrixView, _ layout: SequenceLayout, training: Bool) {
    let h = hiddenSize
    for cell in cells { cell.prepare(initial: initialValue, training: training) }
    project(inputs)
    let stored = training ? layout.positions : layout.count
    for direction in 0...1 {
      gates[direction].reshape(stored, 3 * h)
      candidates[direction].reshape(stored, h)
    }
    if let span = layout.sharedSpan, let padding = layout.padding.map(Int.init) {
      tail.forward(
        cell(1), projection: projections(1)[rows: padding..<padding + 1], initial: initialState,
        span: span)
    }
  }

  /// The states of a block, after `prepare` and without what the backward pass needs.
  ///
  /// - Parameter states: [positions of the block, 2h] for a block whose states are apart.
  func run(_ block: SequenceLayout.Block, _ layout: SequenceLayout, to states: MatrixView) {
    runForward(block, layout, false, to: states)
    runBackward(block, layout, false, to: states)
  }

  /// P = X W + b for each distinct input.
  private func project(_ inputs: MatrixView) {
    for (projections, cell) in zip(projections, cells) {
      let output = projections.reshape(inputs.rows, 3 * hiddenSize)
      pool.forEachChunk(of: inputs.rows, size: 256) { rows in
        output[rows: rows].fill(with: cell.bias.vector)
        multiply(inputs[rows: rows], cell.packedInput, into: output[rows: rows], adding: true)
      }
    }
  }

  /// The places that keep the gates of some rows at a position: a separate one for each
  /// position while training, otherwise the block's rows are reused.
  @inline(__always)
  private func kept(
    _ block: SequenceLayout.Block, _ position: Int, _ rows: Range<Int>, _ training: Bool
  ) -> Range<Int> {
    if training { return block.places(position, rows) }
    return block.rows.lowerBound + rows.lowerBound..<block.rows.lowerBound + rows.upperBound
  }

  /// A step of a direction whose gates are kept at some places.
  func step(_ direction: Int, _ kept: Range<Int>, from previous: MatrixView) -> RecurrentStep {
    RecurrentStep(
      from: previous, gates: gates[direction][rows: kept],
      candidates: candidates[direction][rows: kept])
  }

  /// The direction from the first position to the last.
  private func runForward(
    _ block: SequenceLayout.Block, _ layout: SequenceLayout, _ training: Bool, to states: MatrixView
  ) {
    let cell = cell(0)
    let states = half(0, of: states)
    for p in block.active.indices {
      let rows = 0..<block.active[p]
      let kept = kept(block, p, rows, training)
      let gates = gates[0][rows: kept]
      var previous = MatrixView(repeating: initialState, rows: rows.count)
      if p == 0 {
        gates.fill(with: cell.initialProduct)
      } else {
        previous = states[rows: block.states(p - 1, rows)]
        multiply(previous, cell.packedRecurrent, into: gates)
      }
      step(0, kept, from: previous)
        .forward(
          layout.ids[block.places(p, rows)], of: projections(0), into: states[rows: block.states(p, rows)])
    }
  }

  /// The direction from the last position to the first. At each position the
  /// rows that end there join, from the initial state or from the shared tail.
  private func runBackward(
    _ block: SequenceLayout.Block, _ layout: SequenceLayout, _ training: Bool, to states: MatrixView
  ) {
    let cell = cell(1)
    let states = half(1, of: states)
    func step(_ position: Int, _ rows: Range<Int>, _ kept: Range<Int>, from previous: MatrixView) {
      self.step(1, kept, from: previous).forward(
        layout.ids[block.places(position, rows)], of: projections(1),
        into: states[rows: block.states(position, rows)])
    }
    for p in block.active.indices.reversed() {
      let rows = block.recurrent[p]
      let going = p + 1 < block.recurrent.count ? block.recurrent[p + 1] : 0
      if let span = layout.sharedSpan {
        states[rows: block.states(p, rows..<block.active[p])].fill(with: tail.state(span - p))
      }
      if going > 0 {
        let kept = kept(block, p, 0..<going, training)
        let previous = states[rows: block.states(p + 1, 0..<going)]
        multiply(previous, cell.packedRecurrent, into: gates[1][rows: kept])
        step(p, 0..<going, kept, from: previous)
      }
      if rows > going {
        let kept = kept(block, p, going..<rows, training)
        let passed = layout.sharedSpan.map { $0 - 1 - p }
        gates[1][rows: kept].fill(with: passed.map(tail.product) ?? cell.initialProduct)
        let initial = passed.map(tail.state) ?? initialState
        step(p, going..<rows, kept, from: MatrixView(repeating: initial, rows: rows - going))
      }
    }
  }
}
