// JMAN's way from a batch of documents to document vectors
// (reference-behaviour 3.2). Losses and output are in AnnotationNetwork.
import CNumerics
import Foundation

/// Sizes and choices of JMAN's encoder.
public struct JMANConfiguration: Equatable, Sendable {
  public var variation: JMANVariation
  /// V with the reserved words, E, h.
  public var vocabularySize: Int
  public var embeddingSize: Int
  public var hiddenSize: Int
  public var labels: Int
  /// Whether both directions of a GRU have the same weights (M3).
  public var sharesDirections: Bool
  /// The value of every element of the initial states (M2).
  public var initialState: Float
  /// Whether biases start Glorot-uniform (M6).
  public var glorotBias: Bool

  public init(
    variation: JMANVariation, vocabularySize: Int, embeddingSize: Int, hiddenSize: Int,
    labels: Int, sharesDirections: Bool, initialState: Float, glorotBias: Bool
  ) {
    self.variation = variation
    self.vocabularySize = vocabularySize
    self.embeddingSize = embeddingSize
    self.hiddenSize = hiddenSize
    self.labels = labels
    self.sharesDirections = sharesDirections
    self.initialState = initialState
    self.glorotBias = glorotBias
  }

  /// The width of the document vector.
  public var documentSize: Int {
    2 * hiddenSize * (variation.hasTitle ? 1 : 0)
      + 4 * hiddenSize * (variation.hasTitleGuided ? 1 : 0)
      + 4 * hiddenSize * (variation.hasOriginal ? 1 : 0)
  }
}

/// Title and content by words, content by sentences, with attention by a
/// context vector and by the title.
final class JMANEncoder: @unchecked Sendable {
  let configuration: JMANConfiguration
  let embedding: EmbeddingLayer
  let words: SequenceEncoder
  let title: SequenceEncoder
  let sentences: SequenceEncoder

  private let wordInputs = AlignedBuffer<Float>()
  private let titleInputs = AlignedBuffer<Float>()
  /// Title vectors by row of the documents' layout, [B, 2h].
  private let guides = AlignedBuffer<Float>()
  private let dGuides = AlignedBuffer<Float>()
  private let dTitle = AlignedBuffer<Float>()
  private let dGuided = AlignedBuffer<Float>()
  private let dOriginal = AlignedBuffer<Float>()

  init(_ configuration: JMANConfiguration, trained: Bool, pool: WorkerPool) {
    self.configuration = configuration
    let (e, h) = (configuration.embeddingSize, configuration.hiddenSize)
    embedding = EmbeddingLayer(
      words: configuration.vocabularySize, size: e, trained: trained, pool: pool)
    func encoder(_ name: String, _ input: Int, _ hidden: Int) -> SequenceEncoder {
      SequenceEncoder(
        name, inputSize: input, hiddenSize: hidden, attentionSize: 2 * h,
        sharesWeights: configuration.sharesDirections,
        initialValue: configuration.initialState, trained: trained, pool: pool)
    }
    words = encoder("words", e, h)
    sentences = encoder("sentences", 2 * h, 2 * h)
    title = encoder("title", e, h)
  }

  /// In the order in which the original creates them.
  var parameters: [Parameter] {
    [embedding.table] + words.parameters + sentences.parameters + title.parameters
  }

  func initialise(using random: inout RandomStream) {
    embedding.table.initialiseNormal(deviation: 0.1, using: &random)
    for encoder in [words, sentences, title] {
      encoder.initialise(glorotBias: configuration.glorotBias, using: &random)
    }
  }

  /// Writes the document vectors, [B, D]: title | title-guided | original.
  func forward(_ batch: DocumentBatch, into output: FloatPointer, training: Bool) {
    let variation = configuration.variation
    let h = configuration.hiddenSize
    let d = configuration.documentSize
    if variation.readsTitle {
      let inputs = titleInputs.reserve(batch.titles.inputs * configuration.embeddingSize)
      embedding.gather(batch.titleWords, into: inputs)
      title.forward(inputs, batch.titles, training: training)
    }
    if variation.readsContent {
      let inputs = wordInputs.reserve(batch.sentences.inputs * configuration.embeddingSize)
      embedding.gather(batch.contentWords, into: inputs)
      words.forward(inputs, batch.sentences, training: training)
      if variation.hasTitleGuided {
        guides.reserve(batch.count * 2 * h)
        for (row, document) in batch.documents.order.enumerated() {
          (guides.base + row * 2 * h).update(
            from: title.attention.byContext.pooled.base + batch.titles.rows[document] * 2 * h,
            count: 2 * h)
        }
      }
      sentences.forward(
        words.attention.byContext.pooled.base, batch.documents,
        usesContext: variation.hasOriginal,
        guides: variation.hasTitleGuided ? guides.base : nil, training: training)
    }
    for document in 0..<batch.count {
      var to = output + document * d
      let row = batch.documents.rows[document]
      if variation.hasTitle {
        to.update(
          from: title.attention.byContext.pooled.base + batch.titles.rows[document] * 2 * h,
          count: 2 * h)
        to += 2 * h
      }
      if variation.hasTitleGuided {
        to.update(from: sentences.attention.byGuide.pooled.base + row * 4 * h, count: 4 * h)
        to += 4 * h
      }
      if variation.hasOriginal {
        to.update(from: sentences.attention.byContext.pooled.base + row * 4 * h, count: 4 * h)
      }
    }
  }

  /// Adds the gradients of all parameters.
  ///
  /// - Parameter dOutput: [B, D], dL/d(document vectors).
  /// - Returns: the sum of squared position gradients, if `slices`.
  func backward(_ batch: DocumentBatch, _ dOutput: FloatPointer, slices: Bool) -> Double {
    let variation = configuration.variation
    let h = configuration.hiddenSize
    let d = configuration.documentSize
    var squares = 0.0
    let dTitle = dTitle.reserveZeros(batch.count * 2 * h)
    dGuided.reserve(batch.count * 4 * h)
    dOriginal.reserve(batch.count * 4 * h)
    for document in 0..<batch.count {
      var from = dOutput + document * d
      let row = batch.documents.rows[document]
      if variation.hasTitle {
        (dTitle + batch.titles.rows[document] * 2 * h).update(from: from, count: 2 * h)
        from += 2 * h
      }
      if variation.hasTitleGuided {
        (dGuided.base + row * 4 * h).update(from: from, count: 4 * h)
        from += 4 * h
      }
      if variation.hasOriginal {
        (dOriginal.base + row * 4 * h).update(from: from, count: 4 * h)
      }
    }
    if variation.readsContent {
      dGuides.reserve(batch.count * 2 * h)
      _ = sentences.backward(
        words.attention.byContext.pooled.base, batch.documents,
        dByContext: variation.hasOriginal ? dOriginal.base : nil,
        dByGuide: variation.hasTitleGuided ? dGuided.base : nil, guides: guides.base,
        dGuides: dGuides.base)
      if variation.hasTitleGuided {
        for (row, document) in batch.documents.order.enumerated() {
          jn_add(
            2 * h, dTitle + batch.titles.rows[document] * 2 * h, dGuides.base + row * 2 * h)
        }
      }
      squares += words.backward(
        wordInputs.base, batch.sentences, dByContext: sentences.dInputs.base, slices: slices)
      embedding.scatter(words.dInputs.base, batch.contentWords)
    }
    if variation.readsTitle {
      squares += title.backward(
        titleInputs.base, batch.titles, dByContext: dTitle, slices: slices)
      embedding.scatter(title.dInputs.base, batch.titleWords)
    }
    return squares
  }
}
