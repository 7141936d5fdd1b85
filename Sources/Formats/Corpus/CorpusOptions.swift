// The choices a user has when a corpus is read, with their defaults.

/// What to read and what to reject.
public struct CorpusOptions: Equatable, Sendable {
  /// The format; by default it is detected.
  public var format: CorpusFormat = .automatic
  /// The name of the parameter by which the user gives the format, for messages.
  public var formatParameter = "format"
  /// Whether a record without any tag is rejected. False for documents that
  /// are to be annotated.
  public var requiresTags = true
  /// Whether tags are read at all. False for documents that are to be
  /// annotated: a column or a field for tags need not be there.
  public var wantsTags = true
  /// Whether rows of a table that follow each other, of the same id, title and text, are one
  /// document. False where each row gets an answer.
  public var joinsRows = true
  /// Whether a record with the id of an earlier one is rejected. False for
  /// endless streams, whose ids are not remembered.
  public var requiresDistinctIDs = true
  /// Whether a record without a content (an abstract) is rejected.
  public var requiresContent = false
  /// Whether original lines have a title before `__abstract__`; nil detects it
  /// from the first line.
  public var hasTitle: Bool?
  /// Tokens per sentence in original lines and in Zhihu's questions (30; 25 in
  /// the original's zhihu files).
  public var sentenceWords = 30
  /// Whether a double blank between the tags of an original line makes an
  /// empty tag, as it does in the original program (docs/original.md, Data).
  public var keepsEmptyTags = false
  /// Whether the first rejection is an error.
  public var isStrict = false
  /// Ids of the documents by line, for original lines; without them the line
  /// number is the id.
  public var ids: [String]?
  /// The maximum size in bytes of one line, or of one document of running text.
  var longestRecord = 64 << 20
  /// The columns of tables and the fields of JSON objects; nil guesses them by
  /// their names.
  public var columns = TableColumns()
  /// The encoding of the text, by a name that iconv knows; nil is UTF-8.
  public var encoding: String?
  /// BibSonomy: which kind of post makes documents.
  public var resources: Resources = .publications
  /// BibSonomy's dump: a tag that fewer users gave, in the whole dump, is left
  /// out.
  public var minimumTagUsers = 1
  /// Debian: whether only one binary package of each source is taken.
  public var onePerSource = false
  /// Whether a subject that comes with an identifier and a label is identified by the
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

/// Which columns of a table, or fields of a JSON object, hold what.
public struct TableColumns: Equatable, Sendable {
  /// The column of the identifier; nil to guess it, as for the next two.
  public var id: String?
  /// The column of the title.
  public var title: String?
  /// The column of the text.
  public var text: String?
  /// Columns whose tags are taken together; if empty, they are guessed.
  public var tags: [String] = []
  /// Columns that hold 0 or 1, whose names are the tags: names, numbers, ranges
  /// of numbers such as `4-9`.
  public var labels: [String] = []
  /// What separates two tags; nil decides it from all cells of a column.
  public var tagSeparator: String?
  /// Cells that are one tag as a whole.
  public var names: TagNames?

  /// Whether the user has named any column.
  var areNamed: Bool {
    id != nil || title != nil || text != nil || !tags.isEmpty || !labels.isEmpty
  }

  /// Whether the user has named the columns of a role.
  func areNamed(_ role: FieldRole) -> Bool {
    switch role {
    case .id: id != nil
    case .title: title != nil
    case .text: text != nil
    case .tags: !tags.isEmpty
    }
  }

  /// Whether the user has named a column so.
  func namesColumn(_ name: String) -> Bool {
    ([id, title, text].compactMap { $0 } + tags + labels)
      .contains { $0.lowercased() == name.lowercased() }
  }

  /// What the user wants between two tags.
  var separator: TagSeparator? {
    tagSeparator.map {
      var separator = TagSeparator(named: $0)
      separator.names = names
      return separator
    }
  }
}
