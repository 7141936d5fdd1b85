// From a corpus file to documents: the reader of Formats and the tokeniser of
// this folder, one document after the other. CorpusTokenizer does the same with
// several threads.
import Formats

/// Yields the documents of a corpus one by one, raw text tokenised.
public struct DocumentReader {
  /// What has happened so far; complete when `next()` has returned nil.
  public var report: CorpusReport { records.report }

  /// The line on which the last document's record begins, from 1.
  public private(set) var line = 0

  private var records: CorpusReader
  private let tokenizer: Tokenizer

  /// Reads the rest of `records`; their text is divided by `tokenizer`.
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
      line = record.line
      let document = TokenizedDocument(record, tokenizer: tokenizer)
      if document.hasWords { return Document(document) }
      try records.reject(record, reason: "has no word in its text")
    }
    return nil
  }
}

extension TokenizedDocument {
  /// The document of a record; ready tokens are taken as they are.
  public init(_ record: RawDocument, tokenizer: Tokenizer) {
    self.init(
      id: record.id, title: record.title.tokenized(tokenizer),
      content: record.content.tokenized(tokenizer), tags: record.tags)
  }
}

extension RawText {
  fileprivate func tokenized(_ tokenizer: Tokenizer) -> TokenizedText {
    switch self {
    case .text(let text): tokenizer.tokenize(text)
    case .sentences(let texts):
      TokenizedText(texts.map { tokenizer.tokens(of: $0) }.filter { !$0.isEmpty })
    case .tokens(let sentences): TokenizedText(sentences)
    }
  }
}
