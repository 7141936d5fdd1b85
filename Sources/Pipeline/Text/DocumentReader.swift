// From a corpus file to documents: the reader of Formats and the tokeniser of
// this folder in one stream.
import Formats

/// Yields the documents of a corpus one by one, raw text tokenised.
public struct DocumentReader {
  /// What has happened so far; complete when `next()` has returned nil.
  public var report: CorpusReport { records.report }

  private var records: CorpusReader
  private let tokenizer: Tokenizer

  public init(_ records: CorpusReader, tokenizer: Tokenizer = Tokenizer()) {
    self.records = records
    self.tokenizer = tokenizer
  }

  /// The next document, or nil at the end.
  ///
  /// A record whose text holds no word is rejected like any other bad record.
  ///
  /// - Throws: `InputError` as `CorpusReader.next()`.
  public mutating func next() throws -> Document? {
    while let record = try records.next() {
      let document = Document(record, tokenizer: tokenizer)
      if document.hasWords { return document }
      try records.rejectLast(record, reason: "has no word in its text")
    }
    return nil
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
