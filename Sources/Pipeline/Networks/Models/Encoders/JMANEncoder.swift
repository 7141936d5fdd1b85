// JMAN's way from a batch of documents to document vectors
// (docs/original.md, Networks). Losses and output are in AnnotationNetwork.
import PipelineNumerics
import CNumerics
import Foundation

/// Title and content by words, content by sentences, with attention by a
/// context vector and by the title.
final class JMANEncoder: TextEncoder, @unchecked Sendable {
  let configuration: NetworkConfiguration
  let embedding: EmbeddingLayer
  private let wordEncoder: SequenceEncoder
  private let titleEncoder: SequenceEncoder
  private let sentenceEncoder: SequenceEncoder

  private let wordInputs = AlignedBuffer<Float>()
  private let titleInputs = AlignedBuffer<Float>()
  /// Title vectors by row of the documents' layout, [B, 2h].
  private let guides = AlignedBuffer<Float>()
  private let dGuides = AlignedBuffer<Float>()
  private let dTitle = AlignedBuffer<Float>()
  private let dGuided = AlignedBuffer<Float>()
  private let dOriginal = AlignedBuffer<Float>()

  init(_ configuration: NetworkConfiguration, trained: Bool, pool: WorkerPool) {
    self.configuration = configuration
    let (e, h) = (configuration.embeddingSize, configuration.hiddenSize)
    embedding = EmbeddingLayer(
      words: configuration.vocabularySize, size: e, trained: trained, pool: pool)
    func encoder(_ name: String, _ input: Int, _ hidden: Int) -> SequenceEncoder {
      SequenceEncoder(
        name, inputSize: input, hiddenSize: hidden, configuration, trained: trained, pool: pool)
    }
    wordEncoder = encoder("words", e, h)
    sentenceEncoder = encoder("sentences", 2 * h, 2 * h)
    titleEncoder = encoder("title", e, h)
  }

  var words: SequenceEncoder? { wordEncoder }
  var title: SequenceEncoder? { titleEncoder }
  var sentences: SequenceEncoder? { sentenceEncoder }
  var originalGRUs: [(layer: BidirectionalGRU, suffix: String)] {
    [
      (wordEncoder.gru, ""), (sentenceEncoder.gru, "_sentence"),
      (titleEncoder.gru, "_word_title"),
    ]
  }

  /// In the order in which the original creates them.
  var parameters: [Parameter] {
    [embedding.table] + wordEncoder.parameters + sentenceEncoder.parameters
      + titleEncoder.parameters
  }

  func initialise(using random: inout RandomStream) {
    embedding.table.initialiseNormal(deviation: 0.1, using: &random)
    for encoder in [wordEncoder, sentenceEncoder, titleEncoder] {
      encoder.initialise(glorotBias: configuration.glorotBias, using: &random)
    }
  }

  /// Writes the document vectors: title | title-guided | original.
  func forward(
    _ batch: DocumentBatch, pairs: LabelRows?, into output: FloatPointer, rowSize: Int,
    training: Bool
  ) {
    let model = configuration.model
    let h = configuration.hiddenSize
    if model.readsTitle {
      let inputs = titleInputs.reserve(batch.titles.inputs * configuration.embeddingSize)
      embedding.gather(batch.titleWords, into: inputs)
      titleEncoder.forward(inputs, batch.titles, training: training)
    }
    if model.readsContent {
      let inputs = wordInputs.reserve(batch.sentences.inputs * configuration.embeddingSize)
      embedding.gather(batch.contentWords, into: inputs)
      wordEncoder.forward(inputs, batch.sentences, training: training)
      if model.hasTitleGuided {
        guides.reserve(batch.count * 2 * h)
        for (row, document) in batch.documents.order.enumerated() {
          (guides.base + row * 2 * h).update(
            from: titleEncoder.attention.byContext.pooled.base + batch.titles.rows[document] * 2 * h,
            count: 2 * h)
        }
      }
      sentenceEncoder.forward(
        wordEncoder.attention.byContext.pooled.base, batch.documents,
        usesContext: model.hasOriginal,
        guides: model.hasTitleGuided ? guides.base : nil, training: training)
    }
    for document in 0..<batch.count {
      var to = output + document * rowSize
      let row = batch.documents.rows[document]
      if model.hasTitle {
        to.update(
          from: titleEncoder.attention.byContext.pooled.base + batch.titles.rows[document] * 2 * h,
          count: 2 * h)
        to += 2 * h
      }
      if model.hasTitleGuided {
        to.update(from: sentenceEncoder.attention.byGuide.pooled.base + row * 4 * h, count: 4 * h)
        to += 4 * h
      }
      if model.hasOriginal {
        to.update(from: sentenceEncoder.attention.byContext.pooled.base + row * 4 * h, count: 4 * h)
      }
    }
  }

  func backward(
    _ batch: DocumentBatch, _ dOutput: FloatPointer, rowSize: Int, slices: Bool
  ) -> Double {
    let model = configuration.model
    let h = configuration.hiddenSize
    var squares = 0.0
    let dTitle = dTitle.reserveZeros(batch.count * 2 * h)
    dGuided.reserve(batch.count * 4 * h)
    dOriginal.reserve(batch.count * 4 * h)
    for document in 0..<batch.count {
      var from = dOutput + document * rowSize
      let row = batch.documents.rows[document]
      if model.hasTitle {
        (dTitle + batch.titles.rows[document] * 2 * h).update(from: from, count: 2 * h)
        from += 2 * h
      }
      if model.hasTitleGuided {
        (dGuided.base + row * 4 * h).update(from: from, count: 4 * h)
        from += 4 * h
      }
      if model.hasOriginal {
        (dOriginal.base + row * 4 * h).update(from: from, count: 4 * h)
      }
    }
    if model.readsContent {
      dGuides.reserve(batch.count * 2 * h)
      _ = sentenceEncoder.backward(
        wordEncoder.attention.byContext.pooled.base, batch.documents,
        dByContext: model.hasOriginal ? dOriginal.base : nil,
        dByGuide: model.hasTitleGuided ? dGuided.base : nil, guides: guides.base,
        dGuides: dGuides.base)
      if model.hasTitleGuided {
        for (row, document) in batch.documents.order.enumerated() {
          jn_add(
            2 * h, dTitle + batch.titles.rows[document] * 2 * h, dGuides.base + row * 2 * h)
        }
      }
      squares += wordEncoder.backward(
        wordInputs.base, batch.sentences, dByContext: sentenceEncoder.dInputs.base, slices: slices)
      embedding.scatter(wordEncoder.dInputs.base, batch.contentWords)
    }
    if model.readsTitle {
      squares += titleEncoder.backward(
        titleInputs.base, batch.titles, dByContext: dTitle, slices: slices)
      embedding.scatter(titleEncoder.dInputs.base, batch.titleWords)
    }
    return squares
  }
}
