// The choices a user has when a corpus is read, with their defaults.

/// How the records of a corpus file are laid out.
public enum CorpusFormat: Equatable, Sendable {
  /// Told from the first character that is no white space: `{` means JSON
  /// lines, everything else the original's corpus lines.
  case automatic
  /// `title words __abstract__ content words __label__ tags`.
  case original
  /// One JSON object a line.
  case jsonLines
  /// Running text, one document for each paragraph (ended by a blank line).
  case paragraphs
  /// Running text, the whole input is one document.
  case wholeText
}

/// What to read and what to reject.
public struct CorpusOptions: Equatable, Sendable {
  public var format: CorpusFormat = .automatic
  /// Whether a record without any tag is rejected. False for documents that
  /// are to be annotated.
  public var requiresTags = true
  /// Whether original lines have a title before `__abstract__`; nil tells it
  /// from the first line.
  public var hasTitle: Bool?
  /// Tokens a sentence of original lines (30; 25 in the zhihu files).
  public var sentenceWords = 30
  /// Whether a double blank between the tags of an original line makes an
  /// empty tag, as it does in the original program (reference-behaviour 4.3).
  public var keepsEmptyTags = false
  /// Whether the first rejection is an error.
  public var isStrict = false
  /// Ids of the documents by line, for original lines; without them the line
  /// number is the id.
  public var ids: [String]?
  /// The most bytes of one line, or of one document of running text.
  public var longestRecord = 64 << 20

  public init() {}
}
