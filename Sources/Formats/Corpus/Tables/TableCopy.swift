// Copies a table with one more column: what `annotate` returns to a user who
// gave it a table.
import FormatsFiles

package enum TableCopy {
  /// Writes the table at `path` line by line as it is, with a cell at the end of
  /// each row. Lines that are not rows get an empty cell.
  ///
  /// - Parameters:
  ///   - column: the name of the new column.
  ///   - cell: the new cell of the row that begins on a line, nil for none.
  ///   - write: gets the bytes.
  /// - Throws: `InputError` for a stream that is damaged; whatever `write` throws.
  package static func write(
    _ path: String, isTabbed: Bool, options: CorpusOptions, column: String,
    cell: (Int) -> String?, to write: ([UInt8]) throws -> Void
  ) throws {
    let source = try ByteSource.ofCorpus(path, encoding: options.encoding)
    let dialect = try TableDialect(source, isTabbed: isTabbed)
    let log = CorpusLog(name: path, isStrict: false)
    let rows = CSVRows(
      source, separator: dialect.separator, limit: options.longestRecord, log: log)
    var isHeader = true
    var pending: [UInt8] = []
    while true {
      do {
        guard let row = try rows.next() else { break }
        let isAnnouncement =
          isHeader && row.count < 3
          && TableLayout.announcedSeparator(rows.raw.first?[...] ?? []) != nil
        pending += rows.raw.joined(separator: [0x0A])
        if !isAnnouncement {
          pending.append(dialect.separator)
          pending += quoted(isHeader ? column : cell(rows.line) ?? "", dialect.separator)
          isHeader = false
        }
      } catch is Rejection {
        pending += rows.raw.joined(separator: [0x0A])
        pending.append(dialect.separator)
      }
      pending.append(0x0A)
      if pending.count > 1 << 16 {
        try write(pending)
        pending.removeAll(keepingCapacity: true)
      }
    }
    try write(pending)
  }

  /// The text, in quotes if it needs them.
  private static func quoted(_ text: String, _ separator: UInt8) -> [UInt8] {
    let bytes = Array(text.utf8)
    let special: Set<UInt8> = [separator, UInt8(ascii: "\""), 0x0A, 0x0D]
    guard bytes.contains(where: special.contains) else { return bytes }
    return [UInt8(ascii: "\"")] + bytes.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] }
      + [UInt8(ascii: "\"")]
  }
}
