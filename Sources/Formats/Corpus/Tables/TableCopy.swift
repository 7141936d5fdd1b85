// Copies a table with further columns: what `annotate` returns to a user who
// gave it a table.
import FormatsFiles

package enum TableCopy {
  /// Writes the table at `path` row by row as it is, with new cells at the end of each row. A row that
  /// cannot be read gets empty ones; what makes it unreadable is put in quotes, so that others
  /// find the new cells under their name. A byte-order mark and the ends of lines stay; those inside cells
  /// become like them.
  ///
  /// - Parameters:
  ///   - columns: the names of the new columns.
  ///   - cells: the new cells of the row that begins on a line, nil for none.
  ///   - write: gets the bytes.
  /// - Returns: the names of the new columns: others, where the table has one of that name.
  /// - Throws: `InputError` for a stream that is damaged; whatever `write` throws.
  package static func write(
    _ path: String, isTabbed: Bool, options: CorpusOptions, columns newColumns: [String],
    cells newCells: (Int) -> [String]?, to write: ([UInt8]) throws -> Void
  ) throws -> [String] {
    let source = try ByteSource.ofCorpus(path, encoding: options.encoding)
    let start = try source.peek(1 << 16)
    let dialect = try TableDialect(source, isTabbed: isTabbed)
    let separator = dialect.separator
    let lineEnd: [UInt8] =
      start.firstIndex(of: 0x0A).map { $0 > start.startIndex && start[$0 - 1] == 0x0D } == true ? [0x0D, 0x0A] : [0x0A]
    let rows = CSVRows(
      source, separator: separator, limit: options.longestRecord, log: CorpusLog(name: path, isStrict: false))
    var pending: [UInt8] = start.starts(with: byteOrderMark) ? byteOrderMark : []
    var names = newColumns
    let empty = newColumns.map { _ in "" }
    func added(_ cells: [String]) -> [UInt8] {
      Array(cells.map { quoted(Array($0.utf8), separator) }.joined(separator: [separator]))
    }
    var columns: Int?
    while true {
      do {
        guard let row = try rows.next() else { break }
        let raw = Array(rows.raw.joined(separator: lineEnd))
        if let columns {
          // The Web of Science ends each row with a tabulator, and a single column may hold commas.
          let cells = row.count == columns ? raw + [separator] : line(row, columns, separator)
          pending += cells + added(newCells(rows.line) ?? empty)
        } else if row.count < 3, TableLayout.announcedSeparator(rows.raw.first?[...] ?? []) != nil {
          pending += raw
        } else {
          columns = row.count
          let header = row.map { String(decoding: $0, as: UTF8.self) }
          for place in names.indices {
            while header.contains(names[place]) { names[place] += "_new" }
          }
          pending += raw + [separator] + added(names)
        }
      } catch is Rejection {
        let cells = (rows.raw.first ?? []).split(separator: separator, omittingEmptySubsequences: false)
          .map { Array($0) }
        pending += line(cells, columns ?? cells.count, separator) + added(empty)
      }
      pending += lineEnd
      if pending.count > 1 << 16 {
        try write(pending)
        pending.removeAll(keepingCapacity: true)
      }
    }
    try write(pending)
    return names
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// A row of so many cells and the separator behind them; what is too much is in the last cell.
  private static func line(_ cells: [[UInt8]], _ columns: Int, _ separator: UInt8) -> [UInt8] {
    let last = max(columns - 1, 0)
    var cells = cells
    if cells.count > columns {
      var rest = cells[last...]
      while rest.count > 1, rest.last?.isEmpty == true { rest.removeLast() }
      cells = Array(cells[..<last]) + [Array(rest.joined(separator: [separator]))]
    }
    cells += Array(repeating: [], count: columns - cells.count)
    return cells.flatMap { quoted($0, separator) + [separator] }
  }

  /// The text, in quotes if it needs them.
  private static func quoted(_ bytes: [UInt8], _ separator: UInt8) -> [UInt8] {
    let special: Set<UInt8> = [separator, UInt8(ascii: "\""), 0x0A, 0x0D]
    guard bytes.contains(where: special.contains) else { return bytes }
    return [UInt8(ascii: "\"")] + bytes.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] }
      + [UInt8(ascii: "\"")]
  }
}
