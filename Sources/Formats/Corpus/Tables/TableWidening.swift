// The rows of a table with further cells at their end. It reads and writes nothing.

/// Makes the rows of a table that gets new columns.
struct TableWidening {
  /// The names of the new columns: others, where the table has one of that name.
  private(set) var names: [String]
  /// How many columns the table has; nil before its header.
  private(set) var columns: Int?
  let separator: UInt8
  let lineEnd: [UInt8]
  private let empty: [String]

  init(names: [String], separator: UInt8, lineEnd: [UInt8]) {
    self.names = names
    self.separator = separator
    self.lineEnd = lineEnd
    empty = names.map { _ in "" }
  }

  /// The header with the new names, or what Excel puts before it as it is.
  ///
  /// - Parameter raw: the lines of the row.
  mutating func header(_ row: [[UInt8]], _ raw: [[UInt8]]) -> [UInt8] {
    let text = Array(raw.joined(separator: lineEnd))
    if row.count < 3, TableLayout.announcedSeparator(raw.first?[...] ?? []) != nil { return text }
    columns = row.count
    let header = row.map { String(decoding: $0, as: UTF8.self) }
    for place in names.indices {
      while header.contains(names[place]) { names[place] += "_new" }
    }
    return text + [separator] + added(names)
  }

  /// A row after the header, with its new cells; nil is empty ones.
  func row(_ row: [[UInt8]], _ raw: [[UInt8]], _ cells: [String]?) -> [UInt8] {
    let columns = columns ?? row.count
    // The Web of Science ends each row with a tabulator, and a single column may hold commas.
    let old = row.count == columns ? Array(raw.joined(separator: lineEnd)) + [separator] : line(row, columns)
    return old + added(cells ?? empty)
  }

  /// A row that cannot be read, as a row with the expected number of cells.
  func damaged(_ raw: [[UInt8]]) -> [UInt8] {
    let cells = (raw.first ?? []).split(separator: separator, omittingEmptySubsequences: false).map { Array($0) }
    return line(cells, columns ?? cells.count) + added(empty)
  }

  private func added(_ cells: [String]) -> [UInt8] {
    Array(cells.map { quoted(Array($0.utf8)) }.joined(separator: [separator]))
  }

  /// A row of this many cells and the separator after them; what is too much is in the last cell.
  private func line(_ cells: [[UInt8]], _ columns: Int) -> [UInt8] {
    let last = max(columns - 1, 0)
    var cells = cells
    if cells.count > columns {
      var rest = cells[last...]
      while rest.count > 1, rest.last?.isEmpty == true { rest.removeLast() }
      cells = Array(cells[..<last]) + [Array(rest.joined(separator: [separator]))]
    }
    cells += Array(repeating: [], count: columns - cells.count)
    return cells.flatMap { quoted($0) + [separator] }
  }

  /// The text, in quotes if it needs them.
  private func quoted(_ bytes: [UInt8]) -> [UInt8] {
    let special: Set<UInt8> = [separator, UInt8(ascii: "\""), 0x0A, 0x0D]
    guard bytes.contains(where: special.contains) else { return bytes }
    return [UInt8(ascii: "\"")] + bytes.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] }
      + [UInt8(ascii: "\"")]
  }
}
