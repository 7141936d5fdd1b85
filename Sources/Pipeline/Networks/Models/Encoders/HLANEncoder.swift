// HLAN's way from a batch of documents to a vector for each document and label: attention
// over words and over sentences, both by label.
import PipelineNumerics

/// Hierarchical label-wise attention network (Dong et al. 2020, arXiv 2010.15728). Words are
/// read once; the vectors of sentences, and so the recurrence over sentences, differ by label.
final class HLANEncoder: TextEncoder {
  let embedding: EmbeddingLayer
  private let wordGRU: BidirectionalGRU
  private let wordAttention: LabelAttention
  private let sentenceGRU: BidirectionalGRU
  private let sentenceAttention: LabelAttention
  private let labels: Int
  private let inputs = MatrixBuffer()
  private let dWordStates = MatrixBuffer()
  private let dSentenceStates = MatrixBuffer()
  private let dSentences = MatrixBuffer()
  private let dInputs = MatrixBuffer()
  /// How the batch that `forward` read is laid out.
  private let batchRows = StepState<BatchRows?>(nil)

  init(_ configuration: NetworkConfiguration, trained: Bool, pool: WorkerPool) {
    let (e, h) = (configuration.embeddingSize, configuration.hiddenSize)
    labels = configuration.labels
    embedding = EmbeddingLayer(
      words: configuration.vocabularySize, size: e, trained: trained, pool: pool)
    func gru(_ name: String, _ input: Int, _ hidden: Int) -> BidirectionalGRU {
      BidirectionalGRU(
        name, inputSize: input, hiddenSize: hidden, sharesWeights: configuration.sharesDirections,
        initialValue: configuration.initialState, trained: trained, pool: pool)
    }
    func attention(_ name: String, _ size: Int) -> LabelAttention {
      LabelAttention(
        name, stateSize: size, attentionSize: 2 * h, labels: configuration.labels,
        trained: trained, pool: pool)
    }
    wordGRU = gru("words/gru", e, h)
    wordAttention = attention("words/attention", 2 * h)
    sentenceGRU = gru("sentences/gru", 2 * h, 2 * h)
    sentenceAttention = attention("sentences/attention", 4 * h)
  }

  var layers: [EncoderLayer: SequenceEncoder] { [:] }
  var labelAttentions: [LabelAttention] { [wordAttention, sentenceAttention] }
  var parameters: [Parameter] {
    [embedding.table] + wordGRU.parameters + wordAttention.parameters + sentenceGRU.parameters
      + sentenceAttention.parameters
  }

  func initialise(using random: inout RandomStream) {
    embedding.table.initialiseNormal(deviation: 0.1, using: &random)
    for (gru, attention) in [(wordGRU, wordAttention), (sentenceGRU, sentenceAttention)] {
      for cell in gru.cells { cell.initialise(glorotBias: false, using: &random) }
      attention.initialise(using: &random)
    }
  }

  func forward(
    _ batch: DocumentBatch, pairs: LabelRows?, into output: MatrixView, training: Bool
  ) {
    guard let pairs else { return }
    let rows = BatchRows(batch, pairs: pairs, labels: labels)
    batchRows.value = rows
    let inputs = inputs.reshape(batch.sentences.inputs, embedding.size)
    embedding.gather(batch.contentWords, into: inputs)
    wordGRU.forward(inputs, batch.sentences, training: training)
    wordAttention.forward(wordGRU.states.view, batch.sentences, rows.sentences)
    sentenceGRU.forward(wordAttention.pooled.view, rows.layout, training: training)
    sentenceAttention.forward(sentenceGRU.states.view, rows.layout, rows.pairs)
    sentenceAttention.copyPooled(into: output)
  }

  func backward(_ batch: DocumentBatch, _ dOutput: MatrixView, slices: Bool) -> Double {
    guard let rows = batchRows.value else { return 0 }
    precondition(!slices, "padding is left out")
    let dSentenceStates = dSentenceStates.reshape(
      rows.layout.positions, sentenceAttention.stateSize)
    sentenceAttention.backward(
      sentenceGRU.states.view, rows.layout, rows.pairs, dPooled: dOutput, dStates: dSentenceStates)
    let dSentences = dSentences.reshape(rows.layout.inputs, sentenceGRU.inputSize)
    _ = sentenceGRU.backward(
      wordAttention.pooled.view, dSentenceStates, rows.layout, dInputs: dSentences)
    let dWordStates = dWordStates.reshape(batch.sentences.positions, wordAttention.stateSize)
    wordAttention.backward(
      wordGRU.states.view, batch.sentences, rows.sentences, dPooled: dSentences,
      dStates: dWordStates)
    let dInputs = dInputs.reshape(batch.sentences.inputs, embedding.size)
    _ = wordGRU.backward(inputs.view, dWordStates, batch.sentences, dInputs: dInputs)
    embedding.scatter(dInputs, batch.contentWords)
    return 0
  }

  /// The rows of a batch at each level.
  struct BatchRows {
    /// (sentence, label) for the labels of the sentence's document.
    let sentences: LabelRows
    /// Each pair of (document, label) as a sequence of such rows.
    let layout: SequenceLayout
    /// One row per pair.
    let pairs: LabelRows

    init(_ batch: DocumentBatch, pairs: LabelRows, labels: Int) {
      var sentenceStarts = [0]
      var sentenceLabels: [Int32] = []
      var starts = [0]
      var inputs: [Int32] = []
      for document in 0..<batch.count {
        let own = pairs.rows(of: document)
        let first = sentenceLabels.count
        let count = batch.sentenceCounts[document]
        for _ in 0..<count {
          sentenceLabels += pairs.labels[own]
          sentenceStarts.append(sentenceLabels.count)
        }
        for place in 0..<own.count {
          for sentence in 0..<count {
            inputs.append(Int32(first + sentence * own.count + place))
          }
          starts.append(inputs.count)
        }
      }
      sentences = LabelRows(starts: sentenceStarts, labels: sentenceLabels, labelCount: labels)
      layout = SequenceLayout(
        starts: starts, inputs: inputs, inputCount: sentenceLabels.count, mode: .masked,
        padding: nil, blockRows: 64)
      self.pairs = LabelRows(
        starts: Array(0...pairs.count), labels: pairs.labels, labelCount: labels)
    }
  }

  func weights(
    of pair: Int, in document: Int, _ batch: DocumentBatch, _ pairs: LabelRows
  ) -> LabelAttentionWeights? {
    guard let rows = batchRows.value else { return nil }
    let place = pair - pairs.starts[document]
    let first = batch.sentenceCounts[..<document].reduce(0, +)
    let words = (first..<first + batch.sentenceCounts[document]).map { sentence in
      wordAttention.weights(of: place, in: sentence, batch.sentences)
    }
    return LabelAttentionWeights(
      words: words, sentences: sentenceAttention.weights(of: 0, in: pair, rows.layout))
  }
}
