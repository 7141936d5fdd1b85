// HAN's way from a batch of documents to document vectors
// (docs/original.md, Networks): attention over the words of a sentence, then over
// the sentences of a document.
import PipelineNumerics
import Foundation

/// Hierarchical attention network (Yang et al., NAACL 2016) as in the original.
final class HANEncoder: TextEncoder, @unchecked Sendable {
  let embedding: EmbeddingLayer
  private let wordEncoder: SequenceEncoder
  private let sentenceEncoder: SequenceEncoder
  private let inputs = AlignedBuffer<Float>()
  private let dDocuments = AlignedBuffer<Float>()
  private let size: Int
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
    size = configuration.documentSize
    glorotBias = configuration.glorotBias
  }

  var words: SequenceEncoder? { wordEncoder }
  var sentences: SequenceEncoder? { sentenceEncoder }
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
    _ batch: DocumentBatch, pairs: LabelRows?, into output: FloatPointer, rowSize: Int,
    training: Bool
  ) {
    let inputs = inputs.reserve(batch.sentences.inputs * embedding.size)
    embedding.gather(batch.contentWords, into: inputs)
    wordEncoder.forward(inputs, batch.sentences, training: training)
    sentenceEncoder.forward(
      wordEncoder.attention.byContext.pooled.base, batch.documents, training: training)
    let pooled = sentenceEncoder.attention.byContext.pooled.base
    for (document, row) in batch.documents.rows.enumerated() {
      (output + document * rowSize).update(from: pooled + row * size, count: size)
    }
  }

  func backward(
    _ batch: DocumentBatch, _ dOutput: FloatPointer, rowSize: Int, slices: Bool
  ) -> Double {
    dDocuments.reserve(batch.count * size)
    for (document, row) in batch.documents.rows.enumerated() {
      (dDocuments.base + row * size).update(from: dOutput + document * rowSize, count: size)
    }
    _ = sentenceEncoder.backward(
      wordEncoder.attention.byContext.pooled.base, batch.documents, dByContext: dDocuments.base)
    let squares = wordEncoder.backward(
      inputs.base, batch.sentences, dByContext: sentenceEncoder.dInputs.base, slices: slices)
    embedding.scatter(wordEncoder.dInputs.base, batch.contentWords)
    return squares
  }
}
