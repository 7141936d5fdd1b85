// A first look at all keywords of a BibTeX file: what separates them.
import FormatsFiles

enum BibTeXSurvey {
  /// - Parameters:
  ///   - fields: the fields with keywords, in lower case; the first group of which an entry has any counts.
  ///   - limit: the longest entry accepted, in bytes.
  /// - Throws: `InputError` as `BibTeXScanner`.
  static func separator(
    in source: ByteSource, fields: [[String]], limit: Int, names: TagNames?
  ) throws -> TagSeparator {
    let scanner = try BibTeXScanner(source, limit: limit)
    var survey = TagSurvey(names: names)
    while true {
      do {
        guard let entry = try scanner.next() else { return survey.separator }
        let values = fields.lazy.map { $0.flatMap(entry.values) }.first { !$0.isEmpty } ?? []
        for value in values { survey.add(BibTeXFields.plainKeywords(String(decoding: value, as: UTF8.self))) }
      } catch is Rejection {
        continue
      }
    }
  }
}
