// What becomes of the rows of a table of pairs, and what is said about them at the end.

/// The state of reading such a table.
struct PairTableReading {
  var report = PairReadingReport()
  private let options: PairOptions
  /// The columns of the narrower and the broader name.
  private var order = (narrower: 0, broader: 1)
  private var isFirst = true
  /// How many columns a row must have where there are others, which do not matter; nil if there are none.
  private var width: Int?
  private var latin = LineCount()
  private var unreadable = LineCount()

  /// Lines of one kind.
  private struct LineCount {
    private(set) var count = 0
    private(set) var first: Int?

    mutating func add(_ line: Int) {
      count += 1
      first = first ?? line
    }
  }

  init(_ options: PairOptions) { self.options = options }

  /// The pair in a row; nil if there is none, which is noted in the report.
  mutating func pair(
    _ row: [[UInt8]], line: Int
  ) -> (narrower: [UInt8], broader: [UInt8], confidence: Double)? {
    var fields = row.map { Array($0[...].trimmed) }
    if fields.count == 1, fields[0].isEmpty { return nil }
    // Empty columns at the end are a spreadsheet's.
    while fields.count > 2, fields.last?.isEmpty == true { fields.removeLast() }
    if isFirst {
      isFirst = false
      if let header = PairTable.header(fields) {
        report.hasHeader = true
        order = header
        if fields.count > 3 { width = max(header.narrower, header.broader) + 1 }
        return nil
      }
    }
    let isWhole = width.map { fields.count >= $0 } ?? (2...3).contains(fields.count)
    guard isWhole, !fields[order.narrower].isEmpty, !fields[order.broader].isEmpty else {
      report.malformed(line)
      return nil
    }
    guard let confidence = width != nil ? 1 : confidence(fields, line) else { return nil }
    if fields.contains(where: { String(validating: $0, as: UTF8.self) == nil }) {
      latin.add(line)
      fields = fields.map(PairTable.utf8)
    }
    return (fields[order.narrower], fields[order.broader], confidence)
  }

  /// The confidence of a pair, 1 without a third column; nil if that cannot be read or is too low.
  private mutating func confidence(_ fields: [[UInt8]], _ line: Int) -> Double? {
    guard fields.count == 3 else { return 1 }
    guard let value = PairTable.confidence(fields[2]) else {
      unreadable.add(line)
      return nil
    }
    guard value > 0, value >= options.minimumConfidence else {
      report.rejectedLines += 1
      return nil
    }
    return value
  }

  /// The report, with what a user should know of how the table was read.
  func finished() -> PairReadingReport {
    var report = report
    if let first = latin.first {
      report.remarks.append(
        "has \(latin.count, "line") not in UTF-8, the first in line \(first); they were read "
          + "as Latin-1. If that is wrong, convert the file with iconv")
    }
    if let first = unreadable.first {
      report.remarks.append(
        "has \(unreadable.count, "line") with a third column that is neither true, false nor a number "
          + "from 0 to 1, the first is line \(first)")
    }
    if report.hasHeader, order.narrower > order.broader {
      report.remarks.append("names the broader one first in its header, and was read so")
    }
    if let line = report.firstMalformedLine {
      report.remarks.append(
        "has \(report.malformedLines, "line") without two or three columns, the first is "
          + "line \(line)")
    }
    return report
  }
}
