// Rows of comma- or tab-separated values (RFC 4180): quotes, doubled quotes,
// line breaks inside quotes; blanks before quotes, where a table is written so
// (QuotePadding). What a column means does not matter here.
import FormatsFiles

/// Reads rows of fields as bytes.
///
/// A stray quote costs its own line only: if a quote is not closed soon, is closed by a stray one
/// further on, or something follows a closing quote, that line is rejected and reading goes on
/// with the next one. Between tabulators, where many programs write quotes as they are, such a line
/// is a row whose quotes are text, if it has as many cells as the first one then.
final class CSVRows {
  /// Where the present row begins, from 1.
  private(set) var line = 0
  /// The lines of the present row, or the line that was rejected, as they are.
  private(set) var raw: [[UInt8]] = []
  private let source: ByteSource
  private var reader: LineReader
  private let separator: UInt8
  private let limit: Int
  private let log: CorpusLog
  /// Lines that are to be read again, the next one last.
  private var again: [Line] = []
  /// Whether blanks before an opening quote are skipped; nil before the first row.
  private var skipsPadding: Bool?
  /// Whether a backslash is written before quotes.
  private var hasEscapes = false
  /// The number of cells of the first row.
  private var width: Int?

  private typealias Line = (number: Int, bytes: [UInt8])

  /// - Parameter limit: the longest line accepted, in bytes; a quoted field
  ///   with line breaks may have a sixteenth.
  init(_ source: ByteSource, separator: UInt8, limit: Int, log: CorpusLog) {
    self.source = source
    reader = LineReader(source, limit: limit)
    self.separator = separator
    self.limit = max(1024, limit / 16)
    self.log = log
  }

  /// The next row that is not blank, or nil at the end.
  ///
  /// - Throws: `Rejection` for a line with a quote that is not closed, after
  ///   which reading may go on; `InputError` for a damaged stream.
  func next() throws -> [[UInt8]]? {
    let skipsPadding = try isPadded()
    while let first = try nextLine() {
      line = first.number
      raw = [first.bytes]
      if first.bytes.isEmpty { continue }
      var parser = Parser(separator: separator, skipsPadding: skipsPadding)
      var taken = [first]
      var size = first.bytes.count
      parser.feed(first.bytes)
      while parser.state == .open, size <= limit, let more = try nextLine() {
        taken.append(more)
        size += more.bytes.count + 1
        parser.feed(more.bytes)
      }
      if skipsPadding, let row = withoutPadding(taken, unlessFits: parser) { return row }
      let problem = problem(of: taken, parser)
      if hasEscapes, problem != nil || width.map({ $0 != parser.row.count }) == true, let row = try escaped(taken) {
        return row
      }
      if let problem {
        if separator == 0x09, let row = literal(taken) { return row }
        throw rejection(taken, problem)
      }
      raw = taken.map(\.bytes)
      if width == nil, TableLayout.announcedSeparator(first.bytes[...]) == nil { width = parser.row.count }
      return parser.row
    }
    return nil
  }

  /// What is wrong with lines that were taken as one row; nil if nothing is.
  private func problem(of taken: [Line], _ parser: Parser) -> String? {
    switch parser.state {
    case .open:
      return taken.count > 1 && taken.reduce(-1, { $0 + $1.bytes.count + 1 }) > limit
        ? "opens a quote that is not closed within \(limit, "byte")" : "opens a quote that is not closed"
    case .malformed: return "has text after a closing quote"
    case .complete: break
    }
    guard taken.count > 1, let width, width > 1 else { return nil }
    func isRow(_ line: Line) -> Bool { line.bytes.count { $0 == separator } == width - 1 }
    // Quotes that open and close in lines that are rows on their own have nothing to do with each other:
    // if all lines are, which a text with commas in it may be by chance, or one is and the row is not a row.
    let isLong = separator == 0x09 || taken.count > 3 && width > 3
    let isWhole = parser.row.count >= width && parser.row[width...].allSatisfy(\.isEmpty)
    let isTorn = isLong && taken.allSatisfy(isRow) || !isWhole && taken.dropFirst().contains(where: isRow)
    return isTorn ? "opens a quote that is not closed in its row" : nil
  }

  /// The first line as a row in which quotes are text, if it has all cells so; the other lines are to be
  /// read again then.
  private func literal(_ taken: [Line]) -> [[UInt8]]? {
    let row = taken[0].bytes.split(separator: separator, omittingEmptySubsequences: false).map { Array($0) }
    guard row.count == width else { return nil }
    keepFirst(of: taken)
    return row
  }

