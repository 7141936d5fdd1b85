// Annif's short-text corpus: one `text TAB <subject> <subject> …` per line, or
// the subjects separated by tabulators.
import FormatsFiles

/// Yields a document for each line. The text is content, as that of Annif's
/// other formats; what precedes ` ¤ ` is its title.
final class AnnifTSVReader: RecordReader {
  private var lines: LineReader
  private let file: String?
  private let options: CorpusOptions
  private let log: CorpusLog

  init(_ source: ByteSource, file: String?, options: CorpusOptions, log: CorpusLog) {
    lines = LineReader(source, limit: options.longestRecord)
    self.file = file
    self.options = options
    self.log = log
  }

  func next() throws -> RawDocument? {
    while let bytes = try lines.nextFilledLine(log) {
      let line = lines.lineNumber
      guard let text = String(validating: strip(bytes), as: UTF8.self) else {
        throw Rejection.notUTF8(file: file, line: line)
      }
      let fields = text.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count >= 2 || !options.requiresTags && fields.count == 1 else {
        throw Rejection(
          file: file, line: line, reason: "is not a text, a tabulator and subjects")
      }
      // A tabulator before the first `<subject>` is a part of the text.
      let first = fields.indices.dropFirst().first { fields[$0].trimmed.hasPrefix("<") } ?? 1
      let subjects = fields.dropFirst(first)
      var survey = TagSurvey(names: options.columns.names)
      for field in subjects { survey.add(String(field)) }
      let separator = options.columns.separator ?? survey.separator
      let tags = options.wantsTags ? subjects.flatMap { separator.tags(in: String($0)) } : []
      let (title, content) = HeadedText.parts(title: "", text: fields.prefix(first).joined(separator: " "))
      return RawDocument(
        id: log.placeID(file: file, number: line), line: line, file: file,
        title: .running(title), content: .running(content),
        tags: cleanedTags(tags, report: &log.report))
    }
    return nil
  }
}
