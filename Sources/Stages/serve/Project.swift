// One model that is served: texts in, scored subjects out.
import Formats
import Foundation
import Pipeline
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
  private let queue: ScoringQueue<[Hit]>
  private let tokenizer = Tokenizer()

  /// What is the same for all projects.
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
    if model.encoding != nil, given == nil {
      throw InputError(
        file: source.path, problem: "was trained on vectors of an encoder",
        remedy: "Give its folder with --encoder")
    }
    let header = try StageReader(path: source.path).header
    backend = if case .string(let name) = header.parameters["model"] { name } else { header.stage }
    let values = try? URL(fileURLWithPath: source.path).resourceValues(forKeys: [.contentModificationDateKey])
    modified = values?.contentModificationDate
    vocabulary = try SubjectNames(labels: model.labels, concepts: model.concepts, names: options.names)
    queue = ScoringQueue(limit: options.waiting, batch: 128) { documents in
      let scored = try model.score(documents, given: given, pool: pool)
      return (0..<documents.count).map { document in
        var hits: [Hit] = []
        scored.forEachScore(of: document) { hits.append(Hit(label: $0, score: $1)) }
        return hits.filter { $0.score > 0 }
          .sorted { ($0.score, $1.label) > ($1.score, $0.label) }
      }
    }
  }

  /// The labels of each text, best first; none for a text without words.
  ///
  /// - Throws: `QueueFull` when too many are waiting.
  func hits(for texts: [Text]) async throws -> [[Hit]] {
    let documents = texts.enumerated().map { number, text in
      TokenizedDocument(
        RawDocument(
          id: "\(number)", line: number + 1, title: .text(text.title),
          content: .text(text.body), tags: []),
        tokenizer: tokenizer)
    }
    let worded = documents.indices.filter { documents[$0].hasWords }
    let found = try await queue.results(for: worded.map { Document(documents[$0]) })
    var hits = [[Hit]](repeating: [], count: texts.count)
    for (place, list) in zip(worded, found) { hits[place] = list }
    return hits
  }

  /// A text to be tagged.
  struct Text: Sendable {
    var title = ""
    var body: String
  }

  // A request holds its project until it is answered, so that nobody waits any more.
  deinit { queue.close() }
}
