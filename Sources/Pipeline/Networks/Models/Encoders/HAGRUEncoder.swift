// HA-GRU's way from a batch of documents to a vector for each document and label: attention
// over words as HAN's, over sentences by label.
import PipelineNumerics
import Foundation

/// Hierarchical attention with label-wise attention over sentences (Baumel et al. 2018, as in
/// Dong et al. 2020, arXiv 2010.15728).
final class HAGRUEncoder: TextEncoder, @unchecked Sendable {
  let embedding: EmbeddingLayer
  private let wordEncoder: SequenceEncoder
  private let sentenceGRU: BidirectionalGRU
  private let sentenceAttention: LabelAttention
  private let inputs = AlignedBuffer<Float>()
  private let dStates = AlignedBuffer<Float>()
  private let dSentences = AlignedBuffer<Float>()
  private let size: Int
  private var pairs: LabelRows?

  init(_ configuration: NetworkConfiguration, trained: Bool, pool: WorkerPool) {
    let (e, h) = (configuration.embeddingSize, configuration.hiddenSize)
    size = configuration.documentSize
    embedding = EmbeddingLayer(
      words: configuration.vocabularySize, size: e, trained: trained, pool: pool)
    wordEncoder = SequenceEncoder(
      "words", inputSize: e, hiddenSize: h, configuration, trained: trained, pool: pool)
    sentenceGRU = BidirectionalGRU(
      "sentences/gru", inputSize: 2 * h, hiddenSize: 2 * h,
      sharesWeights: configuration.sharesDirections, initialValue: configuration.initialState,
      trained: trained, pool: pool)
    sentenceAttention = LabelAttention(
      "sentences/attention", stateSize: 4 * h, attentionSize: 2 * h,
      labels: configuration.labels, trained: trained, pool: pool)
  }

  var words: SequenceEncoder? { wordEncoder }
  var labelAttentions: [LabelAttention] { [sentenceAttention] }
  var parameters: [Parameter] {
    [embedding.table] + wordEncoder.parameters + sentenceGRU.parameters
      + sentenceAttention.parameters
  }

  func initialise(using random: inout RandomStream) {
    embedding.table.initialiseNormal(deviation: 0.1, using: &random)
    wordEncoder.initialise(glorotBias: false, using: &random)
    for cell in sentenceGRU.cells { cell.initialise(glorotBias: false, using: &random) }
    sentenceAttention.initialise(using: &random)
  }

  func forward(
    _ batch: DocumentBatch, pairs: LabelRows?, into output: FloatPointer, rowSize: Int,
    training: Bool
  ) {
    guard let pairs else { return }
    self.pairs = pairs
    embedding.gather(
      batch.contentWords, into: inputs.reserve(batch.sentences.inputs * embedding.size))
    wordEncoder.forward(inputs.base, batch.sentences, training: training)
    sentenceGRU.forward(
      wordEncoder.attention.byContext.pooled.base, batch.documents, training: training)
    sentenceAttention.forward(sentenceGRU.states.base, batch.documents, pairs)
    sentenceAttention.copyPooled(pairs.count, into: output, rowSize: rowSize)
  }

  func backward(
    _ batch: DocumentBatch, _ dOutput: FloatPointer, rowSize: Int, slices: Bool
  ) -> Double {
    guard let pairs else { return 0 }
    precondition(rowSize == size && !slices, "vectors lie side by side; padding is left out")
    dStates.reserve(batch.documents.positions * size)
    sentenceAttention.backward(
      sentenceGRU.states.base, batch.documents, pairs, dPooled: dOutput, dStates: dStates.base)
    dSentences.reserve(batch.documents.inputs * sentenceGRU.inputSize)
    _ = sentenceGRU.backward(
      wordEncoder.attention.byContext.pooled.base, dStates.base, batch.documents,
      dInputs: dSentences.base)
    _ = wordEncoder.backward(inputs.base, batch.sentences, dByContext: dSentences.base)
    embedding.scatter(wordEncoder.dInputs.base, batch.contentWords)
    return 0
  }

  func weights(
    of pair: Int, in document: Int, _ batch: DocumentBatch, _ pairs: LabelRows
  ) -> LabelAttentionWeights? {
    LabelAttentionWeights(
      sentences: sentenceAttention.weights(
        of: pair - pairs.starts[document], in: document, batch.documents))
  }
}
