// A recurrent layer with attention on top: the building block of which the
// hierarchical models consist (words of a sentence, words of a title,
// sentences of a document).
import PipelineNumerics
import Synchronization

/// A bidirectional GRU and attention pooling over its states.
final class SequenceEncoder: Sendable {
  let gru: BidirectionalGRU
  let attention: AttentionPooling
  /// dL/dinputs after `backward`, [inputs, E].
  let dInputs = MatrixBuffer()
  /// Records timings; nil unless profiling.
  var clock: LayerClock? {
    get { profile.value }
    set { profile.value = newValue }
  }
  private let profile = StepState<LayerClock?>(nil)
  private let name: String
  /// The vectors of a batch's words, where words are read.
  let wordVectors = MatrixBuffer()
  /// Memory for blocks that are scored, as much as was ever used at once.
  private let free = Mutex<[BlockMemory]>([])
  private let dStates = MatrixBuffer()

  /// The attention's size is that of the word level's joined states, 2h, at
  /// every level (docs/original.md, Networks).
  init(
    _ name: String, inputSize: Int, hiddenSize: Int, _ configuration: NetworkConfiguration,
    trained: Bool, pool: WorkerPool
  ) {
    self.name = name
    gru = BidirectionalGRU(
      "\(name)/gru", inputSize: inputSize, hiddenSize: hiddenSize,
      sharesWeights: configuration.sharesDirections, initialValue: configuration.initialState,
      trained: trained, pool: pool)
    attention = AttentionPooling(
      "\(name)/attention", stateSize: 2 * hiddenSize,
      attentionSize: 2 * configuration.hiddenSize, trained: trained, pool: pool)
  }

  var parameters: [Parameter] { gru.parameters + attention.parameters }

  func initialise(glorotBias: Bool, using random: inout RandomStream) {
    for cell in gru.cells { cell.initialise(glorotBias: glorotBias, using: &random) }
    attention.initialise(glorotBias: glorotBias, using: &random)
  }

  /// See `BidirectionalGRU.forward` and `AttentionPooling.forward`.
  func forward(
    _ inputs: MatrixView, _ layout: SequenceLayout, usesContext: Bool = true,
    guides: MatrixView? = nil, training: Bool
  ) {
    if !training, clock == nil {
      forwardByBlocks(inputs, layout, usesContext: usesContext, guides: guides)
      return
    }
    clock.measure("\(name)/gru") { gru.forward(inputs, layout, training: training) }
    clock.measure("\(name)/attention") {
      attention.forward(
        gru.states.view, layout, tailStates: gru.tail.states, usesContext: usesContext,
        guides: guides)
    }
  }

  /// What scoring keeps of a block, and only until its results are there.
  private final class BlockMemory: Sendable {
    /// [positions, 2h]
    let states = MatrixBuffer()
    /// u of a tile.
    let projected = MatrixBuffer()
  }

  /// The same without what the backward pass needs: attention reads the states of each block
  /// while they are in the cache, and the next block takes over their memory.
  private func forwardByBlocks(
    _ inputs: MatrixView, _ layout: SequenceLayout, usesContext: Bool, guides: MatrixView?
  ) {
    gru.prepare(inputs, layout, training: false)
    attention.prepare(layout, tailStates: gru.tail.states)
    let blocks = layout.blocks
    gru.pool.forEach(blocks.count) { [gru, attention] index in
      let block = blocks[index].apart
      let memory = free.withLock { $0.popLast() } ?? BlockMemory()
      defer { free.withLock { $0.append(memory) } }
      let states = memory.states.reshape(block.count, attention.stateSize)
      gru.run(block, layout, to: states)
      attention.run(block, states, layout, usesContext: usesContext, guides: guides) {
        memory.projected.reshape($0.count, attention.attentionSize)
      }
    }
  }

  /// - Parameters: as in the layers' own `backward`.
  /// - Returns: the sum of squared position gradients, if `slices`.
  func backward(
    _ inputs: MatrixView, _ layout: SequenceLayout, dByContext: MatrixView?,
    dByGuide: MatrixView? = nil, guides: MatrixView? = nil, dGuides: MatrixView? = nil,
    slices: Bool = false
  ) -> Double {
    let dStates = dStates.reshape(layout.positions, attention.stateSize)
    clock.measure("\(name)/attention") {
      attention.backward(
        gru.states.view, layout, tailStates: gru.tail.states, dByContext: dByContext,
        dByGuide: dByGuide, guides: guides, dStates: dStates, dGuides: dGuides)
    }
    let dInputs = dInputs.reshape(layout.inputs, gru.inputSize)
    return clock.measure("\(name)/gru") {
      gru.backward(inputs, dStates, layout, dInputs: dInputs, slices: slices)
    }
  }
}

extension SequenceEncoder {
  /// As `forward` with the words' vectors as inputs.
  func forward(
    _ words: [Int32], of embedding: EmbeddingLayer, _ layout: SequenceLayout, training: Bool
  ) {
    let inputs = wordVectors.reshape(words.count, embedding.size)
    embedding.gather(words, into: inputs)
    forward(inputs, layout, training: training)
  }

  /// As `backward`, down to the gradients of the words' vectors.
  func backward(
    _ words: [Int32], of embedding: EmbeddingLayer, _ layout: SequenceLayout, dByContext: MatrixView,
    slices: Bool = false
  ) -> Double {
    let squares = backward(wordVectors.view, layout, dByContext: dByContext, slices: slices)
    embedding.scatter(dInputs.view, words)
    return squares
  }
}
