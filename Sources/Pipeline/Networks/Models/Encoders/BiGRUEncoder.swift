// Bi-GRU's way from a batch of documents to document vectors
// (docs/original.md, Networks): one recurrent layer over all words; the document
// vector is where its two directions end.
import PipelineNumerics
import Foundation

/// A bidirectional GRU over a document's words. A document of the batch is one
/// sentence (`DocumentReading.oneText`).
final class BiGRUEncoder: TextEncoder, @unchecked Sendable {
  let embedding: EmbeddingLayer
  private let gru: BidirectionalGRU
  private let inputs = AlignedBuffer<Float>()
  private let dInputs = AlignedBuffer<Float>()
  private let dStates = AlignedBuffer<Float>()
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

  var originalGRUs: [(layer: BidirectionalGRU, suffix: String)] { [(gru, "")] }
  var parameters: [Parameter] { [embedding.table] + gru.parameters }

  func initialise(using random: inout RandomStream) {
    embedding.table.initialiseNormal(deviation: 0.1, using: &random)
    for cell in gru.cells { cell.initialise(glorotBias: glorotBias, using: &random) }
  }

  func forward(
    _ batch: DocumentBatch, pairs: LabelRows?, into output: FloatPointer, rowSize: Int,
    training: Bool
  ) {
    let h = gru.hiddenSize
    let inputs = inputs.reserve(batch.sentences.inputs * embedding.size)
    embedding.gather(batch.contentWords, into: inputs)
    gru.forward(inputs, batch.sentences, training: training)
    for (document, end) in ends(batch).enumerated() {
      let to = output + document * rowSize
      guard let end else {
        // A document without words: the states from which both directions start.
        for i in 0..<2 * h { to[i] = gru.initialValue }
        continue
      }
      to.update(from: gru.states.base + end.forward * 2 * h, count: h)
      (to + h).update(from: gru.states.base + end.backward * 2 * h + h, count: h)
    }
  }

  func backward(
    _ batch: DocumentBatch, _ dOutput: FloatPointer, rowSize: Int, slices: Bool
  ) -> Double {
    let h = gru.hiddenSize
    let dStates = dStates.reserveZeros(batch.sentences.positions * 2 * h)
    for (document, end) in ends(batch).enumerated() {
      guard let end else { continue }
      let from = dOutput + document * rowSize
      (dStates + end.forward * 2 * h).update(from: from, count: h)
      (dStates + end.backward * 2 * h + h).update(from: from + h, count: h)
    }
    dInputs.reserve(batch.sentences.inputs * embedding.size)
    let squares = gru.backward(
      inputs.base, dStates, batch.sentences, dInputs: dInputs.base, slices: slices)
    embedding.scatter(dInputs.base, batch.contentWords)
    return squares
  }

  /// The positions of the state at which each direction ends, by document.
  private func ends(_ batch: DocumentBatch) -> [(forward: Int, backward: Int)?] {
    batch.texts.map { sentence in
      let places = sentence.map { batch.sentences.places(of: $0) } ?? []
      guard let first = places.first, let last = places.last else { return nil }
      return (last, endsBackwardAtLast ? last : first)
    }
  }
}
