// JMAN-e's way from a batch of documents to document vectors: as JMAN's, with the vectors of a
// pretrained sentence encoder in the place of words and their recurrences. They are given,
// not trained.
import PipelineFeatures
import PipelineNumerics
import Foundation

/// A projection of the title's vector t, and JMAN's layers over sentences:
///
///     q = tanh(t W + b)          2h wide, zeros for a document without a title
///     the document: q | title-guided sum (guided by q) | original sum
final class SentenceVectorEncoder: TextEncoder {
  /// No words are read: a table without rows.
  let embedding: EmbeddingLayer
  private let sentenceEncoder: SequenceEncoder
  /// W, [E, 2h].
  private let kernel: Parameter
  /// b, [2h].
  private let bias: Parameter
  private let titleSize: Int
  private let glorotBias: Bool

  /// q by document, [B, 2h], and by row of the layout.
  private let titles = MatrixBuffer()
  private let guides = MatrixBuffer()
  private let dTitles = MatrixBuffer()
  private let dGuides = MatrixBuffer()
  private let dGuided = MatrixBuffer()
  private let dOriginal = MatrixBuffer()

  init(_ configuration: NetworkConfiguration, trained: Bool, pool: WorkerPool) {
    let (e, h) = (configuration.embeddingSize, configuration.hiddenSize)
    titleSize = 2 * h
    glorotBias = configuration.glorotBias
    embedding = EmbeddingLayer(words: 0, size: e, trained: trained, pool: pool)
    sentenceEncoder = SequenceEncoder(
      "sentences", inputSize: e, hiddenSize: 2 * h, configuration, trained: trained, pool: pool)
    kernel = Parameter("title/projection/kernel", .kernel, e, 2 * h, trained: trained)
    bias = Parameter("title/projection/bias", .bias, 2 * h, trained: trained)
  }

  var layers: [EncoderLayer: SequenceEncoder] { [.sentences: sentenceEncoder] }
  var parameters: [Parameter] { sentenceEncoder.parameters + [kernel, bias] }

  func initialise(using random: inout RandomStream) {
    sentenceEncoder.initialise(glorotBias: glorotBias, using: &random)
    kernel.initialiseNormal(deviation: 0.1, using: &random)
    if glorotBias { bias.initialiseGlorotVector(length: titleSize, using: &random) }
  }

  func forward(
    _ batch: DocumentBatch, pairs: LabelRows?, into output: MatrixView, training: Bool
  ) {
    guard let vectors = batch.vectors else { preconditionFailure("documents have no vectors") }
    let titles = titles.reshape(batch.count, titleSize)
    multiply(vectors.titles.view, kernel.matrix, into: titles)
    let b = bias.vector
    for document in 0..<batch.count {
      let q = titles.row(document)
      let isTitled = vectors.isTitled[document]
      for i in 0..<q.count { q[i] = isTitled ? tanhf(q[i] + b[i]) : 0 }
    }
    guides.gather(vectors.documents.order, of: titles)
    sentenceEncoder.forward(
      vectors.sentences.view, vectors.documents, guides: guides.view, training: training)
    let attention = sentenceEncoder.attention
    let (rows, parts) = (vectors.documents.rows, parts(of: output))
    parts.title.gather(0..<batch.count, of: titles)
    parts.guided.gather(rows, of: attention.byGuide.pooled.view)
    parts.original.gather(rows, of: attention.byContext.pooled.view)
  }

  /// The columns of document vectors that belong to each of their parts.
  private func parts(
    of vectors: MatrixView
  ) -> (title: MatrixView, guided: MatrixView, original: MatrixView) {
    let t = titleSize
    return (
      vectors[columns: 0..<t], vectors[columns: t..<3 * t], vectors[columns: 3 * t..<5 * t]
    )
  }

  func backward(_ batch: DocumentBatch, _ dOutput: MatrixView, slices: Bool) -> Double {
    guard let vectors = batch.vectors else { preconditionFailure("documents have no vectors") }
    precondition(!slices, "there are no words whose gradients could be counted one by one")
    let (order, parts) = (vectors.documents.order, parts(of: dOutput))
    let dTitles = dTitles.gather(0..<batch.count, of: parts.title)
    let dGuides = dGuides.reshape(batch.count, titleSize)
    _ = sentenceEncoder.backward(
      vectors.sentences.view, vectors.documents,
      dByContext: dOriginal.gather(order, of: parts.original),
      dByGuide: dGuided.gather(order, of: parts.guided), guides: guides.view, dGuides: dGuides)
    for (row, document) in order.enumerated() { dTitles.row(document).add(dGuides.row(row)) }
    // Through tanh: e(1 − q²); a document without a title passes nothing on.
    for document in 0..<batch.count {
      if vectors.isTitled[document] {
        dTitles.row(document).backTanh(titles.row(document))
      } else {
        dTitles.row(document).clear()
      }
    }
    multiply(vectors.titles.view.transposed, dTitles, into: kernel.gradientMatrix, adding: true)
    bias.gradientVector.addRows(of: dTitles)
    return 0
  }
}
