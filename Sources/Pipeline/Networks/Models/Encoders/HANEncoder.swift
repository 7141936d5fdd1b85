// HAN's way from a batch of documents to document vectors
// (docs/original.md, Networks): attention over the words of a sentence, then over
// the sentences of a document.
import PipelineNumerics

/// Hierarchical attention network (Yang et al., NAACL 2016) as in the original.
final class HANEncoder: TextEncoder {
  let embedding: EmbeddingLayer
  private let wordEncoder: SequenceEncoder
  private let sentenceEncoder: SequenceEncoder
  private let dDocuments = MatrixBuffer()
  private let glorotBias: Bool

  init(_ configuration: NetworkConfiguration, trained: Bool, pool: WorkerPool) {
    let (e, h) = (configuration.embeddingSize, configuration.hiddenSize)
    embedding = EmbeddingLayer(
      words: configuration.vocabularySize, size: e, trained: trained, pool: pool)
    wordEncoder = SequenceEncoder(
      "words", inputSize: e, hiddenSize: h, configuration, trained: trained, pool: pool)
    sentenceEncoder = SequenceEncoder(
      "sentences", inputSize: 2 * h, hiddenSize: 2 * h, configuration, trained: trained,
      pool: pool)
    glorotBias = configuration.glorotBias
  }

  var layers: [EncoderLayer: SequenceEncoder] { [.words: wordEncoder, .sentences: sentenceEncoder] }
  var originalGRUs: [(layer: BidirectionalGRU, suffix: String)] {
    [(wordEncoder.gru, ""), (sentenceEncoder.gru, "_sentence")]
  }
  var parameters: [Parameter] {
    [embedding.table] + wordEncoder.parameters + sentenceEncoder.parameters
  }

  func initialise(using random: inout RandomStream) {
    embedding.table.initialiseNormal(deviation: 0.1, using: &random)
    for encoder in [wordEncoder, sentenceEncoder] {
      encoder.initialise(glorotBias: glorotBias, using: &random)
    }
  }

  func forward(
    _ batch: DocumentBatch, pairs: LabelRows?, into output: MatrixView, training: Bool
  ) {
    wordEncoder.forward(batch.contentWords, of: embedding, batch.sentences, training: training)
    sentenceEncoder.forward(
      wordEncoder.attention.byContext.pooled.view, batch.documents, training: training)
    output.gather(batch.documents.rows, of: sentenceEncoder.attention.byContext.pooled.view)
  }

  func backward(_ batch: DocumentBatch, _ dOutput: MatrixView, slices: Bool) -> Double {
    let dDocuments = dDocuments.gather(batch.documents.order, of: dOutput)
    _ = sentenceEncoder.backward(
      wordEncoder.attention.byContext.pooled.view, batch.documents, dByContext: dDocuments)
    return wordEncoder.backward(
      batch.contentWords, of: embedding, batch.sentences, dByContext: sentenceEncoder.dInputs.view,
      slices: slices)
  }
}
