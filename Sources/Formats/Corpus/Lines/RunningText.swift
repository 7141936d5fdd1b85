// Plain text: one document per paragraph, or the whole stream as one.
import FormatsFiles

/// Reads running text without titles and tags.
final class RunningText: RecordReader {
  private var lines: LineReader
  private let endsAtBlankLine: Bool
  private let file: String?
  private let options: CorpusOptions
  private let log: CorpusLog
  private var count = 0

  init(
    _ source: ByteSource, endsAtBlankLine: Bool, file: String?, options: CorpusOptions,
    log: CorpusLog
  ) {
    lines = LineReader(source, limit: options.longestRecord)
    self.endsAtBlankLine = endsAtBlankLine
    self.file = file
    self.options = options
    self.log = log
  }

  func next() throws -> RawDocument? {
    while let bytes = try lines.nextFilledLine(log) {
      count += 1
      let line = lines.lineNumber
      guard let text = String(validating: try paragraph(bytes, line), as: UTF8.self) else {
        throw Rejection.notUTF8(file: file, line: line)
      }
      return RawDocument(
        id: endsAtBlankLine ? log.placeID(file: file, number: count) : file ?? String(count), line: line, file: file,
        title: .tokens([]), content: .text(text), tags: [])
    }
    return nil
  }

  /// Joins `first` and the lines after it.
  private func paragraph(
    _ first: ArraySlice<UInt8>, _ start: Int
  ) throws -> ArraySlice<UInt8> {
    var text = first
    while let bytes = try lines.nextOfCorpus(log) {
      if isBlank(bytes) {
        log.report.blankLines += 1
        if endsAtBlankLine { break }
      }
      guard text.count + bytes.count < options.longestRecord else {
        throw InputError(
          file: lines.name, line: start,
          problem: "the text is longer than \(options.longestRecord, "byte")",
          remedy: "Separate the documents by blank lines, or give JSON lines")
      }
      text.append(0x0A)
      text.append(contentsOf: bytes)
    }
    return text
  }
}
