// Rows of comma- or tab-separated values (RFC 4180): quotes, doubled quotes,
// line breaks inside quotes. What a column means does not matter here.
import FormatsFiles

/// Reads rows of fields as bytes.
///
/// A stray quote costs its own line only: if a quote is not closed soon or
/// something follows a closing quote, that line is rejected and reading goes on
/// with the next one.
final class CSVRows {
  /// Where the present row begins, from 1.
  private(set) var line = 0
  /// The lines of the present row, or the line that was rejected, as they are.
  private(set) var raw: [[UInt8]] = []
  private var reader: LineReader
  private let separator: UInt8
  private let limit: Int
  private let log: CorpusLog
  /// Lines that are to be read again, the next one last.
  private var again: [(number: Int, bytes: [UInt8])] = []

  /// - Parameter limit: the longest line accepted, in bytes; a quoted field
  ///   with line breaks may have a sixteenth.
  init(_ source: ByteSource, separator: UInt8, limit: Int, log: CorpusLog) {
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
    while let first = try nextLine() {
      line = first.number
      raw = [first.bytes]
      if first.bytes.isEmpty { continue }
      var parser = Parser(separator: separator)
      var taken = [first]
      var size = first.bytes.count
      parser.feed(first.bytes)
      while parser.state == .open {
        guard size <= limit, let more = try nextLine() else {
          throw rejection(taken, "opens a quote that is not closed")
        }
        taken.append(more)
        raw.append(more.bytes)
        size += more.bytes.count + 1
        parser.feed(more.bytes)
      }
      if parser.state == .malformed {
        throw rejection(taken, "has text behind a closing quote")
      }
      return parser.row
    }
    return nil
  }

  private func nextLine() throws -> (number: Int, bytes: [UInt8])? {
    if let line = again.popLast() { return line }
    guard let bytes = try reader.nextOfCorpus(log) else { return nil }
    return (reader.lineNumber, Array(bytes.last == 0x0D ? bytes.dropLast() : bytes))
  }

  private func rejection(_ taken: [(number: Int, bytes: [UInt8])], _ reason: String) -> Rejection {
    again.append(contentsOf: taken.dropFirst().reversed())
    raw = [taken[0].bytes]
    return Rejection(line: line, reason: reason)
  }

  /// Takes a row apart.
  struct Parser {
    enum State { case complete, open, malformed }

    let separator: UInt8
    var row: [[UInt8]] = []
    var state = State.complete
    private var field: [UInt8] = []

    init(separator: UInt8) { self.separator = separator }

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
          if byte != UInt8(ascii: "\"") {
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
        } else if isStart, byte == UInt8(ascii: "\"") {
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
  }
}
