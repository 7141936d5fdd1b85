// The choices a user has when a corpus is read, with their defaults.

/// What to read and what to reject.
public struct CorpusOptions: Equatable, Sendable {
  public var format: CorpusFormat = .automatic
  /// Whether a record without any tag is rejected. False for documents that
  /// are to be annotated.
  public var requiresTags = true
  /// Whether a record with the id of an earlier one is rejected. False for
  /// endless streams, of which no id is remembered.
  public var requiresDistinctIDs = true
  /// Whether a record without a content (an abstract) is rejected.
  public var requiresContent = false
  /// Whether original lines have a title before `__abstract__`; nil tells it
  /// from the first line.
  public var hasTitle: Bool?
  /// Tokens a sentence of original lines and of Zhihu's questions (30; 25 in
  /// the original's zhihu files).
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
  /// The columns of CSV and TSV files; nil guesses them by their names.
  public var columns = TableColumns()
  /// BibSonomy: which kind of post makes documents.
  public var resources: Resources = .publications
  /// BibSonomy's dump: a tag that fewer users gave, in the whole dump, is left
  /// out.
  public var minimumTagUsers = 1
  /// Debian: whether only one binary package of each source is taken.
  public var onePerSource = false
  /// Whether a subject that comes with an identifier and a label is told by the
  /// identifier.
  public var prefersIdentifiers = false
  /// Feature files: how many of the first rows are the training part.
  public var trainingRows: Int?

  public init() {}

  /// The kinds of posts in BibSonomy.
  public enum Resources: String, CaseIterable, Sendable {
    case publications, bookmarks
  }
}

/// Which columns of a table hold what, by the names in its first line.
public struct TableColumns: Equatable, Sendable {
  public var id: String?
  public var title: String?
  public var text: String?
  public var tags: String?
  /// What stands between two tags; nil tells it from each value.
  public var tagSeparator: String?

  public init() {}

  /// Whether the user has named any column.
  var areNamed: Bool { id != nil || title != nil || text != nil || tags != nil }
}
