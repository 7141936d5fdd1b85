// Scores and attention weights of documents, for people to look at.
import PipelineNumerics

/// The network's output for one document.
public struct Annotation: Sendable {
  /// A probability for each label.
  public var scores: [Float] = []
  /// Attention weights of the title's words, of each sentence's words, of the
  /// sentences by the context vector and by the title; empty if the
  /// variation computes none.
  public var titleWords: [Float] = []
  /// Weights of the words of each sentence.
  public var words: [[Float]] = []
  /// Weights of the sentences by the context vector.
  public var sentences: [Float] = []
  /// Weights of the sentences by the title.
  public var sentencesTitleGuided: [Float] = []
  /// The attention weights by label that a label-wise network looked at; else empty.
  public var byLabel: [Int: LabelAttentionWeights] = [:]
}

/// The attention weights that a document has for one label.
public struct LabelAttentionWeights: Sendable {
  /// Weights of the words of each sentence; empty if they are the same for all labels.
  public var words: [[Float]] = []
  /// Weights of the sentences for the label.
  public var sentences: [Float] = []
}

/// Annotates batches of documents with a trained model.
public struct Annotator {
  private let model: TrainedModel

  /// Uses the model's network, so only one batch is annotated at a time.
  public init(_ model: TrainedModel) { self.model = model }

  /// The results of `body` for each document's number and scores by label, in the
  /// order of the documents; without attention weights, and no scores are kept.
  public func withScores<R>(
    of documents: [EncodedDocument], _ body: (Int, UnsafeBufferPointer<Float>) -> R
  ) -> [R] {
    guard !documents.isEmpty else { return [] }
    let network = model.network
    let batch = DocumentBatch(documents, form: model.form)
    network.forward(batch, training: false)
    network.makeScores()
    let labels = network.configuration.labels
    let count = documents.count
    // From [labels, documents] to [documents, labels], so that each document's
    // scores are contiguous.
    let scores = network.scores.view
    let rows = [Float](unsafeUninitializedCapacity: labels * count) { rows, filled in
      for label in 0..<labels {
        let own = scores.row(label)
        for d in 0..<count { rows[d * labels + label] = own[d] }
      }
      filled = labels * count
    }
    return rows.withUnsafeBufferPointer { rows in
      documents.indices.map {
        body($0, UnsafeBufferPointer(rebasing: rows[$0 * labels..<($0 + 1) * labels]))
      }
    }
  }

  /// The annotations of the documents, in their order.
  public func annotate(_ documents: [EncodedDocument]) -> [Annotation] {
    let network = model.network
    let batch = DocumentBatch(documents, form: model.form)
    network.forward(batch, training: false)
    network.makeScores()
    let encoder = network.encoder
    let kind = network.configuration.model
    var sentence = 0
    // Sentence 0 is the shared empty one if there is padding.
    if case .padded = model.form { sentence = 1 }
    return documents.enumerated().map { d, document in
      var annotation = Annotation()
      annotation.scores = (0..<network.configuration.labels).map {
        network.scores[$0, d]
      }
      if kind.readsTitle, let title = encoder.layers[.title] {
        annotation.titleWords = weights(title.attention.byContext, batch.titles, d)
      }
      if let words = encoder.layers[.words], kind.readsContent {
        for own in document.content {
          if own.isEmpty {
            annotation.words.append([])
          } else {
            annotation.words.append(
              weights(words.attention.byContext, batch.sentences, sentence))
            sentence += 1
          }
        }
      }
      if let sentences = encoder.layers[.sentences] {
        let layout = batch.vectors?.documents ?? batch.documents
        if kind.hasOriginal {
          annotation.sentences = weights(sentences.attention.byContext, layout, d)
        }
        if kind.hasTitleGuided {
          annotation.sentencesTitleGuided = weights(sentences.attention.byGuide, layout, d)
        }
      }
      if let pairs = network.pairs {
        for pair in pairs.rows(of: d) {
          annotation.byLabel[Int(pairs.labels[pair])] = encoder.weights(
            of: pair, in: d, batch, pairs)
        }
      }
      return annotation
    }
  }

  private func weights(
    _ result: AttentionPooling.Result, _ layout: SequenceLayout, _ sequence: Int
  ) -> [Float] {
    layout.places(of: sequence).map { result.weights[$0] }
  }
}
