// JMAN's way from a batch of documents to document vectors
// (docs/original.md, Networks). Losses and output are in AnnotationNetwork.
import PipelineNumerics

/// Title and content by words, content by sentences, with attention by a
/// context vector and by the title.
final class JMANEncoder: TextEncoder {
  let configuration: NetworkConfiguration
  let embedding: EmbeddingLayer
  private let wordEncoder: SequenceEncoder
  private let titleEncoder: SequenceEncoder
  private let sentenceEncoder: SequenceEncoder

  /// Title vectors by row of the documents' layout, [B, 2h].
  private let guides = MatrixBuffer()
  private let dGuides = MatrixBuffer()
  private let dTitle = MatrixBuffer()
  private let dGuided = MatrixBuffer()
  private let dOriginal = MatrixBuffer()

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

  var layers: [EncoderLayer: SequenceEncoder] {
    [.words: wordEncoder, .title: titleEncoder, .sentences: sentenceEncoder]
  }
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
    _ batch: DocumentBatch, pairs: LabelRows?, into output: MatrixView, training: Bool
  ) {
    let model = configuration.model
    if model.readsTitle {
      titleEncoder.forward(batch.titleWords, of: embedding, batch.titles, training: training)
    }
    let titles = titleEncoder.attention.byContext.pooled.view
    if model.readsContent {
      wordEncoder.forward(batch.contentWords, of: embedding, batch.sentences, training: training)
      if model.hasTitleGuided {
        guides.gather(batch.documents.order.map { batch.titles.rows[$0] }, of: titles)
      }
      sentenceEncoder.forward(
        wordEncoder.attention.byContext.pooled.view, batch.documents,
        usesContext: model.hasOriginal,
        guides: model.hasTitleGuided ? guides.view : nil, training: training)
    }
    let parts = parts(of: output)
    let rows = batch.documents.rows
    parts.title?.gather(batch.titles.rows, of: titles)
    parts.guided?.gather(rows, of: sentenceEncoder.attention.byGuide.pooled.view)
    parts.original?.gather(rows, of: sentenceEncoder.attention.byContext.pooled.view)
  }

  /// The columns of document vectors that belong to each of the parts that the model has.
  private func parts(
    of vectors: MatrixView
  ) -> (title: MatrixView?, guided: MatrixView?, original: MatrixView?) {
    let (model, h) = (configuration.model, configuration.hiddenSize)
    var start = 0
    func next(_ isThere: Bool, _ size: Int) -> MatrixView? {
      guard isThere else { return nil }
      defer { start += size }
      return vectors[columns: start..<start + size]
    }
    return (
      next(model.hasTitle, 2 * h), next(model.hasTitleGuided, 4 * h), next(model.hasOriginal, 4 * h)
    )
  }

  func backward(_ batch: DocumentBatch, _ dOutput: MatrixView, slices: Bool) -> Double {
    let model = configuration.model
    var squares = 0.0
    let dTitle = dTitle.reshapeZeros(batch.count, 2 * configuration.hiddenSize)
    let parts = parts(of: dOutput)
    if let part = parts.title {
      for (document, row) in batch.titles.rows.enumerated() {
        dTitle.row(row).copy(part.row(document))
      }
    }
    let dGuided = parts.guided.map { self.dGuided.gather(batch.documents.order, of: $0) }
    let dOriginal = parts.original.map { self.dOriginal.gather(batch.documents.order, of: $0) }
    if model.readsContent {
      let dGuides = dGuides.reshape(batch.count, 2 * configuration.hiddenSize)
      _ = sentenceEncoder.backward(
        wordEncoder.attention.byContext.pooled.view, batch.documents, dByContext: dOriginal,
        dByGuide: dGuided, guides: guides.view, dGuides: dGuides)
      if model.hasTitleGuided {
        for (row, document) in batch.documents.order.enumerated() {
          dTitle.row(batch.titles.rows[document]).add(dGuides.row(row))
        }
      }
      squares += wordEncoder.backward(
        batch.contentWords, of: embedding, batch.sentences,
        dByContext: sentenceEncoder.dInputs.view, slices: slices)
    }
    if model.readsTitle {
      squares += titleEncoder.backward(
        batch.titleWords, of: embedding, batch.titles, dByContext: dTitle, slices: slices)
    }
    return squares
  }
}
