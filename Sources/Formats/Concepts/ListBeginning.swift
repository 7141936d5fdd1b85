// The first lines of a file that may be a list of names or a table: how separators cut them. What the
// columns mean is up to others.
import FormatsFiles

/// The beginning of a file, as lines.
struct ListBeginning {
  /// What separates columns, in the order in which it is tried.
  static let separators = [UInt8(ascii: "\t"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|")]
  /// More lines are not looked at.
  private static let most = 256

  /// Whole lines that are not blank; there is at least one.
  let lines: [ArraySlice<UInt8>]
  /// The separator that Excel's first line `sep=;` announces; that line is none of `lines`.
  let announced: UInt8?

  /// - Parameter start: the first 64 KiB of a file, or all of it.
  /// - Returns: nil for what has no line, and for bytes that are not text.
  init?(_ start: [UInt8]) {
    var bytes = start[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    guard !bytes.contains(0) else { return nil }
    var lines = bytes.split(maxSplits: Self.most, omittingEmptySubsequences: true) { $0 == 0x0A || $0 == 0x0D }
    // The last one may be cut, or be all the rest.
    if lines.count > 1, lines.count > Self.most || start.count >= 1 << 16 { lines.removeLast() }
    lines.removeAll { $0.trimmed.isEmpty }
    announced = lines.first.flatMap { TableLayout.announcedSeparator($0) }
    if announced != nil { lines.removeFirst() }
    guard !lines.isEmpty else { return nil }
    self.lines = lines
  }

  /// The cells of a line; a line that opens a quote without closing it is one.
  func cells(_ line: ArraySlice<UInt8>, _ separator: UInt8) -> [String] {
    CSVFields.fields(of: line, separator: separator).map { String(decoding: $0, as: UTF8.self).trimmed }
  }

  /// The names of the columns, and some rows below them.
  func table(_ separator: UInt8) -> (header: [String], rows: [[String]]) {
    var lines = lines[...]
    if TablePreamble.begins(cells(self.lines[0], separator)) {
      lines = lines.drop { !TablePreamble.isHeader(cells($0, separator)) }
    }
    return (
      lines.first.map { cells($0, separator) } ?? [],
      lines.dropFirst().prefix(50).map { cells($0, separator) }
    )
  }

  /// The number of columns into which a separator cuts every line; nil if it does not cut them, if their
  /// number differs, and if there is only one line.
  ///
  /// Commas with blanks after them belong to names such as `Smith, John`.
  func columns(_ separator: UInt8) -> Int? {
    guard lines.count > 1 else { return nil }
    let count = cells(lines[0], separator).count
    guard count > 1, lines.allSatisfy({ cells($0, separator).count == count }) else { return nil }
    return separator == UInt8(ascii: ",") && lines.allSatisfy(Self.hasBlanksBehindCommas) ? nil : count
  }

  private static func hasBlanksBehindCommas(_ line: ArraySlice<UInt8>) -> Bool {
    line.indices.allSatisfy { place in
      line[place] != UInt8(ascii: ",") || place + 1 < line.endIndex && line[place + 1] == 0x20
    }
  }
}
