// Which column of a table holds what: by the user's names, or by the names
// that people give such columns.

/// The columns that a table reader uses.
struct TableLayout {
  var id: Int?
  var title: Int?
  var text: Int?
  var tags: Int?
  var count: Int

  private static let idNames = ["id", "doc_id", "docid", "doc.id", "identifier", "key", "uuid"]
  private static let titleNames = ["title", "raw.title", "name", "headline", "subject", "titel"]
  private static let textNames = [
    "abstract", "text", "content", "body", "description", "raw.abstract", "summary", "question",
  ]
  private static let tagNames = [
    "tags", "labels", "keywords", "subjects", "subject_uris", "subject_labels", "categories",
    "topics", "tag", "label", "keyword", "category", "tag_names",
  ]

  /// - Throws: `InputError` for a name that no column has, and where neither a
  ///   title nor a text is found.
  init(header: [[UInt8]], columns: TableColumns, name: String, needsTags: Bool) throws {
    let names = header.map { String(decoding: $0, as: UTF8.self).trimmed.lowercased() }
    count = names.count
    func place(_ option: String, _ wanted: String?, _ guesses: [String]) throws -> Int? {
      guard let wanted else {
        return guesses.lazy.compactMap { names.firstIndex(of: $0) }.first
      }
      if let found = names.firstIndex(of: wanted.lowercased()) { return found }
      if let number = Int(wanted), (1...names.count).contains(number) { return number - 1 }
      throw InputError(
        file: name, line: 1, problem: "there is no column `\(wanted)` (\(option)); the columns are "
          + names.map { "`\($0)`" }.joined(separator: ", "),
        remedy: "Give the name or the number of one of them")
    }
    id = try place("--id-column", columns.id, Self.idNames)
    title = try place("--title-column", columns.title, Self.titleNames)
    text = try place("--text-column", columns.text, Self.textNames)
    tags = try place("--tags-column", columns.tags, Self.tagNames)
    guard title != nil || text != nil, tags != nil || !needsTags else {
      throw InputError(
        file: name, line: 1,
        problem: "the first line names no column for "
          + (tags == nil && needsTags ? "tags" : "title or text"),
        remedy: "Say which columns they are with --title-column, --text-column and --tags-column")
    }
  }

  /// The format of a table whose first line is `line`, or nil if it looks like
  /// none: it names columns that the user asks for, or a tags column and a
  /// title or a text.
  static func recognise(_ line: ArraySlice<UInt8>, options: TableColumns) -> CorpusFormat? {
    let isTabbed = line.contains(0x09)
    guard isTabbed || line.contains(UInt8(ascii: ",")) || line.contains(UInt8(ascii: ";")) else {
      return nil
    }
    if options.areNamed { return isTabbed ? .tsv : .csv }
    let separator = isTabbed ? 0x09 : separator(of: line)
    let names = Set(
      line.split(separator: separator, omittingEmptySubsequences: false).map {
        String(decoding: $0.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
          .trimmed.lowercased()
      })
    let hasText = !names.isDisjoint(with: titleNames) || !names.isDisjoint(with: textNames)
    let hasOther = !names.isDisjoint(with: tagNames) || !names.isDisjoint(with: idNames)
      || !names.isDisjoint(with: titleNames) && !names.isDisjoint(with: textNames)
    return hasText && hasOther ? (isTabbed ? .tsv : .csv) : nil
  }

  /// Comma or semicolon, whichever there are more of.
  static func separator(of line: ArraySlice<UInt8>) -> UInt8 {
    let commas = line.count { $0 == UInt8(ascii: ",") }
    let semicolons = line.count { $0 == UInt8(ascii: ";") }
    return semicolons > commas ? UInt8(ascii: ";") : UInt8(ascii: ",")
  }
}
