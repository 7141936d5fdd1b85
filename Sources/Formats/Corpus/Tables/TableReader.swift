// CSV and TSV as a corpus.
import FormatsFiles

/// Yields a document for each row under the line that names the columns.
final class TableReader: RecordReader {
  private let rows: CSVRows
  private let layout: TableLayout
  /// The separator of each column of tags.
  private let separators: [TagSeparator]
  private let isTabbed: Bool
  private let file: String?
  private let log: CorpusLog

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
    var layout = try TableLayout(header: header, columns: options.columns, name: source.name)
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
    self.separators = separators
    self.isTabbed = dialect.separator == 0x09
    self.file = file
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
    // The Web of Science ends each row with a tabulator.
    let isEnded =
      isTabbed && row.count > layout.count
      && row[layout.count...].allSatisfy { isBlank($0[...]) }
    guard row.count == layout.count || isEnded else {
      throw Rejection(
        line: rows.line, reason: "has \(row.count, "column"), the first line names \(layout.count)")
    }
    func text(_ column: Int?) throws(Rejection) -> String {
      guard let column else { return "" }
      guard let text = String(validating: row[column], as: UTF8.self) else {
        throw Rejection.notUTF8(line: rows.line)
      }
      guard MissingValue.isOne(text) else { return text }
      log.report.missingValues += 1
      return ""
    }
    var id = try text(layout.id).trimmed
    if layout.id == nil || id.isEmpty && !layout.isIDNamed {
      id = log.placeID(file: file, number: rows.line, isAmongNamed: layout.id != nil)
    }
    var tags: [String] = []
    for (column, separator) in zip(layout.tags, separators) {
      for tag in separator.tags(in: try text(column)) {
        if MissingValue.isOne(tag) {
          log.report.missingValues += 1
        } else {
          tags.append(tag)
        }
      }
    }
    for column in layout.labels where TableSurvey.isSet(row[column]) {
      tags.append(layout.names[column])
    }
    let (title, content) = HeadedText.parts(
      title: try text(layout.title), text: try text(layout.text))
    return RawDocument(
      id: id, line: rows.line, file: file, title: .running(title), content: .running(content),
      tags: cleanedTags(tags, report: &log.report))
  }
}

/// How pandas, R and databases write that there is no value.
enum MissingValue {
  static func isOne(_ text: String) -> Bool {
    guard text.utf8.count <= 6, text.utf8.count >= 2 else { return false }
    switch text {
    case "NA", "N/A", "nan", "NaN", "NAN", "NULL", "null", "None", "<NA>", "#N/A": return true
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
