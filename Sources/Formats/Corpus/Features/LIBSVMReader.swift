// LIBSVM's multi-label lines, `label,label column:value column:value …`, and
// the Extreme Classification repository's, which begin with a line
// `rows columns labels`.
import FormatsFiles

enum LIBSVMReader {
  /// Reads one file, or a training and a test file (the one with `train` or
  /// `trn` in its name first).
  ///
  /// Numbers of columns are taken as they are. With a header labels are
  /// numbers from 0; without one, whatever numbers occur. A label's name is
  /// its number.
  ///
  /// - Throws: `InputError` for a damaged stream.
  static func read(
    _ files: CorpusFiles, options: CorpusOptions, log: CorpusLog
  ) throws -> FeatureRows {
    func isTraining(_ path: String) -> Bool {
      let name = CorpusFiles.title(path).lowercased()
      return name.contains("train") || name.contains("trn")
    }
    var paths = files.independent
    paths = paths.filter(isTraining) + paths.filter { !isTraining($0) }
    var table = Table()
    for (index, path) in paths.enumerated() {
      try table.add(
        path, title: paths.count > 1 ? CorpusFiles.title(path) : nil, limit: options.longestRecord, log)
      if paths.count == 2, index == 0, isTraining(path) { table.rows.trainingRows = table.rows.count }
    }
    rename(&table.rows, table.values, count: table.labelCount)
    return table.rows
  }

  /// What was read, with labels numbered in the order in which they first occur.
  private struct Table {
    var rows = FeatureRows()
    /// For each label the number that it has in the files.
    private(set) var values: [Int] = []
    /// How many labels the first lines of files announce.
    private(set) var labelCount: Int?
    private var labels: [Int: Int32] = [:]

    /// Adds the rows of a file.
    ///
    /// - Parameters:
    ///   - file: its name if there are several.
    ///   - limit: the longest line accepted, in bytes.
    mutating func add(_ path: String, title file: String?, limit: Int, _ log: CorpusLog) throws {
      var lines = LineReader(try ByteSource.ofCorpus(path), limit: limit)
      var header: [Int]?
      var read = 0
      while let bytes = try lines.nextOfCorpus(log) {
        let row = LIBSVMReader.withoutComment(bytes)
        if row.isEmpty, !bytes.isEmpty, bytes.contains(UInt8(ascii: "#")) { continue }
        if read == 0, header == nil, let found = LIBSVMReader.header(row) {
          try announce(found, path, line: lines.lineNumber)
          header = found
          continue
        }
        read += 1
        let known = values.count
        do {
          try add(row, header: header, file: file, line: lines.lineNumber)
        } catch var rejection as Rejection {
          while values.count > known { labels[values.removeLast()] = nil }
          rejection.file = file
          try log.reject(rejection)
        }
      }
      if let header, header[0] != read {
        throw InputError(
          file: path, line: 1,
          problem: "the first line announces \(header[0], "row"), but there are \(read)",
          remedy: "Copy or download the file again, or correct its first line")
      }
    }

    /// Takes in what the first line of a file announces.
    private mutating func announce(_ header: [Int], _ path: String, line: Int) throws {
      guard header[1...].allSatisfy({ $0 <= FeatureRows.greatestCount }) else {
        throw InputError(
          file: path, line: line,
          problem: "announces \(header[1], "column") and \(header[2], "label"); there can be "
            + "\(FeatureRows.greatestCount) of each",
          remedy: "Number columns and labels anew, without gaps")
      }
      rows.featureCount = max(rows.featureCount, header[1])
      labelCount = max(labelCount ?? 0, header[2])
    }

    /// Adds a row. After a `Rejection` the labels that it was the first to have are still there.
    private mutating func add(
      _ row: ArraySlice<UInt8>, header: [Int]?, file: String?, line: Int
    ) throws {
      guard let (own, entries) = LIBSVMReader.parsed(row) else {
        throw Rejection(line: line, reason: "is not `label,label column:value …`")
      }
      if let header {
        guard entries.allSatisfy({ Int($0.column) < header[1] }),
          own.allSatisfy({ (0..<header[2]).contains($0) })
        else {
          throw Rejection(
            line: line, reason: "has a column or a label beyond those of the first line")
        }
      }
      let numbers = own.map { number(of: $0) }
      try rows.append(
        id: file.map { "\($0):\(line)" } ?? String(line), entries: entries, labels: numbers,
        line: line)
      for entry in entries { rows.featureCount = max(rows.featureCount, Int(entry.column) + 1) }
    }

    private mutating func number(of value: Int) -> Int32 {
      if let known = labels[value] { return known }
      let new = Int32(values.count)
      labels[value] = new
      values.append(value)
      return new
    }
  }

  /// Sorts the labels by their numbers.
  private static func rename(_ rows: inout FeatureRows, _ values: [Int], count: Int?) {
    let names = count.map { Array(0..<$0) } ?? values.sorted()
    rows.labelNames = names.map(String.init)
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
    let new = values.map { places[$0] ?? 0 }
    for row in 0..<rows.count {
      let range = Int(rows.labelOffsets[row])..<Int(rows.labelOffsets[row + 1])
      rows.labels.replaceSubrange(range, with: rows.labels[range].map { new[Int($0)] }.sorted())
    }
  }

  /// Whether a stream whose first lines are these is in this format.
  static func looksLike(_ lines: [ArraySlice<UInt8>]) -> Bool {
    let rows = lines.map { withoutComment($0) }.filter { !isBlank($0) }
    guard let first = rows.first else { return false }
    if header(first) != nil, rows.count > 1 {
      return parsed(rows[1]) != nil && rows[1].contains(0x3A)
    }
    return first.contains(UInt8(ascii: ":")) && parsed(first) != nil
  }

  /// A line without `# …` and without a carriage return.
  private static func withoutComment(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line.firstIndex(of: UInt8(ascii: "#")).map { line[..<$0] } ?? line
    while let last = line.last, last == 0x0D { line = line.dropLast() }
    return line
  }

  private static func header(_ line: ArraySlice<UInt8>) -> [Int]? {
    let parts = strip(line).split(separator: 0x20)
    guard parts.count == 3 else { return nil }
    let numbers = parts.compactMap { $0.count <= 9 ? $0.decimalValue : nil }
    return numbers.count == 3 && numbers.allSatisfy { $0 >= 0 } ? numbers : nil
  }

  private static func parsed(
    _ line: ArraySlice<UInt8>
  ) -> (labels: [Int], entries: [(column: Int32, value: Float)])? {
    var labels: [Int] = []
    var entries: [(column: Int32, value: Float)] = []
    let parts = strip(line).split { $0 == 0x20 || $0 == 0x09 }
    for (index, part) in parts.enumerated() {
      if let colon = part.firstIndex(of: UInt8(ascii: ":")) {
        if part[..<colon].elementsEqual("qid".utf8) { continue }
        guard let column = part[..<colon].decimalValue, column >= 0, column < Int(Int32.max),
          let value = ARFFReader.number(part[(colon + 1)...])
        else { return nil }
        entries.append((Int32(column), value))
      } else {
        guard index == 0 else { return nil }
        for label in part.split(separator: UInt8(ascii: ",")) {
          guard let value = label.decimalValue else { return nil }
          labels.append(value)
        }
      }
    }
    return (labels, entries)
  }
}
