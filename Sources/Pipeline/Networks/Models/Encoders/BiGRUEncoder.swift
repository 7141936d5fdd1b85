// Bi-GRU's way from a batch of documents to document vectors
// (docs/original.md, Networks): one recurrent layer over all words; the document
// vector is where its two directions end.
import PipelineNumerics

/// A bidirectional GRU over a document's words. A document of the batch is one
/// sentence (`DocumentReading.oneText`).
final class BiGRUEncoder: TextEncoder {
  let embedding: EmbeddingLayer
  private let gru: BidirectionalGRU
  private let inputs = MatrixBuffer()
  private let dInputs = MatrixBuffer()
  private let dStates = MatrixBuffer()
  private let endsBackwardAtLast: Bool
  private let glorotBias: Bool

  init(_ configuration: NetworkConfiguration, trained: Bool, pool: WorkerPool) {
    embedding = EmbeddingLayer(
      words: configuration.vocabularySize, size: configuration.embeddingSize, trained: trained,
      pool: pool)
    gru = BidirectionalGRU(
      "words/gru", inputSize: configuration.embeddingSize, hiddenSize: configuration.hiddenSize,
      sharesWeights: configuration.sharesDirections, initialValue: configuration.initialState,
      trained: trained, pool: pool)
    endsBackwardAtLast = configuration.endsBackwardAtLast
    glorotBias = configuration.glorotBias
  }

  var layers: [EncoderLayer: SequenceEncoder] { [:] }
  var originalGRUs: [(layer: BidirectionalGRU, suffix: String)] { [(gru, "")] }
  var parameters: [Parameter] { [embedding.table] + gru.parameters }

  func initialise(using random: inout RandomStream) {
    embedding.table.initialiseNormal(deviation: 0.1, using: &random)
    for cell in gru.cells { cell.initialise(glorotBias: glorotBias, using: &random) }
  }

  func forward(
    _ batch: DocumentBatch, pairs: LabelRows?, into output: MatrixView, training: Bool
  ) {
    let inputs = inputs.reshape(batch.sentences.inputs, embedding.size)
    embedding.gather(batch.contentWords, into: inputs)
    gru.forward(inputs, batch.sentences, training: training)
    for (document, end) in ends(batch).enumerated() {
      guard let end else {
        // A document without words: the states from which both directions start.
        output.row(document).fill(gru.initialValue)
        continue
      }
      for (direction, place) in end.enumerated() {
        gru.half(direction, of: output).row(document)
          .copy(gru.half(direction, of: gru.states.view).row(place))
      }
    }
  }

  func backward(_ batch: DocumentBatch, _ dOutput: MatrixView, slices: Bool) -> Double {
    let dStates = dStates.reshapeZeros(batch.sentences.positions, 2 * gru.hiddenSize)
    for (document, end) in ends(batch).enumerated() {
      for (direction, place) in (end ?? []).enumerated() {
        gru.half(direction, of: dStates).row(place)
          .copy(gru.half(direction, of: dOutput).row(document))
      }
    }
    let dInputs = dInputs.reshape(batch.sentences.inputs, embedding.size)
    let squares = gru.backward(
      inputs.view, dStates, batch.sentences, dInputs: dInputs, slices: slices)
    embedding.scatter(dInputs, batch.contentWords)
    return squares
  }

  /// The positions of the state at which the two directions end, by document.
  private func ends(_ batch: DocumentBatch) -> [[Int]?] {
    batch.texts.map { sentence in
      let places = sentence.map { batch.sentences.places(of: $0) } ?? []
      guard let first = places.first, let last = places.last else { return nil }
      return [last, endsBackwardAtLast ? last : first]
    }
  }
}
