// Whether a table has blanks between its separators and its quotes: `1, "a, b", "c"`. To
// RFC 4180 such a cell is text that contains a quote, and a few cells may be meant so; it is
// decided once, from the first rows.
import FormatsFiles

enum QuotePadding {
  /// How many bytes at the beginning of a table are looked at.
  static let sample = 1 << 16

  /// Whether blanks before an opening quote are to be skipped: if more rows have as many cells
  /// as the first one then; or as many rows, and either the first one has a blank after each
  /// separator or most rows have such quotes.
  ///
  /// - Parameter start: the first bytes of the table.
  static func isUsed(in start: [UInt8], separator: UInt8) -> Bool {
    guard mayBeUsed(in: start, separator) else { return false }
    let text = start.starts(with: [0xEF, 0xBB, 0xBF]) ? start[3...] : start[...]
    var lines: [[UInt8]] = text.split(separator: 0x0A)
      .map { Array($0.last == 0x0D ? $0.dropLast() : $0) }
      .filter { !$0.isEmpty }
    // The last one may be cut.
    if start.count >= sample, !lines.isEmpty { lines.removeLast() }
    if let first = lines.first, TableLayout.announcedSeparator(first[...]) != nil { lines.removeFirst() }
    guard let header = lines.first else { return false }
    let plain = Fit(lines, separator, skipsPadding: false)
    let padded = Fit(lines, separator, skipsPadding: true)
    if plain.rows != padded.rows { return padded.rows > plain.rows }
    return padded.quoted * 2 > padded.rows || isPadded(header, separator)
  }

  /// Whether a quote follows a separator, or the start of a line, and blanks anywhere.
  private static func mayBeUsed(in bytes: [UInt8], _ separator: UInt8) -> Bool {
    var isAtStart = true
    var blanks = 0
    for byte in bytes {
      if byte == separator || byte == 0x0A {
        isAtStart = true
        blanks = 0
      } else if isAtStart, byte == 0x20 || byte == 0x09 {
        blanks += 1
      } else {
        if isAtStart, blanks > 0, byte == UInt8(ascii: "\"") { return true }
        isAtStart = false
      }
    }
    return false
  }

  /// Whether each cell but the first begins with a blank.
  private static func isPadded(_ line: [UInt8], _ separator: UInt8) -> Bool {
    var parser = CSVRows.Parser(separator: separator)
    parser.feed(line)
    return parser.row.count > 1 && parser.row.dropFirst().allSatisfy { $0.first == 0x20 || $0.first == 0x09 }
  }

  /// How well lines are rows if they are read in one of the two ways.
  private struct Fit {
    /// Rows with as many cells as the first one, which is not counted.
    private(set) var rows = 0
    /// Those among them that have a quote after blanks.
    private(set) var quoted = 0

    init(_ lines: [[UInt8]], _ separator: UInt8, skipsPadding: Bool) {
      var width: Int?
      var place = 0
      while place < lines.count {
        var parser = CSVRows.Parser(separator: separator, skipsPadding: skipsPadding)
        var end = place
        repeat {
          parser.feed(lines[end])
          end += 1
        } while parser.state == .open && end < lines.count && end - place < 32
        guard parser.state == .complete else {
          place += 1
          continue
        }
        place = end
        guard let width else {
          width = parser.row.count
          continue
        }
        guard parser.row.count == width else { continue }
        rows += 1
        if parser.hasPadding { quoted += 1 }
      }
    }
  }
}
