// CSV and TSV as a corpus.

/// Yields a document for each row under the line that names the columns.
final class TableReader: RecordReader {
  private let rows: CSVRows
  private let layout: TableLayout
  private let file: String?
  private let options: CorpusOptions
  private let log: CorpusLog

  init(
    _ source: ByteSource, isTabbed: Bool, file: String?, options: CorpusOptions, log: CorpusLog
  ) throws {
    let start = try source.peek(1 << 16)
    let first = start.prefix { $0 != 0x0A }
    rows = CSVRows(
      source, separator: isTabbed ? 0x09 : TableLayout.separator(of: first),
      limit: options.longestRecord, log: log)
    guard let header = try rows.next() else {
      throw InputError(
        file: source.name, problem: "holds no line with the names of its columns",
        remedy: "Give a table whose first line names the columns")
    }
    layout = try TableLayout(
      header: header, columns: options.columns, name: source.name,
      needsTags: options.requiresTags)
    self.file = file
    self.options = options
    self.log = log
  }

  func next() throws -> RawDocument? {
    do {
      guard let row = try rows.next() else { return nil }
      return try document(row)
    } catch var rejection as Rejection {
      rejection.file = file
      throw rejection
    }
  }

  private func document(_ row: [[UInt8]]) throws(Rejection) -> RawDocument {
    guard row.count == layout.count else {
      throw Rejection(
        line: rows.line, reason: "has \(row.count) columns, the first line names \(layout.count)")
    }
    func text(_ column: Int?) throws(Rejection) -> String {
      guard let column else { return "" }
      guard let text = String(validating: row[column], as: UTF8.self) else {
        throw Rejection(
          line: rows.line, reason: "is not valid UTF-8", remedy: "Convert the file to UTF-8")
      }
      return text
    }
    var id = try text(layout.id).trimmed
    if layout.id == nil { id = file.map { "\($0):\(rows.line)" } ?? String(rows.line) }
    let tags = TagList.tags(in: try text(layout.tags), separator: options.columns.tagSeparator)
    return RawDocument(
      id: id, line: rows.line, file: file, title: .running(try text(layout.title)),
      content: .running(try text(layout.text)), tags: cleanedTags(tags, report: &log.report))
  }
}

/// A list of tags in one field.
enum TagList {
  /// The tags between `separator`; without it between `;`, `|` or `,`, the
  /// first of these that occurs, else between white space. Brackets and quotes
  /// around (`['a', 'b']`) and angle brackets around a tag are dropped.
  static func tags(in field: String, separator: String?) -> [String] {
    var text = field.trimmed
    var parts: [String]
    if let separator, !separator.isEmpty {
      parts = text.split(separator: separator).map(String.init)
    } else {
      if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
      let mark = [";", "|", ","].first { text.contains($0) }
      // URIs hold these signs themselves.
      if let mark, !text.hasPrefix("<") {
        parts = text.split(separator: mark).map(String.init)
      } else {
        parts = text.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
      }
    }
    for index in parts.indices {
      let part = parts[index].trimmed
      for (opening, closing) in [("<", ">"), ("'", "'"), ("\"", "\"")]
      where part.hasPrefix(opening) && part.hasSuffix(closing) && part.utf8.count > 1 {
        parts[index] = String(part.dropFirst().dropLast())
      }
    }
    return parts
  }
}
