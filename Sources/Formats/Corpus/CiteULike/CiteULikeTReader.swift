// CiteULike-t: rawtext.dat with two lines per article, tag-item.dat with the
// articles of each tag.
import FormatsFiles

/// Yields a document for each article; title and abstract are run together in
/// the source, so all of it is content.
final class CiteULikeTReader: RecordReader {
  private var lines: LineReader
  private let title: String
  private let log: CorpusLog
  private let requiresTags: Bool
  private let tagNames: [String]
  /// The tags of article a: `places[a] ..< places[a + 1]` of `tags`.
  private let places: [Int]
  private let tags: [Int32]
  private var article = 0

  init(_ files: CorpusFiles, options: CorpusOptions, log: CorpusLog) throws {
    let path = try files.needed("rawtext", format: .citeulikeT)
    let prefix = RoleName(path).prefix(before: "rawtext")
    title = CorpusFiles.title(path)
    self.log = log
    requiresTags = options.requiresTags
    tagNames = try NumberLines.names(
      try files.needed("tags", prefix: prefix, format: .citeulikeT), log: log)
    (places, tags) = try Self.tagsOfArticles(
      try files.needed("tag-item", prefix: prefix, format: .citeulikeT), log: log)
    lines = LineReader(try ByteSource.ofCorpus(path), limit: options.longestRecord)
  }

  /// Turns the articles of each tag into the tags of each article.
  static func tagsOfArticles(
    _ path: String, log: CorpusLog
  ) throws -> (places: [Int], tags: [Int32]) {
    let (offsets, articles) = try NumberLines.read(path, below: 10_000_000, log: log)
    var places = [Int](repeating: 0, count: (articles.max().map(Int.init) ?? -1) + 2)
    for article in articles { places[Int(article) + 1] += 1 }
    for index in 1..<places.count { places[index] += places[index - 1] }
    var free = places
    var tags = [Int32](repeating: 0, count: articles.count)
    for tag in 0..<(offsets.count - 1) {
      for article in articles[offsets[tag]..<offsets[tag + 1]] {
        tags[free[Int(article)]] = Int32(tag)
        free[Int(article)] += 1
      }
    }
    return (places, tags)
  }

  func next() throws -> RawDocument? {
    while let mark = try lines.nextOfCorpus(log) {
      if isBlank(mark) { continue }
      let line = lines.lineNumber
      guard mark.starts(with: "##".utf8) else {
        throw Rejection(
          file: title, line: line, reason: "is where a line that begins with ## should be")
      }
      guard let bytes = try lines.nextOfCorpus(log) else {
        throw Rejection(file: title, line: line, reason: "is the last one; its text is missing")
      }
      defer { article += 1 }
      let names =
        article + 1 < places.count
        ? tags[places[article]..<places[article + 1]].map { number in
          Int(number) < tagNames.count ? tagNames[Int(number)] : ""
        } : []
      if names.isEmpty, requiresTags {
        log.report.passedOver += 1
        continue
      }
      if String(validating: bytes, as: UTF8.self) == nil { log.report.repaired += 1 }
      return RawDocument(
        id: String(article), line: line, file: title, title: .tokens([]),
        content: .running(TeXText.plain(String(decoding: bytes, as: UTF8.self))),
        tags: cleanedTags(names, report: &log.report))
    }
    return nil
  }
}
