// The two formats with one record a line: the original's lines and JSON lines.

/// Reads lines of the original's corpus files, or JSON objects a line each.
final class LineRecords: RecordReader {
  enum Layout {
    /// nil tells from the first line whether there is a title.
    case original(hasTitle: Bool?)
    case jsonLines
  }

  private var lines: LineReader
  private var layout: Layout
  private let file: String?
  private let options: CorpusOptions
  private let log: CorpusLog

  init(
    _ source: ByteSource, _ layout: Layout, file: String?, options: CorpusOptions, log: CorpusLog
  ) {
    lines = LineReader(source, limit: options.longestRecord)
    self.layout = layout
    self.file = file
    self.options = options
    self.log = log
  }

  func next() throws -> RawDocument? {
    while let bytes = try lines.nextFilledLine(log) {
      do {
        return try document(bytes, line: lines.lineNumber)
      } catch {
        var rejection = error
        rejection.file = file
        throw rejection
      }
    }
    return nil
  }

  private func document(
    _ bytes: ArraySlice<UInt8>, line: Int
  ) throws(Rejection) -> RawDocument {
    if case .original(nil) = layout {
      let hasMark = !OriginalLine.positions(of: OriginalLine.titleMark, in: bytes).isEmpty
      layout = .original(hasTitle: hasMark)
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Rejection(
        line: line, reason: "is not valid UTF-8", remedy: "Convert the file to UTF-8")
    }
    switch layout {
    case .jsonLines: return try json(bytes, line: line)
    case .original(let hasTitle):
      return try original(bytes, line: line, hasTitle: hasTitle ?? false)
    }
  }

  private func original(
    _ bytes: ArraySlice<UInt8>, line: Int, hasTitle: Bool
  ) throws(Rejection) -> RawDocument {
    let record = try OriginalLine(bytes, line: line, hasTitle: hasTitle, options: options)
    var tags = record.tags
    if !options.keepsEmptyTags {
      tags.removeAll(where: \.isEmpty)
      log.report.emptyTags += record.tags.count - tags.count
    }
    var id = file.map { "\($0):\(line)" } ?? String(line)
    if let ids = options.ids {
      guard ids.indices.contains(line - 1) else {
        throw Rejection(
          line: line, reason: "has no id: the list of ids has \(ids.count) lines")
      }
      id = ids[line - 1]
    }
    return RawDocument(
      id: id, line: line, file: file,
      title: .tokens(record.title.isEmpty ? [] : [record.title]),
      content: .tokens(record.sentences), tags: tags)
  }

  private func json(
    _ bytes: ArraySlice<UInt8>, line: Int
  ) throws(Rejection) -> RawDocument {
    let record = try JSONLine.parse(bytes, line: line)
    return RawDocument(
      id: record.id ?? file.map { "\($0):\(line)" } ?? String(line), line: line, file: file,
      title: record.title, content: record.content,
      tags: cleanedTags(record.tags, report: &log.report))
  }
}

extension LineReader {
  /// The next line, counted, the first one without a byte-order mark.
  ///
  /// - Throws: `InputError` as `next()`.
  mutating func nextOfCorpus(_ log: CorpusLog) throws -> ArraySlice<UInt8>? {
    guard let bytes = try next() else { return nil }
    log.report.lines += 1
    if lineNumber == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return bytes.dropFirst(3) }
    return bytes
  }

  /// The next line that is not blank; blank ones are counted.
  ///
  /// - Throws: `InputError` as `next()`.
  mutating func nextFilledLine(_ log: CorpusLog) throws -> ArraySlice<UInt8>? {
    while let bytes = try nextOfCorpus(log) {
      if !isBlank(bytes) { return bytes }
      log.report.blankLines += 1
    }
    return nil
  }
}
