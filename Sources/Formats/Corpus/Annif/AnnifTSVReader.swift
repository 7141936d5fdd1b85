// Annif's short-text corpus: `text TAB <subject> <subject> …` a line.

/// Yields a document for each line; the text is the title.
final class AnnifTSVReader: RecordReader {
  private var lines: LineReader
  private let file: String?
  private let log: CorpusLog

  init(_ source: ByteSource, file: String?, options: CorpusOptions, log: CorpusLog) {
    lines = LineReader(source, limit: options.longestRecord)
    self.file = file
    self.log = log
  }

  func next() throws -> RawDocument? {
    while let bytes = try lines.nextFilledLine(log) {
      let line = lines.lineNumber
      guard let text = String(validating: strip(bytes), as: UTF8.self) else {
        throw Rejection(
          file: file, line: line, reason: "is not valid UTF-8",
          remedy: "Convert the file to UTF-8")
      }
      let fields = text.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 2 else {
        throw Rejection(
          file: file, line: line, reason: "is not a text, a tabulator and subjects")
      }
      let tags = TagList.tags(in: String(fields[1]), separator: " ")
      return RawDocument(
        id: file.map { "\($0):\(line)" } ?? String(line), line: line, file: file,
        title: .running(String(fields[0])), content: .tokens([]),
        tags: cleanedTags(tags, report: &log.report))
    }
    return nil
  }
}
