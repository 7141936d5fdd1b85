// A first look at the whole table: what separates tags, which columns hold
// nothing but 0 and 1. No document is made here.
import FormatsFiles

/// How a table is written.
struct TableDialect {
  let separator: UInt8
  /// Whether the first line is Excel's `sep=;`.
  private let isAnnounced: Bool

  init(_ source: ByteSource, isTabbed: Bool) throws {
    var start = try source.peek(1 << 16)[...]
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { start = start.dropFirst(3) }
    start = start.drop { $0 == 0x0A || $0 == 0x0D }
    let first = start.prefix { $0 != 0x0A }
    if let announced = TableLayout.announcedSeparator(first) {
      separator = announced
      isAnnounced = true
    } else {
      separator =
        isTabbed
        ? 0x09
        : TableLayout.separator(of: first).map { $0 == 0x09 ? UInt8(ascii: ",") : $0 }
          ?? UInt8(ascii: ",")
      isAnnounced = false
    }
  }

  /// The names of the columns; nil if the table is empty.
  func header(_ rows: CSVRows) throws -> [[UInt8]]? {
    if isAnnounced { _ = try rows.next() }
    return try rows.next()
  }
}

/// What a pass over the rows shows.
struct TableSurvey {
  /// The separators of the layout's columns of tags.
  private(set) var separators: [TagSeparator] = []
  /// Columns with nothing but 0 and 1, and empty cells, if there are at least two of them.
  private(set) var indicators: [Int] = []
  /// Tables that are longer are judged by their first rows.
  static let limit = 200_000

  init(
    _ source: ByteSource, _ dialect: TableDialect, _ layout: TableLayout, options: CorpusOptions
  ) throws {
    let log = CorpusLog(name: source.name, isStrict: false)
    let rows = CSVRows(
      source, separator: dialect.separator, limit: options.longestRecord, log: log)
    _ = try dialect.header(rows)
    var surveys = [TagSurvey](repeating: TagSurvey(names: options.columns.names), count: layout.tags.count)
    let taken = Set([layout.id, layout.title, layout.text].compactMap { $0 })
    var candidates = layout.tags.isEmpty ? layout.names.indices.filter { !taken.contains($0) } : []
    var isEverSet = [Bool](repeating: false, count: layout.count)
    var isEverFilled = isEverSet
    var count = 0
    // In a table with one row per tag, rows go on with the document of the one before.
    var repeats = 0
    var last: [[UInt8]]?
    while count < Self.limit {
      do {
        guard let row = try rows.next() else { break }
        guard row.count >= layout.count, !layout.isHeader(row) else { continue }
        count += 1
        if let last, layout.isOfOneDocument(last, row) { repeats += 1 }
        last = row
        for (index, column) in layout.tags.enumerated() {
          let cell = String(decoding: row[column], as: UTF8.self)
          if !MissingValue.isOne(cell) { surveys[index].add(cell) }
        }
        candidates.removeAll { !Self.isNumeric(row[$0]) }
        for column in candidates {
          if Self.isSet(row[column]) { isEverSet[column] = true }
          if !row[column].isEmpty { isEverFilled[column] = true }
        }
      } catch is Rejection {
        continue
      }
    }
    separators = zip(layout.tags, surveys).map { column, survey in
      let separator = survey.separator(of: layout.names[column])
      let isOnePerRow = separator.mark != .semicolon && repeats * 10 > count
      return isOnePerRow || separator.mark == .blanks && layout.isRepeated(column)
        ? TagSeparator(.text("")) : separator
    }
    // A column without any cell that is filled says nothing.
    candidates.removeAll { !isEverFilled[$0] }
    if candidates.count > 1, candidates.contains(where: { isEverSet[$0] }) { indicators = candidates }
  }

  private static let zeros = cells(["0", "0.0", "False", "false", "FALSE"])
  private static let ones = cells(["1", "1.0", "True", "true", "TRUE"])
  /// What people write by hand. Columns that nobody named are not recognised by these.
  private static let noes = cells(["no", "No", "NO", "n", "N", "-"])
  private static let yeses = cells(["yes", "Yes", "YES", "y", "Y", "x", "X"])

  private static func cells(_ texts: [String]) -> Set<[UInt8]> { Set(texts.map { Array($0.utf8) }) }

  private static func isNumeric(_ cell: [UInt8]) -> Bool {
    cell.isEmpty || zeros.contains(cell) || ones.contains(cell)
  }

  /// Whether a cell says that the row has a label, or that it does not.
  static func isIndicator(_ cell: [UInt8]) -> Bool {
    isSet(cell) || isNumeric(cell) || isBlank(cell[...]) || noes.contains(cell)
      || MissingValue.isOne(String(decoding: cell, as: UTF8.self))
  }

  /// Whether a cell says that the row has the label.
  static func isSet(_ cell: [UInt8]) -> Bool { ones.contains(cell) || yeses.contains(cell) }
}

extension ByteSource {
  /// The same stream from its beginning, for a look at all of it before it is
  /// read: opened again, or the first 16 MB of what can be read only once.
  ///
  /// It must be called before anything is taken.
  ///
  /// - Throws: `InputError` as `ofCorpus`.
  func again(encoding: String?) throws -> ByteSource {
    if isRepeatable { return try ByteSource.ofCorpus(name, encoding: encoding) }
    return ByteSource(bytes: try peek(16 << 20), name: name)
  }
}
