// Scores of all labels for new documents, whatever the model is.
import Formats
import Pipeline
import StageSupport

/// A stored model as something that scores documents.
struct DocumentScores {
  private let model: StoredModel
  private let annotator: Annotator?
  private let encoder: DocumentEncoder?
  private let pool: WorkerPool
  /// What encodes documents, where the model needs that.
  private let given: GivenFeatures?
  let labels: [String]
  /// What the labels name, where they are concepts.
  let concepts: ConceptTable?
  private let counts: [Int64]
  /// The score above which a tag is given, tuned in training.
  let threshold: Float
  /// What the model reads of a document; nil is everything.
  let shape: DocumentShape?

  init(_ model: StoredModel, given: GivenFeatures?, pool: WorkerPool) {
    self.model = model
    self.given = given
    self.pool = pool
    concepts = model.concepts
    counts = model.labelCounts
    switch model {
    case .network(let trained):
      annotator = Annotator(trained)
      encoder = trained.documentEncoder
      (labels, threshold, shape) = (trained.labels, trained.threshold, trained.shape)
    case .baseline, .lexical, .fusion:
      annotator = nil
      encoder = nil
      (labels, threshold, shape) = (model.labels, model.threshold, nil)
    }
  }

  /// Whether there are attention weights.
  var hasAttention: Bool { annotator != nil }

  /// The attention weights of documents; none without attention.
  func attention(of documents: [Document]) -> [Annotation] {
    guard let annotator, let encoder else { return [] }
    return annotator.annotate(encoder.encode(documents, pool: pool))
  }

  /// Where names of each of `labels` occur in a document.
  func foundNames(of labels: [Int], in document: Document) -> [[FoundName]] {
    model.foundNames(of: labels, in: document)
  }

  /// Whether no training document had the label.
  func isUnseen(_ label: Int) -> Bool { counts[label] == 0 }

  /// What `body` makes of each document's number and scores by label.
  ///
  /// - Throws: `InputError` where the model wants given features, or an encoder.
  func withScores<R>(
    of documents: [Document], _ body: (Int, UnsafeBufferPointer<Float>) -> R
  ) throws -> [R] {
    if let annotator, let encoder {
      return annotator.withScores(of: encoder.encode(documents, pool: pool), body)
    }
    let scored = try naming(nil) { try model.score(documents, given: given, pool: pool) }
    var dense = [Float](repeating: 0, count: labels.count)
    return documents.indices.map { d in
      scored.forEachScore(of: d) { dense[$0] = $1 }
      defer { scored.forEachScore(of: d) { label, _ in dense[label] = 0 } }
      return dense.withUnsafeBufferPointer { body(d, $0) }
    }
  }
}
