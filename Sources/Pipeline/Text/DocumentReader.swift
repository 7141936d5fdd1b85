// From a corpus file to documents: the reader of Formats and the tokeniser of
// this folder in one stream.
import Formats

/// Yields the documents of a corpus one by one, raw text tokenised.
public struct DocumentReader {
  /// What has happened so far; complete when `next()` has returned nil.
  public var report: CorpusReport { records.report }

  private var records: CorpusReader
  private let tokenizer: Tokenizer
  private let pool: WorkerPool
  private let batch: Int
  private var waiting: [(record: RawDocument, document: Document)] = []
  /// An error that came after the documents that are waiting.
  private var failure: (any Error)?

  /// - Parameters:
  ///   - pool: tokenises the records of a batch.
  ///   - batch: how many records are read ahead; 1 for a stream that somebody
  ///     types or waits for.
  public init(
    _ records: CorpusReader, tokenizer: Tokenizer = Tokenizer(),
    pool: WorkerPool = WorkerPool(threads: 1), batch: Int = 1
  ) {
    precondition(batch >= 1, "a batch has a record")
    self.records = records
    self.tokenizer = tokenizer
    self.pool = pool
    self.batch = batch
  }

  /// The next document, or nil at the end.
  ///
  /// A record whose text holds no word is rejected like any other bad record.
  ///
  /// - Throws: `InputError` as `CorpusReader.next()`.
  public mutating func next() throws -> Document? {
    while true {
      if waiting.isEmpty { try readBatch() }
      guard let (record, document) = waiting.popLast() else { return nil }
      if document.hasWords { return document }
      try records.rejectLast(record, reason: "has no word in its text")
    }
  }

  private mutating func readBatch() throws {
    if let failure { throw failure }
    var batch: [RawDocument] = []
    do {
      while batch.count < self.batch, let record = try records.next() { batch.append(record) }
    } catch {
      guard !batch.isEmpty else { throw error }
      failure = error
    }
    let records = batch
    let documents = ParallelMap.map(records.count, pool) { [tokenizer] in
      Document(records[$0], tokenizer: tokenizer)
    }
    waiting = zip(records, documents).reversed()
  }
}

/// Values computed by several threads, in the order of their indices.
private enum ParallelMap {
  private final class Slots<Value: Sendable>: @unchecked Sendable {
    /// Each index is written by one thread, once, and read when all have ended.
    let values: UnsafeMutableBufferPointer<Value?>
    init(_ count: Int) {
      values = .allocate(capacity: count)
      values.initialize(repeating: nil)
    }
    deinit {
      values.deinitialize()
      values.deallocate()
    }
  }

  static func map<Value: Sendable>(
    _ count: Int, _ pool: WorkerPool, _ body: @Sendable (Int) -> Value
  ) -> [Value] {
    let slots = Slots<Value>(count)
    pool.forEachChunk(of: count, size: 16) { range in
      for index in range { slots.values[index] = body(index) }
    }
    return slots.values.compactMap { $0 }
  }
}

extension Document {
  /// The document of a record; ready tokens are taken as they are.
  public init(_ record: RawDocument, tokenizer: Tokenizer) {
    self.init(
      id: record.id, title: Array(record.title.sentences(tokenizer).joined()),
      sentences: record.content.sentences(tokenizer), tags: record.tags)
  }

  /// Whether there is a token that is no hole.
  var hasWords: Bool {
    title.contains { !$0.isEmpty } || sentences.contains { $0.contains { !$0.isEmpty } }
  }
}

extension RawText {
  fileprivate func sentences(_ tokenizer: Tokenizer) -> [[String]] {
    switch self {
    case .text(let text): tokenizer.sentences(of: text)
    case .sentences(let texts):
      texts.map { tokenizer.tokens(of: $0) }.filter { !$0.isEmpty }
    case .tokens(let sentences): sentences
    }
  }
}