  /// Some of the lines, and as many more as it takes, as a row in which a backslash is written before quotes, as
  /// Spark, MySQL and R can do, if they have all cells so; the other lines are to be read again then.
  private func escaped(_ taken: [Line]) throws -> [[UInt8]]? {
    var parser = Parser(separator: separator, hasEscapes: true)
    var lines = taken
    var (used, size) = (0, 0)
    repeat {
      if used == lines.count {
        guard let more = try nextLine() else { break }
        lines.append(more)
      }
      parser.feed(lines[used].bytes)
      size += lines[used].bytes.count + 1
      used += 1
    } while parser.state == .open && size <= limit
    let isRow = parser.state == .complete && parser.row.count == width
    again.append(contentsOf: lines[(isRow ? used : taken.count)...].reversed())
    guard isRow else { return nil }
    raw = lines[..<used].map(\.bytes)
    return parser.row
  }

  /// Whether blanks before quotes are skipped; decided, as the use of backslashes, before anything is read.
  private func isPadded() throws -> Bool {
    if let skipsPadding { return skipsPadding }
    let start = try source.peek(QuotePadding.sample)
    let isUsed = QuotePadding.isUsed(in: start, separator: separator)
    skipsPadding = isUsed
    hasEscapes = QuoteEscapes.areUsed(in: start, separator: separator)
    return isUsed
  }

  /// The first line as a row in which a quote after blanks is text, if it is one only so; the other
  /// lines are to be read again then.
  private func withoutPadding(_ taken: [Line], unlessFits parser: Parser) -> [[UInt8]]? {
    guard parser.state != .complete || width.map({ $0 != parser.row.count }) == true else { return nil }
    var plain = Parser(separator: separator)
    plain.feed(taken[0].bytes)
    guard plain.state == .complete, width.map({ $0 == plain.row.count }) == true else { return nil }
    keepFirst(of: taken)
    return plain.row
  }

  private func nextLine() throws -> Line? {
    if let line = again.popLast() { return line }
    guard let bytes = try reader.nextOfCorpus(log) else { return nil }
    return (reader.lineNumber, Array(bytes.last == 0x0D ? bytes.dropLast() : bytes))
  }

  /// Takes only the first of some lines; the others are read again.
  private func keepFirst(of taken: [Line]) {
    again.append(contentsOf: taken.dropFirst().reversed())
    raw = [taken[0].bytes]
  }

  private func rejection(_ taken: [Line], _ reason: String) -> Rejection {
    keepFirst(of: taken)
    return Rejection(line: line, reason: reason)
  }

  /// Takes a row apart.
  struct Parser {
    enum State { case complete, open, malformed }

    let separator: UInt8
    /// Whether blanks before an opening quote are skipped.
    let skipsPadding: Bool
    /// Whether a backslash in quotes is written before a quote or a backslash that belongs to the cell.
    let hasEscapes: Bool
    var row: [[UInt8]] = []
    var state = State.complete
    /// Whether there were such blanks.
    private(set) var hasPadding = false
    private var field: [UInt8] = []

    init(separator: UInt8, skipsPadding: Bool = false, hasEscapes: Bool = false) {
      self.separator = separator
      self.skipsPadding = skipsPadding
      self.hasEscapes = hasEscapes
    }

    /// Takes a line: the first one, or the continuation after a line break in quotes.
    mutating func feed(_ bytes: [UInt8]) {
      var isQuoted = state == .open
      if isQuoted { field.append(0x0A) }
      var isStart = !isQuoted
      var isClosed = false
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        index += 1
        if isQuoted {
          if hasEscapes, byte == UInt8(ascii: "\\"), index < bytes.count,
            bytes[index] == UInt8(ascii: "\"") || bytes[index] == byte
          {
            field.append(bytes[index])
            index += 1
          } else if byte != UInt8(ascii: "\"") {
            field.append(byte)
          } else if index < bytes.count, bytes[index] == byte {
            field.append(byte)
            index += 1
          } else {
            isQuoted = false
            isClosed = true
          }
        } else if byte == separator {
          row.append(field)
          field = []
          isStart = true
          isClosed = false
        } else if isStart, let quote = openingQuote(in: bytes, at: index - 1) {
          if quote >= index { hasPadding = true }
          index = quote + 1
          isQuoted = true
          isStart = false
        } else {
          guard !isClosed || byte == 0x20 else {
            state = .malformed
            return
          }
          if !isClosed { field.append(byte) }
          isStart = false
        }
      }
      state = isQuoted ? .open : .complete
      if !isQuoted { row.append(field) }
    }

    /// The place of the quote that opens the cell which begins at `start`; nil if there is none.
    private func openingQuote(in bytes: [UInt8], at start: Int) -> Int? {
      var place = start
      if skipsPadding {
        while place < bytes.count, bytes[place] != separator, bytes[place] == 0x20 || bytes[place] == 0x09 {
          place += 1
        }
      }
      return place < bytes.count && bytes[place] == UInt8(ascii: "\"") ? place : nil
    }
  }
}
