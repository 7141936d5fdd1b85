// The line formats of knowledge bases: CSV as the original reads it, `A <- B`,
// `A = B`, Microsoft Concept Graph, Zhihu's topics, BibSonomy's relation table.
// CSV as everybody else reads it is in PairTable.
import FormatsFiles
import Foundation

/// Readers of formats with one pair (or a few) per line.
enum PairLines {
  /// What a line turned out to be.
  private enum Row {
    case pairs(Int)
    case malformed, rejected, blank
  }

  /// Reads line by line and counts the results of `parse`.
  private static func report(
    on source: ByteSource, skipsByteOrderMark: Bool = true,
    _ parse: (ArraySlice<UInt8>, Int) throws -> Row
  ) throws -> PairReadingReport {
    var report = PairReadingReport()
    var lines = LineReader(source)
    var invalid = 0
    var firstInvalid: Int?
    while var line = try lines.next() {
      if skipsByteOrderMark, lines.lineNumber == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) {
        line = line.dropFirst(3)
      }
      if String(validating: line, as: UTF8.self) == nil {
        invalid += 1
        if firstInvalid == nil { firstInvalid = lines.lineNumber }
      }
      switch try parse(line, lines.lineNumber) {
      case .pairs(let count): report.pairs += count
      case .malformed: report.malformed(lines.lineNumber)
      case .rejected: report.rejectedLines += 1
      case .blank: break
      }
    }
    if let firstInvalid {
      report.remarks.append(
        "has \(invalid, "line") not in UTF-8, the first in line \(firstInvalid); convert "
          + "the file (iconv -f latin1 -t utf-8)")
    }
    return report
  }

  /// The original's `hyponym,hypernym` and `hyponym,hypernym,true|false`: the
  /// row is trimmed, the fields are not (golden README, kb2.csv, kb3.csv).
  static func readOriginalCSV(
    _ source: ByteSource, _ body: HypernymPairHandler
  ) throws -> PairReadingReport {
    try report(on: source, skipsByteOrderMark: false) { line, number in
      let row = trimmedRow(line)
      if row.isEmpty { return .blank }
      let fields = row.fields(UInt8(ascii: ","))
      guard fields.count == 2 || fields.count == 3 else { return .malformed }
      if fields.count == 3, !fields[2].elementsEqual("true".utf8) { return .rejected }
      try tellPair(fields[0], fields[1], line: number, body)
      return .pairs(1)
    }
  }

  /// `Narrower <- Broader`, or with ` = ` `Other name = Name`; blanks around
  /// both names do not count.
  static func readArrows(
    _ source: ByteSource, separator: StaticString, relation: HypernymPair.Relation,
    _ body: HypernymPairHandler
  ) throws -> PairReadingReport {
    let mark = Array("\(separator)".utf8)
    return try report(on: source) { raw, number in
      let line = raw.trimmed
      if line.isEmpty { return .blank }
      guard let place = firstPlace(of: mark, in: line) else { return .malformed }
      let left = line[..<place].trimmed
      let right = line[(place + mark.count)...].trimmed
      guard !left.isEmpty, !right.isEmpty else { return .malformed }
      try tellPair(left, right, relation, line: number, body)
      return .pairs(1)
    }
  }

  /// Microsoft Concept Graph: `hypernym TAB hyponym TAB count`, rows with
  /// exactly three columns and a count of at least the minimum.
  static func readConceptGraph(
    _ source: ByteSource, _ options: PairOptions, _ body: HypernymPairHandler
  ) throws -> PairReadingReport {
    try report(on: source) { raw, number in
      let line = withoutCarriageReturn(raw)
      if line.isEmpty { return .blank }
      guard let first = line.firstIndex(of: 0x09),
        let second = line[(first + 1)...].firstIndex(of: 0x09),
        let count = line[(second + 1)...].decimalValue
      else { return .malformed }
      guard count >= options.minimumCount else { return .rejected }
      try tellPair(
        line[(first + 1)..<second], line[..<first], count: count, line: number, body)
      return .pairs(1)
    }
  }

  /// Zhihu's `topic_info.txt`: six columns, the topic first, its parents
  /// second, separated by commas.
  static func readZhihuTopics(
    _ source: ByteSource, _ body: HypernymPairHandler
  ) throws -> PairReadingReport {
    try report(on: source) { raw, number in
      let line = withoutCarriageReturn(raw)
      if line.isEmpty { return .blank }
      let fields = line.fields(0x09)
      guard fields.count >= 2, !fields[0].isEmpty else { return .malformed }
      let parents = fields[1].split(separator: UInt8(ascii: ","))
      for parent in parents { try tellPair(fields[0], parent, line: number, body) }
      return .pairs(parents.count)
    }
  }

  /// BibSonomy's table `relation`, as MySQL's tab output: user, lower tag,
  /// upper tag, date; or its live form `tagtagrelations` of nine columns, with
  /// the two tags fifth and sixth.
  static func readRelationTable(
    _ source: ByteSource, _ body: HypernymPairHandler
  ) throws -> PairReadingReport {
    var row: [UInt8] = []
    var startLine = 1
    var report = try report(on: source) { line, number in
      if row.isEmpty { startLine = number }
      row.append(contentsOf: line)
      // An odd number of backslashes at the end protects the line feed.
      if row.reversed().prefix(while: { $0 == UInt8(ascii: "\\") }).count % 2 == 1 {
        row.append(0x0A)
        guard row.count < 1 << 20 else {
          throw InputError(
            file: source.name, line: startLine, problem: "the row is longer than 1 MiB")
        }
        return .blank
      }
      defer { row.removeAll(keepingCapacity: true) }
      if row.isEmpty { return .blank }
      let fields = unescapedFields(row)
      let lower = fields.count == 9 ? 4 : 1
      guard fields.count >= 3, !fields[lower].isEmpty, !fields[lower + 1].isEmpty else {
        return .malformed
      }
      try tellPair(fields[lower][...], fields[lower + 1][...], line: startLine, body)
      return .pairs(1)
    }
    if !row.isEmpty { report.malformed(startLine) }
    return report
  }

  private static func unescapedFields(_ row: [UInt8]) -> [[UInt8]] {
    var fields: [[UInt8]] = [[]]
    var index = 0
    while index < row.count {
      let byte = row[index]
      if byte == UInt8(ascii: "\\"), index + 1 < row.count {
        index += 1
        fields[fields.count - 1].append(EscapedRows.meaning(ofEscaped: row[index]))
      } else if byte == 0x09 {
        fields.append([])
      } else {
        fields[fields.count - 1].append(byte)
      }
      index += 1
    }
    return fields
  }

  /// As Python's `strip` trims a row of ASCII blanks.
  private static func trimmedRow(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    line.trimmed { $0 == 0x20 || $0 >= 0x09 && $0 <= 0x0D || $0 >= 0x1C && $0 <= 0x1F }
  }

  private static func withoutCarriageReturn(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    line.last == 0x0D ? line.dropLast() : line
  }

  private static func firstPlace(of mark: [UInt8], in line: ArraySlice<UInt8>) -> Int? {
    guard line.count >= mark.count else { return nil }
    for place in line.startIndex...(line.endIndex - mark.count)
    where line[place] == mark[0] && line[place..<(place + mark.count)].elementsEqual(mark) {
      return place
    }
    return nil
  }
}
