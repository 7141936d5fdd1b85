// JMAN-e's way from a batch of documents to document vectors: as JMAN's, with the vectors of a
// pretrained sentence encoder in the place of words and their recurrences. They are given,
// not trained.
import PipelineFeatures
import PipelineNumerics
import CNumerics
import Foundation

/// A projection of the title's vector t, and JMAN's layers over sentences:
///
///     q = tanh(t W + b)          2h wide, zeros for a document without a title
///     the document: q | title-guided sum (guided by q) | original sum
final class SentenceVectorEncoder: TextEncoder, @unchecked Sendable {
  /// No words are read: a table without rows.
  let embedding: EmbeddingLayer
  private let sentenceEncoder: SequenceEncoder
  /// W, [E, 2h].
  private let kernel: Parameter
  /// b, [2h].
  private let bias: Parameter
  private let inputSize: Int
  private let titleSize: Int
  private let glorotBias: Bool

  /// q by document, [B, 2h], and by row of the layout.
  private let titles = AlignedBuffer<Float>()
  private let guides = AlignedBuffer<Float>()
  private let dTitles = AlignedBuffer<Float>()
  private let dGuides = AlignedBuffer<Float>()
  private let dGuided = AlignedBuffer<Float>()
  private let dOriginal = AlignedBuffer<Float>()

  init(_ configuration: NetworkConfiguration, trained: Bool, pool: WorkerPool) {
    let (e, h) = (configuration.embeddingSize, configuration.hiddenSize)
    inputSize = e
    titleSize = 2 * h
    glorotBias = configuration.glorotBias
    embedding = EmbeddingLayer(words: 0, size: e, trained: trained, pool: pool)
    sentenceEncoder = SequenceEncoder(
      "sentences", inputSize: e, hiddenSize: 2 * h, configuration, trained: trained, pool: pool)
    kernel = Parameter("title/projection/kernel", e, 2 * h, trained: trained)
    bias = Parameter("title/projection/bias", 2 * h, trained: trained)
  }

  var sentences: SequenceEncoder? { sentenceEncoder }
  var parameters: [Parameter] { sentenceEncoder.parameters + [kernel, bias] }

  func initialise(using random: inout RandomStream) {
    sentenceEncoder.initialise(glorotBias: glorotBias, using: &random)
    kernel.initialiseNormal(deviation: 0.1, using: &random)
    if glorotBias { bias.initialiseGlorotVector(length: titleSize, using: &random) }
  }

  func forward(
    _ batch: DocumentBatch, pairs: LabelRows?, into output: FloatPointer, rowSize: Int,
    training: Bool
  ) {
    guard let vectors = batch.vectors else { preconditionFailure("documents have no vectors") }
    let t = titleSize
    titles.reserve(batch.count * t)
    jn_gemm(
      batch.count, t, inputSize, vectors.titles.base, inputSize, 1, kernel.value, t, 1,
      titles.base, t, 0)
    for document in 0..<batch.count {
      let q = titles.base + document * t
      let isTitled = vectors.isTitled[document]
      for i in 0..<t { q[i] = isTitled ? hyperbolicTangent(q[i] + bias.value[i]) : 0 }
    }
    guides.reserve(batch.count * t)
    for (row, document) in vectors.documents.order.enumerated() {
      (guides.base + row * t).update(from: titles.base + document * t, count: t)
    }
    sentenceEncoder.forward(
      vectors.sentences.base, vectors.documents, guides: guides.base, training: training)
    let attention = sentenceEncoder.attention
    for document in 0..<batch.count {
      let to = output + document * rowSize
      let row = vectors.documents.rows[document]
      to.update(from: titles.base + document * t, count: t)
      (to + t).update(from: attention.byGuide.pooled.base + row * 2 * t, count: 2 * t)
      (to + 3 * t).update(from: attention.byContext.pooled.base + row * 2 * t, count: 2 * t)
    }
  }

  func backward(
    _ batch: DocumentBatch, _ dOutput: FloatPointer, rowSize: Int, slices: Bool
  ) -> Double {
    guard let vectors = batch.vectors else { preconditionFailure("documents have no vectors") }
    precondition(!slices, "there are no words whose gradients could be counted one by one")
    let t = titleSize
    dTitles.reserve(batch.count * t)
    dGuided.reserve(batch.count * 2 * t)
    dOriginal.reserve(batch.count * 2 * t)
    for document in 0..<batch.count {
      let from = dOutput + document * rowSize
      let row = vectors.documents.rows[document]
      (dTitles.base + document * t).update(from: from, count: t)
      (dGuided.base + row * 2 * t).update(from: from + t, count: 2 * t)
      (dOriginal.base + row * 2 * t).update(from: from + 3 * t, count: 2 * t)
    }
    dGuides.reserve(batch.count * t)
    _ = sentenceEncoder.backward(
      vectors.sentences.base, vectors.documents, dByContext: dOriginal.base,
      dByGuide: dGuided.base, guides: guides.base, dGuides: dGuides.base)
    for (row, document) in vectors.documents.order.enumerated() {
      jn_add(t, dTitles.base + document * t, dGuides.base + row * t)
    }
    // Through tanh: e(1 − q²); a document without a title passes nothing on.
    for document in 0..<batch.count {
      let e = dTitles.base + document * t
      if vectors.isTitled[document] {
        jn_tanh_backward(t, e, titles.base + document * t)
      } else {
        for i in 0..<t { e[i] = 0 }
      }
    }
    jn_gemm(
      inputSize, t, batch.count, vectors.titles.base, 1, inputSize, dTitles.base, t, 1,
      kernel.gradient, t, 1)
    jn_add_rows(batch.count, t, dTitles.base, t, bias.gradient)
    return 0
  }
}
