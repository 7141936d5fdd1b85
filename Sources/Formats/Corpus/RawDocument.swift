// What a corpus file holds for one document before any text processing. The
// readers of this folder make it; splitting raw text into tokens is computation
// and happens in Pipeline/Text.

/// The text of a title or of a content as the file gives it.
public enum RawText: Equatable, Sendable {
  /// Running text, to be split into sentences and words.
  case text(String)
  /// Sentences, each to be split into words.
  case sentences([String])
  /// Sentences of ready tokens, taken as they are; "" is a hole.
  case tokens([[String]])

  /// Whether there is no character or token at all.
  public var isEmpty: Bool {
    switch self {
    case .text(let text): text.isEmpty
    case .sentences(let sentences): sentences.allSatisfy(\.isEmpty)
    case .tokens(let sentences): sentences.allSatisfy { $0.allSatisfy(\.isEmpty) }
    }
  }
}

/// One record of a corpus file with cleaned tags and raw text.
public struct RawDocument: Equatable, Sendable {
  /// The user's identifier, unique within the corpus.
  public var id: String
  /// The 1-based line on which the record starts.
  public var line: Int
  /// The file of that line, if the corpus has several.
  public var file: String?
  /// The title as the source has it.
  public var title: RawText
  /// The text, often an abstract.
  public var content: RawText
  /// The tags in the order of the source.
  public var tags: [String]

  /// A record as it was read; tags must be cleaned already.
  public init(
    id: String, line: Int, file: String? = nil, title: RawText, content: RawText,
    tags: [String]
  ) {
    self.id = id
    self.line = line
    self.file = file
    self.title = title
    self.content = content
    self.tags = tags
  }
}
