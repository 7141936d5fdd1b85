// Scores of all labels for new documents, whatever the model is.
import Formats
import PipelineAnnotation
import PipelineEvaluation
import PipelineFeatures
import PipelineNetworks
import PipelineNumerics

/// A stored model as something that scores documents.
package struct DocumentScores {
  private let model: StoredModel
  private let annotator: Annotator?
  private let network: TrainedModel?
  private let pool: WorkerPool
  /// The source of encoded documents, if the model needs them.
  private let given: GivenFeatures?
  package let labels: [String]
  /// What the labels name, if they are concepts.
  package let concepts: ConceptTable?
  private let counts: [Int64]
  /// The score above which a tag is given, tuned in training.
  package let threshold: Float
  /// What the model reads of a document; nil is everything.
  package let shape: DocumentShape?

  package init(_ model: StoredModel, given: GivenFeatures?, pool: WorkerPool) {
    self.model = model
    self.given = given
    self.pool = pool
    concepts = model.concepts
    counts = model.labelCounts
    switch model {
    case .network(let trained):
      annotator = Annotator(trained)
      network = trained
      (labels, threshold, shape) = (trained.labels, trained.threshold, trained.shape)
    case .baseline, .lexical, .fusion:
      annotator = nil
      network = nil
      (labels, threshold, shape) = (model.labels, model.threshold, nil)
    }
  }

  /// Whether there are attention weights.
  package var hasAttention: Bool { annotator != nil }

  /// The attention weights of documents; none without attention.
  ///
  /// - Throws: `InputError` if the model needs an encoder.
  package func attention(of documents: [Document]) throws -> [Annotation] {
    guard let annotator, let network else { return [] }
    return annotator.annotate(
      try naming(nil) { try network.encoded(documents, given: given, pool: pool) })
  }

  /// Where names of each of `labels` occur in a document.
  package func foundNames(of labels: [Int], in document: Document) -> [[FoundName]] {
    model.foundNames(of: labels, in: document)
  }

  /// Whether no training document had the label.
  package func isUnseen(_ label: Int) -> Bool { counts[label] == 0 }

  /// The results of `body` for each document's number and scores. A network scores all labels, other
  /// models those that they list: a vocabulary may have a million.
  ///
  /// - Throws: `InputError` if the model wants given features, or an encoder.
  package func withScores<R>(of documents: [Document], _ body: (Int, LabelScores) -> R) throws -> [R] {
    if let annotator, let network {
      let encoded = try naming(nil) {
        try network.encoded(documents, given: given, pool: pool)
      }
      let all = (0..<Int32(labels.count)).map { $0 }
      return all.withUnsafeBufferPointer { all in
        annotator.withScores(of: encoded) {
          body($0, LabelScores(labels: all, scores: $1))
        }
      }
    }
    let scored = try naming(nil) { try model.score(documents, given: given, pool: pool) }
    return documents.indices.map { d in
      scored.withScores(of: d) { body(d, LabelScores(labels: $0, scores: $1)) }
    }
  }
}

/// The labels that a model lists for one document, in any order; others have a score of 0.
package struct LabelScores {
  package let labels: UnsafeBufferPointer<Int32>
  /// In the order of the labels.
  package let scores: UnsafeBufferPointer<Float>

  /// The scores of some labels.
  package func scores(of wanted: [Int]) -> [Float] {
    let places = Dictionary(zip(wanted, wanted.indices), uniquingKeysWith: { a, _ in a })
    var found = [Float](repeating: 0, count: wanted.count)
    for (label, score) in zip(labels, scores) {
      if let place = places[Int(label)] { found[place] = score }
    }
    return found
  }
}
