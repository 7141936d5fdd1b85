// BibSonomy's REST answers in JSON: finds the objects of the list of posts in
// the stream and decodes each alone, so that memory is that of one post.
import FormatsFiles
import Foundation

/// Yields the posts of one answer, or of several one after the other.
final class BibSonomyJSONReader: RecordReader {
  private let source: ByteSource
  private var opened: ByteFeed?
  private let file: String?
  private let options: CorpusOptions
  private let log: CorpusLog
  /// The keys that led to the present place; "" for a list's element.
  private var path: [String] = []
  private var key = ""
  private var lines = 0

  init(_ source: ByteSource, file: String?, options: CorpusOptions, log: CorpusLog) {
    self.source = source
    self.file = file
    self.options = options
    self.log = log
  }

  func next() throws -> RawDocument? {
    let feed = try opened ?? ByteFeed(source)
    opened = feed
    defer {
      log.report.lines += feed.line - 1 - lines
      lines = feed.line - 1
    }
    while let byte = try feed.peek() {
      switch byte {
      case UInt8(ascii: "{") where isPost:
        let line = feed.line
        let bytes = try object(feed, line)
        key = ""
        if let document = try post(bytes, line: line)
          .document(file: file, options: options, log: log)
        {
          return document
        }
      case UInt8(ascii: "{"), UInt8(ascii: "["): try open(feed)
      case UInt8(ascii: "}"), UInt8(ascii: "]"): try close(feed)
      case UInt8(ascii: "\""): try readKey(feed)
      default:
        _ = try feed.next()
        if byte == UInt8(ascii: ",") { key = "" }
      }
    }
    guard path.isEmpty else { throw endsTooEarly(feed, line: feed.line) }
    return nil
  }

  /// Enters an object or a list.
  private func open(_ feed: ByteFeed) throws {
    _ = try feed.next()
    path.append(key)
    key = ""
    guard path.count <= Self.depth else {
      throw InputError(file: feed.name, line: feed.line, problem: Self.nestedTooDeep)
    }
  }

  /// Leaves an object or a list.
  private func close(_ feed: ByteFeed) throws {
    _ = try feed.next()
    guard path.popLast() != nil else {
      throw InputError(
        file: feed.name, line: feed.line, problem: "the JSON closes what was not opened")
    }
  }

  /// Reads a string, which is the key of what follows if a colon comes next.
  private func readKey(_ feed: ByteFeed) throws {
    let text = try string(feed)
    try feed.skipSpace()
    if try feed.peek() == UInt8(ascii: ":") {
      _ = try feed.next()
      key = String(decoding: text.dropFirst().dropLast(), as: UTF8.self)
    } else {
      key = ""
    }
  }

  /// Whether an object that begins here is a post: `posts.post[]` or `post`.
  private var isPost: Bool {
    path == ["", "posts", "post"] && key.isEmpty || path == [""] && key == "post"
  }

  private func object(_ feed: ByteFeed, _ line: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var depth = 0
    while let byte = try feed.peek() {
      if byte == UInt8(ascii: "\"") {
        bytes += try string(feed)
      } else {
        _ = try feed.next()
        bytes.append(byte)
        if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { depth += 1 }
        if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
          depth -= 1
          if depth == 0 { return bytes }
        }
      }
      guard bytes.count <= options.longestRecord, depth <= Self.depth else {
        throw InputError(
          file: feed.name, line: line,
          problem: depth > Self.depth
            ? Self.nestedTooDeep
            : "the post is longer than \(options.longestRecord, "byte")")
      }
    }
    throw endsTooEarly(feed, line: line)
  }

  /// How deep objects and lists may be nested.
  private static let depth = 64
  private static let nestedTooDeep = "the JSON is nested more than \(depth) deep"

  private func endsTooEarly(_ feed: ByteFeed, line: Int) -> InputError {
    InputError(
      file: feed.name, line: line, problem: "the JSON ends too early (truncated file)",
      remedy: "Copy or fetch the file again")
  }

  /// A string with its quotes.
  private func string(_ feed: ByteFeed) throws -> [UInt8] {
    let line = feed.line
    var bytes: [UInt8] = []
    while let byte = try feed.next() {
      bytes.append(byte)
      if byte == UInt8(ascii: "\\") {
        if let escaped = try feed.next() { bytes.append(escaped) }
      } else if byte == UInt8(ascii: "\""), bytes.count > 1 {
        return bytes
      }
      guard bytes.count <= options.longestRecord else { break }
    }
    throw InputError(
      file: feed.name, line: line, problem: "a string in the JSON does not end",
      remedy: "Copy or fetch the file again")
  }

  private func post(_ bytes: [UInt8], line: Int) throws(Rejection) -> BibSonomyPost {
    func damaged(_ reason: String) -> Rejection {
      Rejection(file: file, line: line, reason: reason)
    }
    guard let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    else { throw damaged("is not valid JSON") }
    var post = BibSonomyPost(line: line)
    post.user = (object["user"] as? [String: Any])?["name"] as? String ?? ""
    post.description = object["description"] as? String ?? ""
    guard let tags = object["tag"] as? [[String: Any]]? else {
      throw damaged("has a field `tag` that is not a list of tags")
    }
    post.tags = (tags ?? []).compactMap { $0["name"] as? String }
    for kind in ["bibtex", "bookmark", "goldStandardPublication", "publication"] {
      guard let resource = object[kind] as? [String: Any] else { continue }
      post.kind = kind
      for (name, value) in resource where BibSonomyPost.usedFields.contains(name.lowercased()) {
        post.fields[name.lowercased()] = value as? String
      }
      break
    }
    return post
  }
}
