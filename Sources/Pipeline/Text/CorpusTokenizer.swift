// Reads a corpus, makes tokens of it and hands the documents on, all at the same
// time on several threads. The documents, their order and the report do not depend
// on the number of threads.
import Formats
import PipelineNumerics

/// Works in rounds: while the documents of one batch are handed on, the next
/// batch is tokenised and the one after it read.
public final class CorpusTokenizer: @unchecked Sendable {
  // In a round `records`, `ending` and `next` belong to one task, `receive` and
  // `handed` to another one.
  private var records: CorpusReader
  /// How the stream ended, once it has.
  private var ending: Result<Void, any Error>?
  private var next: Result<TokenizedBatch, any Error> = .success(TokenizedBatch([]))
  private var handed: Result<Void, any Error> = .success(())
  private let receive: (TokenizedDocument) throws -> Void
  private let tokenizer: Tokenizer
  private let language: LanguageFilter?
  private let pool: WorkerPool

  /// What has happened; complete after `run()`.
  public var report: CorpusReport { records.report }

  /// - Parameters:
  ///   - language: which documents are kept; nil keeps all.
  ///   - pool: its threads do all the work.
  ///   - receive: gets each document in the order of the corpus, one after the
  ///     other, on any thread.
  public init(
    _ records: CorpusReader, tokenizer: Tokenizer, language: LanguageFilter? = nil,
    pool: WorkerPool, receive: @escaping (TokenizedDocument) throws -> Void
  ) {
    self.records = records
    self.tokenizer = tokenizer
    self.language = language
    self.pool = pool
    self.receive = receive
  }

  /// Reads the corpus to its end.
  ///
  /// A record whose text holds no word is rejected like any other bad record.
  ///
  /// - Throws: `InputError` as `CorpusReader.next()`; whatever `receive` throws.
  public func run() throws {
    var batch = try readBatch()
    var finished = TokenizedBatch([])
    while batch.count > 0 || finished.count > 0 {
      try round(handing: finished, tokenizing: batch)
      for index in 0..<batch.count {
        switch batch.fate(index) {
        case .kept: break
        case .wordless: try records.reject(batch.records[index], reason: "has no word in its text")
        case .otherLanguage: records.passOver(otherLanguage: batch.records[index])
        }
      }
      finished = batch
      batch = try next.get()
    }
  }

  private func round(handing finished: TokenizedBatch, tokenizing batch: TokenizedBatch) throws {
    let chunk = 16
    pool.forEach(2 + (batch.count + chunk - 1) / chunk) { task in
      switch task {
      case 0: next = Result { try readBatch() }
      case 1: handed = Result { try finished.handOn(to: receive) }
      default:
        let start = (task - 2) * chunk
        for index in start..<min(start + chunk, batch.count) {
          batch.tokenize(index, by: tokenizer, language)
        }
      }
    }
    try handed.get()
  }

  /// Up to 1,024 records, fewer if they are long. An error waits until the
  /// records before it are dealt with.
  private func readBatch() throws -> TokenizedBatch {
    var batch: [RawDocument] = []
    var size = 0
    while ending == nil, batch.count < 1_024, size < 4 << 20 {
      do {
        guard let record = try records.next() else {
          ending = .success(())
          break
        }
        size += record.content.byteCount
        batch.append(record)
      } catch {
        ending = .failure(error)
      }
    }
    if batch.isEmpty { try ending?.get() }
    return TokenizedBatch(batch)
  }
}

/// Records, and the documents that several threads make of them: each index
/// belongs to one thread at a time.
private final class TokenizedBatch: @unchecked Sendable {
  enum Fate {
    case kept, wordless, otherLanguage
  }

  let records: [RawDocument]
  private let documents: UnsafeMutableBufferPointer<TokenizedDocument?>
  private let fates: UnsafeMutableBufferPointer<Fate>

  var count: Int { records.count }

  init(_ records: [RawDocument]) {
    self.records = records
    documents = .allocate(capacity: records.count)
    documents.initialize(repeating: nil)
    fates = .allocate(capacity: records.count)
    fates.initialize(repeating: .kept)
  }

  deinit {
    documents.deinitialize()
    documents.deallocate()
    fates.deallocate()
  }

  func fate(_ index: Int) -> Fate { fates[index] }

  func tokenize(_ index: Int, by tokenizer: Tokenizer, _ language: LanguageFilter?) {
    let document = TokenizedDocument(records[index], tokenizer: tokenizer)
    if !document.hasWords {
      fates[index] = .wordless
    } else if let language, !isIn(language, document, records[index], tokenizer) {
      fates[index] = .otherLanguage
    } else {
      documents[index] = document
    }
  }

  /// Whether a document is in the language. The language shows in words that stop words remove.
  private func isIn(
    _ language: LanguageFilter, _ document: TokenizedDocument, _ record: RawDocument,
    _ tokenizer: Tokenizer
  ) -> Bool {
    language.accepts(
      tokenizer.options.stopWords.isEmpty
        ? document : TokenizedDocument(record, tokenizer: Tokenizer()))
  }

  /// Gives each document away, in order.
  func handOn(to receive: (TokenizedDocument) throws -> Void) rethrows {
    for index in 0..<count {
      if let document = documents[index].take() { try receive(document) }
    }
  }
}

extension RawText {
  fileprivate var byteCount: Int {
    switch self {
    case .text(let text): text.utf8.count
    case .sentences(let sentences): sentences.reduce(0) { $0 + $1.utf8.count }
    case .tokens(let sentences): sentences.reduce(0) { $0 + 16 * $1.count }
    }
  }
}
