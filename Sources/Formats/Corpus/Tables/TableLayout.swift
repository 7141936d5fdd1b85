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
  /// The names of all columns, as the first line gives them.
  let names: [String]
  /// Whether the user named the id's column.
  let isIDNamed: Bool

  var count: Int { names.count }

  /// - Throws: `InputError` for a name that no column has, and if neither a title
  ///   nor a text is found.
  init(header: [[UInt8]], columns: TableColumns, name: String) throws {
    let names = header.map { String(decoding: $0, as: UTF8.self).trimmed }
    self.names = names
    let keys = names.map { $0.lowercased() }
    func place(_ parameter: String, _ wanted: String) throws -> Int {
      if let found = keys.firstIndex(of: wanted.lowercased()) { return found }
      if let number = Int(wanted), (1...names.count).contains(number) { return number - 1 }
      throw InputError(
        file: name, line: 1,
        problem: "there is no column `\(wanted)` (\(parameter: parameter)); the columns are "
          + keys.map { "`\($0)`" }.joined(separator: ", "),
        remedy: "Give the name or the number of one of them")
    }
    isIDNamed = columns.id != nil
    let isWebOfScience = Set(["pt", "ti", "ut"]).isSubset(of: keys)
    var best: [FieldRole: (rank: Int, column: Int)] = [:]
    func offer(_ role: FieldRole, _ rank: Int, _ column: Int) {
      if best[role].map({ rank < $0.rank }) ?? true { best[role] = (rank, column) }
    }
    for (column, key) in keys.enumerated() {
      // The Web of Science's ID holds the index's keywords.
      guard !(isWebOfScience && key == "id"), let (role, rank) = FieldNames.role(of: key) else {
        continue
      }
      offer(role, rank, column)
    }
    // The subject of an e-mail is its title; the subject of a library record is a tag.
    if best[.title] == nil, let subject = keys.firstIndex(of: "subject"),
      best[.tags]?.column != subject
    {
      best[.title] = (0, subject)
    }
    id = try columns.id.map { try place("idColumn", $0) } ?? best[.id]?.column
    title = try columns.title.map { try place("titleColumn", $0) } ?? best[.title]?.column
    text = try columns.text.map { try place("textColumn", $0) } ?? best[.text]?.column
    // Trackers of issues have a summary and a description.
    if title == nil, let summary = keys.firstIndex(of: "summary"), let text, text != summary { title = summary }
    labels = try columns.labels.flatMap { wanted -> [Int] in
      let bounds = wanted.split(separator: "-").compactMap { Int($0) }
      if !keys.contains(wanted.lowercased()), bounds.count == 2, bounds[0] >= 1,
        bounds[0] <= bounds[1], bounds[1] <= names.count
      {
        return Array(bounds[0] - 1..<bounds[1])
      }
      return [try place("labelColumns", wanted)]
    }
    if !columns.tags.isEmpty {
      tags = try columns.tags.map { try place("tagsColumn", $0) }
    } else if labels.isEmpty, let first = best[.tags]?.column {
      let companions = FieldNames.companions(of: keys[first])
      tags = keys.indices.filter { $0 == first || companions.contains(FieldNames.base(keys[$0])) }
    }
    let taken = Set([id, title, text].compactMap { $0 })
    if columns.tags.isEmpty { tags.removeAll(where: taken.contains) }
  }

  /// Whether there are several columns of the same name, perhaps with numbers: each has one tag in a cell.
  func isRepeated(_ column: Int) -> Bool {
    let base = FieldNames.base(names[column])
    return names.count { FieldNames.base($0) == base } > 1
  }

  /// Whether a row names the columns once more, as where exports were put one behind the other.
  func isHeader(_ row: [[UInt8]]) -> Bool {
    guard row.count == count, var first = row.first?[...] else { return false }
    // Each of the exports may begin with a byte-order mark, and a quote behind it.
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

  /// The format of a table that begins with `lines`, or nil if it does not
  /// look like a table. A table names columns that the user asks for, or a title
  /// or a text and a column of another kind. A single column must be asked for by its name.
  static func recognise(
    _ lines: [ArraySlice<UInt8>], options: TableColumns
  ) -> CorpusFormat? {
    guard var line = lines.first else { return nil }
    var separator = Self.announcedSeparator(line)
    if separator != nil {
      guard lines.count > 1 else { return nil }
      line = lines[1]
    }
    if separator == nil { separator = Self.separator(of: line) }
    guard let separator, line.contains(separator) else {
      let only = fields(of: line, 0x0A).first ?? ""
      return options.namesColumn(only) ? .csv : nil
    }
    let format: CorpusFormat = separator == 0x09 ? .tsv : .csv
    if options.areNamed { return format }
    let roles = Set(
      fields(of: line, separator).compactMap { FieldNames.role(of: $0)?.role })
    let hasText = roles.contains(.title) || roles.contains(.text)
    return hasText && roles.count > 1 ? format : nil
  }

  /// The names in a first line.
  private static func fields(of line: ArraySlice<UInt8>, _ separator: UInt8) -> [String] {
    var fields: [[UInt8]] = [[]]
    var isQuoted = false
    for byte in line where byte != 0x0D {
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == separator, !isQuoted {
        fields.append([])
      } else {
        fields[fields.count - 1].append(byte)
      }
    }
    return fields.map { String(decoding: $0, as: UTF8.self).trimmed }
  }

  /// What Excel's first line `sep=;` announces.
  static func announcedSeparator(_ line: ArraySlice<UInt8>) -> UInt8? {
    let text = strip(line).filter { $0 != UInt8(ascii: "\"") }
    let line = line.last == 0x0D ? line.dropLast() : line
    guard text.prefix(4).map({ $0 | 0x20 }).elementsEqual("sep=".map { ($0.asciiValue ?? 0) | 0x20 })
    else { return nil }
    if text.count == 5 { return text[4] }
    return text.count == 4 && line.last == 0x09 ? 0x09 : nil
  }

  /// The tabulator if there is any, else comma, semicolon or bar, whichever
  /// there are most of outside of quotes.
  static func separator(of line: ArraySlice<UInt8>) -> UInt8? {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in line {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted { counts[byte, default: 0] += 1 }
    }
    if counts[0x09, default: 0] > 0 { return 0x09 }
    let marks = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|")]
    let best = marks.reduce(marks[0]) {
      counts[$1, default: 0] > counts[$0, default: 0] ? $1 : $0
    }
    return counts[best, default: 0] > 0 ? best : nil
  }
}
