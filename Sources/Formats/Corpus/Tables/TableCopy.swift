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
    let separator = try TableDialect(source, isTabbed: isTabbed).separator
    let rows = CSVRows(
      source, separator: separator, limit: options.longestRecord, log: CorpusLog(name: path, isStrict: false))
    var widening = TableWidening(names: newColumns, separator: separator, lineEnd: lineEnd(of: start))
    var pending: [UInt8] = start.starts(with: byteOrderMark) ? byteOrderMark : []
    while true {
      do {
        guard let row = try rows.next() else { break }
        pending +=
          widening.columns == nil
          ? widening.header(row, rows.raw) : widening.row(row, rows.raw, newCells(rows.line))
      } catch is Rejection {
        pending += widening.damaged(rows.raw)
      }
      pending += widening.lineEnd
      if pending.count > 1 << 16 {
        try write(pending)
        pending.removeAll(keepingCapacity: true)
      }
    }
    try write(pending)
    return widening.names
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// What ends the first line.
  private static func lineEnd(of start: [UInt8]) -> [UInt8] {
    start.firstIndex(of: 0x0A).map { $0 > start.startIndex && start[$0 - 1] == 0x0D } == true ? [0x0D, 0x0A] : [0x0A]
  }
}
