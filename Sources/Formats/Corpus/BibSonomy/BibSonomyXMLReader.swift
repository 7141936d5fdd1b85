// BibSonomy's REST answers in XML, post by post as the parser comes to them.
import FormatsFiles
import FormatsRDF

/// Yields the posts of an answer; the XML is parsed in pieces, so a long list
/// does not matter for memory.
final class BibSonomyXMLReader: RecordReader {
  private let stream: XMLStream
  private let handler: Handler
  private let file: String?
  private let options: CorpusOptions
  private let log: CorpusLog
  private var isAtEnd = false

  init(_ source: ByteSource, file: String?, options: CorpusOptions, log: CorpusLog) throws {
    stream = XMLStream(source)
    handler = Handler(stream, name: source.name)
    self.file = file
    self.options = options
    self.log = log
  }

  func next() throws -> RawDocument? {
    while true {
      while let post = handler.posts.first {
        handler.posts.removeFirst()
        if let document = try post.document(file: file, options: options, log: log) {
          return document
        }
      }
      if isAtEnd { return nil }
      let line = stream.position.line
      isAtEnd = try !stream.parseNext(handler)
      if !isAtEnd { log.report.lines += stream.position.line - line }
    }
  }

  private final class Handler: XMLHandler {
    var posts: [BibSonomyPost] = []
    private unowned let stream: XMLStream
    private let name: String
    private var post: BibSonomyPost?
    private var depth = 0
    /// The depth of the open post.
    private var postDepth = 0
    private var error: String?
    private var isError = false

    init(_ stream: XMLStream, name: String) {
      self.stream = stream
      self.name = name
    }

    override func startElement(_ tag: XMLElement) throws {
      depth += 1
      let (element, attributes) = (tag.name, tag.attributes)
      if depth == 1, element != "bibsonomy" {
        throw stream.failure(
          "the document's element is <\(element)>, not <bibsonomy>",
          remedy: "Give an answer of BibSonomy's REST interface")
      }
      if depth == 2 { isError = element == "error" }
      if element == "post", post == nil {
        post = BibSonomyPost(line: stream.line)
        postDepth = depth
        post?.description = value("description", attributes) ?? ""
      }
      guard post != nil, depth == postDepth + 1 else { return }
      switch element {
      case "user": post?.user = value("name", attributes) ?? ""
      case "tag":
        if let tag = value("name", attributes) { post?.tags.append(tag) }
      case "bookmark", "bibtex", "goldStandardPublication", "publication",
        "publicationFileUpload":
        post?.kind = element
        for index in 0..<attributes.count {
          let name = attributes.name(index).lowercased()
          if BibSonomyPost.usedFields.contains(name) {
            post?.fields[name] = String(decoding: attributes.value(index), as: UTF8.self)
          }
        }
      default: break
      }
    }

    override func endElement() throws {
      if isError, depth == 2 {
        throw InputError(
          file: name, problem: "is an error message of BibSonomy: \(error ?? "without text")",
          remedy: "Ask BibSonomy again")
      }
      if let post, depth == postDepth {
        posts.append(post)
        self.post = nil
      }
      depth -= 1
    }

    override func text(_ bytes: ByteView) throws {
      guard isError, depth == 2 else { return }
      error = String(((error ?? "") + String(decoding: bytes, as: UTF8.self)).prefix(200))
    }

    private func value(_ name: String, _ attributes: XMLAttributes) -> String? {
      attributes[name].map { String(decoding: $0, as: UTF8.self) }
    }
  }
}
