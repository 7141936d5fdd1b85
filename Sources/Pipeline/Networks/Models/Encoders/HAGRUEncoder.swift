// HA-GRU's way from a batch of documents to a vector for each document and label: attention
// over words as HAN's, over sentences by label.
import PipelineNumerics

/// Hierarchical attention with label-wise attention over sentences (Baumel et al. 2018, as in
/// Dong et al. 2020, arXiv 2010.15728).
final class HAGRUEncoder: TextEncoder {
  let embedding: EmbeddingLayer
  private let wordEncoder: SequenceEncoder
  private let sentenceGRU: BidirectionalGRU
  private let sentenceAttention: LabelAttention
  private let dStates = MatrixBuffer()
  private let dSentences = MatrixBuffer()
  private let pairs = StepState<LabelRows?>(nil)

  init(_ configuration: NetworkConfiguration, trained: Bool, pool: WorkerPool) {
    let (e, h) = (configuration.embeddingSize, configuration.hiddenSize)
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

  var layers: [EncoderLayer: SequenceEncoder] { [.words: wordEncoder] }
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
    _ batch: DocumentBatch, pairs: LabelRows?, into output: MatrixView, training: Bool
  ) {
    guard let pairs else { return }
    self.pairs.value = pairs
    wordEncoder.forward(batch.contentWords, of: embedding, batch.sentences, training: training)
    sentenceGRU.forward(
      wordEncoder.attention.byContext.pooled.view, batch.documents, training: training)
    sentenceAttention.forward(sentenceGRU.states.view, batch.documents, pairs)
    sentenceAttention.copyPooled(into: output)
  }

  func backward(_ batch: DocumentBatch, _ dOutput: MatrixView, slices: Bool) -> Double {
    guard let pairs = pairs.value else { return 0 }
    precondition(!slices, "padding is left out")
    let dStates = dStates.reshape(batch.documents.positions, sentenceAttention.stateSize)
    sentenceAttention.backward(
      sentenceGRU.states.view, batch.documents, pairs, dPooled: dOutput, dStates: dStates)
    let dSentences = dSentences.reshape(batch.documents.inputs, sentenceGRU.inputSize)
    _ = sentenceGRU.backward(
      wordEncoder.attention.byContext.pooled.view, dStates, batch.documents, dInputs: dSentences)
    _ = wordEncoder.backward(batch.contentWords, of: embedding, batch.sentences, dByContext: dSentences)
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
