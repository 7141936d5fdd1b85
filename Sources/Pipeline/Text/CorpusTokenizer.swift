// Reads a corpus, makes tokens of it and hands the documents on, all at the same
// time on several threads. The documents, their order and the report do not depend
// on the number of threads.
import Formats
import PipelineNumerics

/// Works in rounds: while the documents of one batch are handed on, the next
/// batch is tokenised and the one after it read.
public final class CorpusTokenizer: @unchecked Sendable {
  // Sendable because in a round `records` and `ending` belong to one task, `receive` to another
  // one, and the next round begins when both have ended.
  private var records: CorpusReader
  /// How the stream ended, once it has.
  private var ending: Result<Void, any Error>?
  private let check: (inout TokenizedDocument) -> String?
  private let receive: (TokenizedDocument) throws -> Void
  private let tokenizer: Tokenizer
  private let language: LanguageFilter?
  private let pool: WorkerPool

  /// What has happened; complete after `run()`.
  public var report: CorpusReport { records.report }

  /// - Parameters:
  ///   - language: which documents are kept; nil keeps all.
  ///   - pool: its threads do all the work.
  ///   - check: gets each document in the order of the corpus before `receive`, and says why it cannot
  ///     be used; nil if it can.
  ///   - receive: gets each document in the order of the corpus, one after the
  ///     other, on any thread.
  public init(
    _ records: CorpusReader, tokenizer: Tokenizer, language: LanguageFilter? = nil,
    pool: WorkerPool, check: @escaping (inout TokenizedDocument) -> String? = { _ in nil },
    receive: @escaping (TokenizedDocument) throws -> Void
  ) {
    self.records = records
    self.tokenizer = tokenizer
    self.language = language
    self.pool = pool
    self.check = check
    self.receive = receive
  }

  /// Reads the corpus to its end.
  ///
  /// A record whose text holds no word, or that `check` refuses, is rejected like any other bad record.
  ///
  /// - Throws: `InputError` as `CorpusReader.next()`; whatever `receive` throws.
  public func run() throws {
    var batch = try readBatch()
    var documents: [TokenizedDocument] = []
    while !batch.isEmpty || !documents.isEmpty {
      let (fates, next) = try round(handing: documents, tokenizing: batch)
      documents = []
      for (record, fate) in zip(batch, fates) {
        switch fate {
        case .kept(var document):
          if let reason = check(&document) {
            try records.reject(record, reason: reason)
          } else {
            documents.append(document)
          }
        case .wordless: try records.reject(record, reason: "has no word in its text")
        case .otherLanguage: try records.passOver(otherLanguage: record)
        }
      }
      batch = try next.get()
    }
  }

  /// What becomes of a record.
  private enum Fate: Sendable {
    case kept(TokenizedDocument)
    case wordless, otherLanguage
  }

  /// What a task of a round gives.
  private enum Outcome: Sendable {
    case read(Result<[RawDocument], any Error>)
    case handedOn(Result<Void, any Error>)
    case tokenized([Fate])
  }

  private func round(
    handing documents: [TokenizedDocument], tokenizing batch: [RawDocument]
  ) throws -> (fates: [Fate], next: Result<[RawDocument], any Error>) {
    let chunk = 16
    let outcomes: [Outcome] = pool.map(2 + (batch.count + chunk - 1) / chunk) { task in
      switch task {
      case 0: return .read(Result { try readBatch() })
      case 1: return .handedOn(Result { try documents.forEach(receive) })
      default:
        let start = (task - 2) * chunk
        return .tokenized(batch[start..<min(start + chunk, batch.count)].map(fate(of:)))
      }
    }
    var fates: [Fate] = []
    var next: Result<[RawDocument], any Error> = .success([])
    for outcome in outcomes {
      switch outcome {
      case .read(let batch): next = batch
      case .handedOn(let result): try result.get()
      case .tokenized(let part): fates += part
      }
    }
    return (fates, next)
  }

  private func fate(of record: RawDocument) -> Fate {
    let document = TokenizedDocument(record, tokenizer: tokenizer)
    if !document.hasWords { return .wordless }
    guard let language else { return .kept(document) }
    // The language shows in words that stop words remove.
    let full =
      tokenizer.options.stopWords.isEmpty ? document : TokenizedDocument(record, tokenizer: Tokenizer())
    return language.accepts(full) ? .kept(document) : .otherLanguage
  }

  /// Up to 1,024 records, fewer if they are long. An error waits until the
  /// records before it are dealt with.
  private func readBatch() throws -> [RawDocument] {
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
    return batch
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
