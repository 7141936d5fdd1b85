// PubMed's and MEDLINE's XML as a corpus: title, abstract, MeSH headings and
// keywords of each article.
import FormatsFiles
import FormatsRDF

/// Yields a document for each article, as the parser comes to it.
final class PubMedReader: RecordReader {
  private let handler: PubMedHandler
  private let file: String?
  private let options: CorpusOptions
  private let log: CorpusLog
  private var isAtEnd = false
  private var count = 0

  init(_ source: ByteSource, file: String?, options: CorpusOptions, log: CorpusLog) {
    handler = PubMedHandler(source)
    self.file = file
    self.options = options
    self.log = log
  }

  func next() throws -> RawDocument? {
    while true {
      if let article = handler.take(isAtEnd: isAtEnd) {
        count += 1
        return RawDocument(
          id: article.id.isEmpty
            ? log.placeID(file: file, number: count, isAmongNamed: true) : article.id,
          line: article.line, file: file, title: .running(article.title.isEmpty ? article.bookTitle : article.title),
          content: .running(article.text),
          tags: options.wantsTags ? cleanedTags(article.tags, report: &log.report) : [])
      }
      if isAtEnd { return nil }
      let line = handler.stream.position.line
      isAtEnd = try !handler.stream.parseNext(handler)
      if !isAtEnd { log.report.lines += handler.stream.position.line - line }
    }
  }
}

private final class PubMedHandler: XMLHandler {
  struct Article {
    var line: Int
    var id = ""
    var title = ""
    /// The title of the book that the article is a chapter of.
    var bookTitle = ""
    var text = ""
    var tags: [String] = []
  }
  private var articles: [Article] = []
  let stream: XMLStream
  private var path: [String] = []
  private var text: [UInt8] = []

  init(_ source: ByteSource) { stream = XMLStream(source) }

  /// The first article that has ended.
  func take(isAtEnd: Bool) -> Article? {
    articles.count > (isAtEnd ? 0 : 1) ? articles.removeFirst() : nil
  }

  private static let collected: Set<String> = [
    "PMID", "ArticleTitle", "BookTitle", "AbstractText", "DescriptorName", "Keyword",
  ]

  override func startElement(_ element: XMLElement) throws {
    let name = element.name
    path.append(name)
    if name == "MedlineCitation" || name == "BookDocument" {
      articles.append(Article(line: stream.position.line))
    }
    if Self.collected.contains(name) { text.removeAll() }
  }

  override func text(_ bytes: ByteView) throws {
    if path.contains(where: Self.collected.contains) { text.append(contentsOf: bytes) }
  }

  override func endElement() throws {
    guard let name = path.popLast(), !articles.isEmpty else { return }
    let place = articles.count - 1
    let value = Self.collected.contains(name) ? String(decoding: text, as: UTF8.self).trimmed : ""
    guard !value.isEmpty else { return }
    switch name {
    // Others are those of comments and references.
    case "PMID":
      if articles[place].id.isEmpty { articles[place].id = value }
    case "ArticleTitle":
      if articles[place].title.isEmpty { articles[place].title = value }
    case "BookTitle":
      if articles[place].bookTitle.isEmpty { articles[place].bookTitle = value }
    // Other abstracts are mostly the same in another language.
    case "AbstractText" where path.contains("OtherAbstract"): break
    case "AbstractText":
      articles[place].text += (articles[place].text.isEmpty ? "" : "\n\n") + value
    default: articles[place].tags.append(value)
    }
  }
}
