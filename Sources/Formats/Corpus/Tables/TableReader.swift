// CSV and TSV as a corpus.
import FormatsFiles

/// Yields a document for each row under the line that names the columns. Rows that follow each
/// other with the same id, title and text are one document with the tags of all: tables with a
/// row per subject are written so.
final class TableReader: RecordReader {
  private let rows: CSVRows
  private let layout: TableLayout
  /// The separator of each column of tags.
  private let separators: [TagSeparator]
  private let isTabbed: Bool
  /// Whether a document may have several rows.
  private let joinsRows: Bool
  private let file: String?
  private let log: CorpusLog
  /// A row that was read to see whether it goes on with the document before it.
  private var ahead: Result<Row?, any Error>?

  private struct Row {
    var line: Int
    var cells: [[UInt8]]
  }

  init(
    _ source: ByteSource, isTabbed: Bool, file: String?, options: CorpusOptions, log: CorpusLog
  ) throws {
    let dialect = try TableDialect(source, isTabbed: isTabbed)
    // Before anything is taken from a stream that cannot be read again.
    let needsSurvey = options.wantsTags
    let again = try needsSurvey ? source.again(encoding: options.encoding) : nil
    rows = CSVRows(
      source, separator: dialect.separator, limit: options.longestRecord, log: log)
    guard let header = try dialect.header(rows) else {
      throw InputError(
        file: source.name, problem: "holds no line with the names of its columns",
        remedy: "Give a table whose first line names the columns")
    }
    var layout = try TableLayout(
      header: header, columns: options.columns, name: source.name, wantsTags: options.wantsTags)
    if !options.wantsTags {
      layout.tags = []
      layout.labels = []
    }
    var separators = layout.tags.map { _ in options.columns.separator ?? TagSeparator(.blanks) }
    if let again, options.columns.separator == nil || layout.tags.isEmpty, layout.labels.isEmpty {
      let survey = try TableSurvey(again, dialect, layout, options: options)
      separators =
        layout.tags.isEmpty || options.columns.separator != nil
        ? separators : survey.separators
      if layout.tags.isEmpty { layout.labels = survey.indicators }
    }
    try layout.check(
      name: source.name, needsTags: options.requiresTags && options.wantsTags)
    for note in layout.notes(separators: separators, wantsTags: options.wantsTags) {
      log.note(note)
    }
    self.layout = layout
    joinsRows = options.joinsRows && layout.hasTags
    self.separators = separators
    self.isTabbed = dialect.separator == 0x09
    self.file = file
    self.log = log
  }

  func next() throws -> RawDocument? {
    do {
      guard let row = try nextRow() else { return nil }
      return try document(row)
    } catch var rejection as Rejection {
      rejection.file = file
      throw rejection
    }
  }

  private func nextRow() throws -> Row? {
    if let ahead {
      self.ahead = nil
      return try ahead.get()
    }
    guard var cells = try rows.next() else { return nil }
    while cells.allSatisfy({ isBlank($0[...]) }), cells.count == layout.count {
      // What spreadsheets write of empty rows.
      log.report.blankLines += 1
      guard let more = try rows.next() else { return nil }
      cells = more
    }
    if layout.count == 1, cells.count > 1, rows.raw.count == 1, rows.raw[0].first != UInt8(ascii: "\"") {
      // Nothing separates the cells of a single column.
      cells = rows.raw
    }
    guard !layout.isHeader(cells) else {
      throw Rejection(line: rows.line, reason: "repeats the names of the columns")
    }
    return Row(line: rows.line, cells: cells)
  }

  private func document(_ row: Row) throws(Rejection) -> RawDocument {
    guard isWhole(row) else {
      throw Rejection(
        line: row.line,
        reason: "has \(row.cells.count, "column"), the first line names \(layout.count)")
    }
    var id = try text(layout.id, of: row).trimmed
    var tags = try self.tags(of: row)
    if layout.id == nil || id.isEmpty && !layout.isIDNamed {
      id = log.placeID(file: file, number: row.line, isAmongNamed: layout.id != nil)
    } else if !id.isEmpty, joinsRows {
      while let more = tagsOfNextRow(like: row) {
        tags += more
        log.report.joinedRows += 1
      }
    }
    var body = try text(layout.text, of: row)
    if MissingValue.isNoText(body) {
      log.report.missingValues += 1
      body = ""
    }
    let (title, content) = HeadedText.parts(title: try text(layout.title, of: row), text: body)
    return RawDocument(
      id: id, line: row.line, file: file, title: .running(title), content: .running(content),
      tags: cleanedTags(tags, report: &log.report))
  }

