// BibSonomy's table tas: who gave which tag to which post, kept in few bytes.
import FormatsFiles
import FormatsRDF

/// All tag assignments of the posts of one kind.
///
/// Memory: 16 bytes per row, and each tag and user once.
struct TagAssignments {
  struct Row {
    var post: Int
    var user: UInt32
    var tag: UInt32
  }

  private(set) var rows: [Row] = []
  private(set) var tags = ByteTable()
  private var users = ByteTable()

  /// Reads the table.
  ///
  /// - Parameter contentType: of the posts that are wanted; other rows are
  ///   skipped.
  /// - Throws: `InputError` for a damaged stream or columns that are missing.
  init(
    _ source: ByteSource, _ definition: TableDefinition, contentType: Int, limit: Int,
    log: CorpusLog
  ) throws {
    let title = CorpusFiles.title(source.name)
    guard let post = definition.column("content_id"), let tag = definition.column("tag"),
      let user = definition.column("user", "user_name", "username", "user_id"),
      let type = definition.column("content_type")
    else {
      throw InputError(
        file: source.name,
        problem: "tables.sql gives the table no column user, tag, content_id "
          + "or content_type",
        remedy: "Correct tables.sql, or remove it for the usual columns")
    }
    let table = try EscapedRows(
      source, columns: definition.columns.count, keyColumn: post, limit: limit)
    while true {
      do {
        guard try table.next() else { break }
        guard let id = table.integer(post), let kind = table.integer(type) else {
          throw Rejection(line: table.line, reason: "has a content_id or content_type that is not a number")
        }
        guard !table.raw(user).isEmpty, !table.isEmpty(tag) else {
          throw Rejection(line: table.line, reason: "has no user or no tag")
        }
        guard kind == contentType else {
          log.report.passedOver += 1
          continue
        }
        guard let number = try intern(table, tag) else {
          log.report.emptyTags += 1
          continue
        }
        rows.append(
          Row(post: id, user: UInt32(users.intern(table.raw(user))), tag: number))
      } catch var rejection as Rejection {
        rejection.file = title
        try log.reject(rejection)
      }
    }
    log.report.lines += table.lines
  }

  /// The number of the tag in a column; nil if nothing is left of it.
  private mutating func intern(_ table: EscapedRows, _ column: Int) throws(Rejection) -> UInt32? {
    let raw = table.raw(column)
    // Most tags are ASCII without escapes and are labels as they are.
    if raw.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) {
      return UInt32(tags.intern(raw))
    }
    guard let text = String(validating: table.bytes(column), as: UTF8.self) else {
      throw Rejection(line: table.line, reason: "has a tag that is not valid UTF-8")
    }
    let label = labelForm(of: text)
    return label.isEmpty ? nil : UInt32(tags.intern(Array(label.utf8)))
  }

  /// How many different users gave each tag.
  func usersOfTags() -> [Int32] {
    var counts = [Int32](repeating: 0, count: tags.count)
    let pairs = rows.map { UInt64($0.tag) << 32 | UInt64($0.user) }.sorted()
    for (index, pair) in pairs.enumerated() where index == 0 || pairs[index - 1] != pair {
      counts[Int(pair >> 32)] += 1
    }
    return counts
  }

  /// Replaces the post of each row by what `place` makes of it, and drops the
  /// rows for which that is nil; returns how many.
  mutating func regroup(_ place: (Int) -> Int?) -> Int {
    let before = rows.count
    rows = rows.compactMap { row in
      place(row.post).map { Row(post: $0, user: row.user, tag: row.tag) }
    }
    return before - rows.count
  }

  /// Sorts by post, then tag, then user.
  mutating func sort() {
    rows.sort { ($0.post, $0.tag, $0.user) < ($1.post, $1.tag, $1.user) }
  }
}
