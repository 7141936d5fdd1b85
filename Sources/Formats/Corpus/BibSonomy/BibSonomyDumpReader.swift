// BibSonomy's dump: joins posts and tag assignments, and makes one document of
// all posts of the same publication.
//
// Three passes: tas whole into memory (16 bytes per row), the posts once to know
// which belong together and which has the best text, then again as a stream.
import FormatsFiles
import FormatsRDF

/// Yields a document for each publication or bookmark of a dump.
///
/// Posts with the same simhash1 (bookmarks: url_hash) are one document: text
/// of the post with the longest abstract, tags of all posts. The tags are
/// ordered by how many users gave them to this document, then by their first
/// use in the dump.
final class BibSonomyDumpReader: RecordReader {
  private let path: String
  private let title: String
  private let definition: TableDefinition
  private let fields: Fields
  private let limit: Int
  private let requiresTags: Bool
  private let log: CorpusLog
  private var groups: PostGroups
  private let tagNames: ByteTable
  /// The tags of group g: `tagPlaces[g] ..< tagPlaces[g + 1]` of `tags`.
  private var tagPlaces: [Int] = []
  private var tags: [UInt32] = []
  private var rows: EscapedRows
  private var row = -1

  /// The columns that are read.
  private struct Fields {
    var id, title, text, group: Int
    var misc: Int?
  }

  init(_ files: CorpusFiles, options: CorpusOptions, log: CorpusLog) throws {
    let isBookmarks = options.resources == .bookmarks
    let name = isBookmarks ? "bookmark" : "bibtex"
    let tas = try files.needed("tas", format: .bibsonomyDump)
    path = try files.needed(name, format: .bibsonomyDump)
    title = CorpusFiles.title(path)
    self.log = log
    limit = options.longestRecord
    requiresTags = options.requiresTags
    let tables = try Self.definitions(files)
    definition = tables[name] ?? (isBookmarks ? .bookmark : .bibtex)
    fields = try Self.fields(of: definition, isBookmarks: isBookmarks, path: path)

    var assignments = try TagAssignments(
      try ByteSource.ofCorpus(tas), tables["tas"] ?? .tas, contentType: isBookmarks ? 1 : 2,
      limit: limit, log: log)
    tagNames = assignments.tags
    let users = options.minimumTagUsers > 1 ? assignments.usersOfTags() : []

    groups = PostGroups()
    rows = try EscapedRows(
      try ByteSource.ofCorpus(path), columns: definition.columns.count, keyColumn: fields.id,
      limit: limit)
    try readGroups()
    groups.finish()
    log.report.merged = groups.merged
    log.report.strayTags = assignments.regroup { [groups] in groups.group(ofPost: $0) }
    assignments.sort()
    collectTags(assignments.rows, users: users, minimum: options.minimumTagUsers)
    rows = try EscapedRows(
      try ByteSource.ofCorpus(path), columns: definition.columns.count, keyColumn: fields.id,
      limit: limit)
  }

  private static func definitions(_ files: CorpusFiles) throws -> [String: TableDefinition] {
    guard let path = files.file("tables") else { return [:] }
    let bytes = try ByteSource.ofCorpus(path).readAll(limit: 16 << 20)
    let tables = TableDefinition.tables(in: String(decoding: bytes, as: UTF8.self))
    return Dictionary(tables.map { ($0.name, $0.definition) }) { first, _ in first }
  }

  private static func fields(
    of table: TableDefinition, isBookmarks: Bool, path: String
  ) throws -> Fields {
    let id = table.column("content_id")
    let title =
      isBookmarks
      ? table.column("description", "book_description", "title") : table.column("title")
    let text =
      isBookmarks
      ? table.column("extended", "book_extended", "extended_description")
      : table.column("bibtexabstract", "abstract")
    let group =
      isBookmarks
      ? table.column("url_hash", "book_url_hash") : table.column("simhash1", "interhash")
    guard let id, let title, let text, let group else {
      throw InputError(
        file: path,
        problem: "tables.sql gives the table no column content_id, simhash1, title "
          + "or bibtexAbstract",
        remedy: "Correct tables.sql, or remove it for the usual columns")
    }
    return Fields(
      id: id, title: title, text: text, group: group,
      misc: isBookmarks ? nil : table.column("misc"))
  }

  /// The first pass over the posts.
  private func readGroups() throws {
    var row = -1
    while true {
      do {
        guard try rows.next() else { break }
        row += 1
        guard let id = rows.integer(fields.id) else {
          throw Rejection(line: rows.line, reason: "has a content_id that is not a number")
        }
        guard !rows.isEmpty(fields.title) || !rows.isEmpty(fields.text) else {
          throw Rejection(line: rows.line, reason: "has neither a title nor an abstract")
        }
        groups.add(
          post: id, row: row, key: rows.raw(fields.group),
          quality: rows.isEmpty(fields.text) ? 0 : rows.raw(fields.text).count)
      } catch var rejection as Rejection {
        rejection.file = title
        try log.reject(rejection)
      }
    }
    log.report.lines += rows.lines
  }

  private func collectTags(
    _ rows: [TagAssignments.Row], users: [Int32], minimum: Int
  ) {
    var index = 0
    for group in 0..<groups.count {
      tagPlaces.append(tags.count)
      var found: [(tag: UInt32, users: Int)] = []
      while index < rows.count, rows[index].post == group {
        let row = rows[index]
        if index > 0, rows[index - 1].post == group, rows[index - 1].tag == row.tag {
          if rows[index - 1].user == row.user {
            log.report.repeatedTags += 1
          } else {
            found[found.count - 1].users += 1
          }
        } else {
          found.append((row.tag, 1))
        }
        index += 1
      }
      if minimum > 1 {
        let before = found.count
        found.removeAll { Int(users[Int($0.tag)]) < minimum }
        log.report.rareTags += before - found.count
      }
      found.sort { ($1.users, $0.tag) < ($0.users, $1.tag) }
      tags.append(contentsOf: found.map(\.tag))
    }
    tagPlaces.append(tags.count)
  }

  /// The second pass: the rows whose text represents their group.
  func next() throws -> RawDocument? {
    while true {
      do {
        guard try rows.next() else { return nil }
      } catch is Rejection {
        continue  // Reported in the first pass.
      }
      row += 1
      guard let group = groups.group(standingForBy: row) else { continue }
      let names = tags[tagPlaces[group]..<tagPlaces[group + 1]].map { tagNames.text(Int($0)) }
      if names.isEmpty, requiresTags {
        // Nobody tagged it, or its tags were left out: no damage.
        log.report.passedOver += 1
        continue
      }
      return document(names)
    }
  }

  private func document(_ tags: [String]) -> RawDocument {
    var (content, isRepaired) = rows.text(fields.text)
    let (heading, isHeadingRepaired) = rows.text(fields.title)
    if content.isEmpty, let misc = fields.misc, !rows.isEmpty(misc) {
      let (text, wasRepaired) = rows.text(misc)
      if let found = BibTeXFields.value(of: "abstract", inFields: text) {
        content = found
        isRepaired = wasRepaired
      }
    }
    if isRepaired || isHeadingRepaired { log.report.repaired += 1 }
    return RawDocument(
      id: String(rows.integer(fields.id) ?? 0), line: rows.line, file: title,
      title: .running(TeXText.plain(heading)), content: .running(TeXText.plain(content)),
      tags: tags)
  }
}