  /// The tags of the next row, which is taken if it is of the same document as `row`; else nil.
  private func tagsOfNextRow(like row: Row) -> [String]? {
    let next: Result<Row?, any Error> = Result { try nextRow() }
    if case .success(let other?) = next, isWhole(other), layout.isOfOneDocument(row.cells, other.cells),
      let more = try? tags(of: other)
    {
      return more
    }
    ahead = next
    return nil
  }

  /// Whether a row has all columns.
  private func isWhole(_ row: Row) -> Bool {
    // The Web of Science ends each row with a tabulator.
    let isEnded =
      isTabbed && row.cells.count > layout.count
      && row.cells[layout.count...].allSatisfy { isBlank($0[...]) }
    return row.cells.count == layout.count || isEnded
  }

  private func text(_ column: Int?, of row: Row) throws(Rejection) -> String {
    guard let column else { return "" }
    guard let text = String(validating: row.cells[column], as: UTF8.self) else {
      throw Rejection.notUTF8(line: row.line)
    }
    guard MissingValue.isOne(text) else { return text }
    log.report.missingValues += 1
    return ""
  }

  private func tags(of row: Row) throws(Rejection) -> [String] {
    var tags: [String] = []
    for (column, separator) in zip(layout.tags, separators) {
      let cell = try text(column, of: row)
      if MissingValue.isNoTags(cell) {
        log.report.missingValues += 1
        continue
      }
      for tag in separator.tags(in: cell) {
        if MissingValue.isOne(tag) {
          log.report.missingValues += 1
        } else {
          tags.append(tag)
        }
      }
    }
    for column in layout.labels {
      let cell = row.cells[column]
      if layout.areLabelsNamed, !TableSurvey.isIndicator(cell) {
        throw Rejection(
          line: row.line,
          reason: "has `\(String(decoding: cell.prefix(40), as: UTF8.self))` in the column `\(layout.names[column])`",
          remedy: "Columns of \(parameter: "labelColumns") hold 1 or 0, true or false, yes or no, x or nothing")
      }
      if TableSurvey.isSet(cell) { tags.append(layout.names[column]) }
    }
    return tags
  }
}

/// How pandas, R and databases write that there is no value.
enum MissingValue {
  static func isOne(_ text: String) -> Bool {
    guard text.utf8.count <= 6, text.utf8.count >= 2 else { return false }
    switch text {
    case "\\N", "NA", "N/A", "nan", "NaN", "NAN", "NULL", "null", "None", "<NA>", "#N/A": return true
    default: return false
    }
  }

  /// Whether a text says that there is none.
  static func isNoText(_ text: String) -> Bool {
    text.utf8.count < 30 && ["[no abstract available]", "no abstract available"].contains(text.lowercased())
  }

  /// Whether the whole content of a field for tags says that there is none.
  static func isNoTags(_ text: String) -> Bool {
    guard text.utf8.count <= 20 else { return false }
    switch text.trimmed {
    case "\\N", "n/a", "N/A", "none", "None", "NONE", "(none)", "(None)", "null", "Null", "NULL", "(null)",
      "-", "--", "–", "—", "(no genres listed)":
      return true
    default: return false
    }
  }
}

/// A text whose title is in the same field, before the sign `¤`, as in Annif's
/// corpora of TIBKAT.
enum HeadedText {
  static func parts(title: String, text: String) -> (title: String, content: String) {
    guard title.isEmpty, text.utf8.contains(0xA4), let mark = text.firstRange(of: " ¤ ") else { return (title, text) }
    return (String(text[..<mark.lowerBound]), String(text[mark.upperBound...]))
  }
}
