// One model that is served: texts in, scored subjects out.
import Formats
import FormatsFiles
import PipelineAnnotation
import PipelineNetworks
import PipelineNumerics
import PipelineText
import Foundation
import StageSupport
import Synchronization

/// A model under the name by which clients know it.
final class Project: Sendable {
  struct Source: Sendable {
    var name: String
    var path: String
  }

  /// A label and its score.
  struct Hit: Sendable {
    var label: Int
    var score: Float
  }

  let source: Source
  /// What the model is, as `ovr`.
  let backend: String
  let modified: Date?
  let vocabulary: SubjectNames
  private let queue: BatchQueue<Question, Reply>
  private let explanations: BatchQueue<Explainer.Task, Explanation>
  private let shape: DocumentShape?
  private let tokenizer = Tokenizer()

  /// The options common to all projects.
  ///
  /// The option groups hold nothing but texts; they are read and never changed.
  struct Options: @unchecked Sendable {
    var encoder: EncoderOptions
    var names: NamesOptions
    let pool: WorkerPool
    /// The most documents that wait for a model.
    var waiting: Int
  }

  /// Loads the model.
  ///
  /// - Throws: `InputError` when it cannot be used.
  init(_ source: Source, _ options: Options) throws {
    self.source = source
    let pool = options.pool
    let model = try StoredModel(path: source.path, pool: pool)
    let given = try options.encoder.source(for: model)
    if !model.encodings.isEmpty, given == nil {
      throw InputError(
        file: source.path, problem: "was trained on vectors of an encoder",
        remedy: "Give its folder with --encoder")
    }
    let header = try StageReader(path: source.path).header
    backend = if case .string(let name) = header.parameters["model"] { name } else { header.stage }
    let values = try? URL(fileURLWithPath: source.path).resourceValues(forKeys: [.contentModificationDateKey])
    modified = values?.contentModificationDate
    vocabulary = try SubjectNames(labels: model.labels, concepts: model.concepts, names: options.names)
    let respondent = Respondent(model, given: given, pool: pool)
    shape = respondent.shape
    let queue = BatchQueue(limit: options.waiting, batch: 128) { try respondent.replies(to: $0) }
    let explainer = Explainer(queue: queue, isUnseen: respondent.isUnseen)
    self.queue = queue
    // Each asks hundreds of questions; for people, one after the other is fast enough.
    explanations = BatchQueue(limit: 16, batch: 1) { try $0.map(explainer.explanation) }
  }

  /// The labels of each text, best first; none for a text without words.
  ///
  /// - Throws: `QueueFull` when too many are waiting.
  func hits(for texts: [Text]) async throws -> [[Hit]] {
    let documents = texts.map(tokenized)
    let worded = documents.indices.filter { documents[$0].hasWords }
    let found = try await queue.replies(
      to: worded.map { Question(document: Document(documents[$0]), matter: .labels) })
    var hits = [[Hit]](repeating: [], count: texts.count)
    for case (let place, .labels(let list)) in zip(worded, found) { hits[place] = list }
    return hits
  }

  /// Why a text gets some of its labels.
  ///
  /// - Parameter most: words that may be read.
  /// - Throws: `QueueFull`; `Problem` for a text that is too long.
  func explanation(of hits: [Hit], for text: Text, most: Int) async throws -> Explanation {
    let whole = Document(tokenized(text))
    let document = shape.map { whole.cut(to: $0) } ?? whole
    let words = document.sentences.reduce(document.title.count) { $0 + $1.count }
    guard words <= most else {
      throw Problem(
        .contentTooLarge, title: "Payload Too Large",
        detail: "The text has \(words) words; at most \(most) are explained")
    }
    let found = try await explanations.replies(to: [.init(document: document, hits: hits)])
    guard let explanation = found.first else { throw QueueFull() }
    return explanation
  }

  private func tokenized(_ text: Text) -> TokenizedDocument {
    TokenizedDocument(
      RawDocument(
        id: "", line: 1, title: .text(text.title), content: .text(text.body), tags: []),
      tokenizer: tokenizer)
  }

  /// A text to be tagged.
  struct Text: Sendable {
    var title = ""
    var body: String
  }

  // A request holds its project until it is answered, so that nobody waits any more.
  deinit {
    explanations.close()
    queue.close()
  }
}
