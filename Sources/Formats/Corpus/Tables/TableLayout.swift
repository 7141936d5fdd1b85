// Which column of a table holds what: by the user's names, or by the names
// that people give such columns.
import FormatsFiles

/// The columns that a table reader uses.
struct TableLayout {
  var id: Int?
  var title: Int?
  var text: Int?
  /// Columns whose tags are taken together.
  var tags: [Int] = []
  /// Columns of 0 and 1 whose names are tags.
  var labels: [Int] = []
  /// Whether a column is for tags, wanted or not: such a table may have a row for each of a document's tags.
  let hasTags: Bool
  /// The names of all columns, as the first line gives them.
  let names: [String]
  /// Whether the user named the id's column.
  let isIDNamed: Bool
  /// Whether the columns of 0 and 1 are the user's choice.
  let areLabelsNamed: Bool

  var count: Int { names.count }

  /// - Throws: `InputError` for a name that no column has, and if neither a title
  ///   nor a text is found.
  ///
  /// - Parameter wantsTags: false for new documents, whose tags do not matter.
  init(header: [[UInt8]], columns: TableColumns, name: String, wantsTags: Bool = true) throws {
    let header = TableHeader(header, name: name)
    let best = header.roles(wantsTags: wantsTags)
    names = header.names
    isIDNamed = columns.id != nil
    areLabelsNamed = !columns.labels.isEmpty
    id = try columns.id.map { try header.place("idColumn", $0) } ?? best[.id]
    title = try columns.title.map { try header.place("titleColumn", $0) } ?? best[.title]
    text = try columns.text.map { try header.place("textColumn", $0) } ?? best[.text]
    // Trackers of issues have a summary and a description.
    if title == nil, let summary = header.place(of: "summary"), let text, text != summary { title = summary }
    labels = try columns.labels.flatMap(header.labels)
    if !columns.tags.isEmpty {
      tags = try columns.tags.map { try header.place("tagsColumn", $0) }
    } else if labels.isEmpty, let first = best[.tags] {
      let taken = [id, title, text]
      tags = header.companions(of: first).filter { !taken.contains($0) }
    }
    let tagged = wantsTags ? tags.first : header.roles(wantsTags: true)[.tags]
    let others = [id, title, text]
    hasTags = tagged.map { !others.contains($0) } ?? false
  }

  /// Whether there are several columns of the same name, perhaps with numbers: each has one tag in a cell.
  func isRepeated(_ column: Int) -> Bool {
    let base = FieldNames.base(names[column])
    return names.count { FieldNames.base($0) == base } > 1
  }

  /// Whether two rows, one after the other, are of the same document: both have its id, title and text, or only
  /// the first has, as OpenRefine writes records.
  func isOfOneDocument(_ row: [[UInt8]], _ next: [[UInt8]]) -> Bool {
    guard let id else { return false }
    if [id, title, text].allSatisfy({ $0.map { isBlank(next[$0][...]) } ?? true }) {
      return !next.allSatisfy { isBlank($0[...]) }
    }
    guard !isBlank(row[id][...]), !MissingValue.isOne(String(decoding: row[id], as: UTF8.self)) else {
      return false
    }
    return [id, title, text].allSatisfy { $0.map { row[$0] == next[$0] } ?? true }
  }

  /// Whether a row names the columns once more, as where exports were put one after the other.
  func isHeader(_ row: [[UInt8]]) -> Bool {
    guard row.count == count, var first = row.first?[...] else { return false }
    // Each of the exports may begin with a byte-order mark, and a quote after it.
    if first.starts(with: [0xEF, 0xBB, 0xBF]) {
      first = first.dropFirst(3)
      if first.count > 1, first.first == UInt8(ascii: "\""), first.last == UInt8(ascii: "\"") {
        first = first.dropFirst().dropLast()
      }
    }
    return strip(first).elementsEqual(names[0].utf8)
      && zip(row, names).dropFirst().allSatisfy { strip($0[...]).elementsEqual($1.utf8) }
  }

  /// - Throws: `InputError` if a column that is needed is missing.
  func check(name: String, needsTags: Bool) throws {
    let lacksTags = tags.isEmpty && labels.isEmpty && needsTags
    guard title != nil || text != nil, !lacksTags else {
      let similar = lacksTags ? resembling([.tags]) : resembling([.title, .text])
      if names.contains(where: { $0.contains("\u{FFFD}") }) {
        throw InputError(
          file: name, line: 1, problem: "the names of the columns are not valid UTF-8",
          remedy: "Give the file's encoding: \(parameter: "encoding") windows-1252, for instance")
      }
      throw InputError(
        file: name, line: 1,
        problem: "the first line names no column for " + (lacksTags ? "tags" : "title or text")
          + (similar.isEmpty ? "" : "; \(list(similar)) may be one"),
        remedy: "Say which columns they are with \(parameter: "titleColumn"), \(parameter: "textColumn") and "
          + "\(parameter: "tagsColumn")")
    }
  }

  /// Columns that are not used and look like one of `roles`.
  private func resembling(_ roles: [FieldRole]) -> [Int] {
    let taken = Set([id, title, text].compactMap { $0 } + tags + labels)
    return names.indices.filter { column in
      !taken.contains(column) && roles.contains { FieldNames.resembles(names[column], $0) }
    }
  }

  private func list(_ columns: [Int]) -> String {
    columns.prefix(8).map { "`\(names[$0])`" }.joined(separator: ", ")
  }

  /// Sentences that say which columns are used, and which others look like
  /// what is missing.
  func notes(separators: [TagSeparator], wantsTags: Bool) -> [String] {
    var parts: [String] = []
    for (what, column) in [("id", id), ("title", title), ("text", text)] {
      if let column { parts.append("\(what) from `\(names[column])`") }
    }
    if !tags.isEmpty { parts.append("tags from \(list(tags))") }
    if !labels.isEmpty {
      parts.append(
        "tags from the 0/1 columns \(list(labels))"
          + (labels.count > 8 ? " and \(labels.count - 8) more" : ""))
    }
    var notes = ["columns: " + parts.joined(separator: ", ")]
    for (column, separator) in zip(tags, separators) {
      notes.append("tags in `\(names[column])` are separated by \(separator.name)")
    }
    for (role, isMissing) in [
      (FieldRole.id, id == nil), (.title, title == nil), (.text, text == nil),
      (.tags, wantsTags),
    ] where isMissing {
      let similar = resembling([role])
      guard !similar.isEmpty else { continue }
      notes.append(
        role == .tags
          ? "not used, though they look like tags: \(list(similar)) (\(parameter: "tagsColumn"))"
          : "no column for the \(role.rawValue); \(list(similar)) look like one "
            + "(\(parameter: "\(role.rawValue)Column"))")
    }
    return notes
  }
}
