// Finds the objects in a stream of JSON that does not have one per line: arrays,
// objects over several lines, a list inside an object. It checks only brackets
// and strings.
import FormatsFiles

/// Yields the bytes of each object.
final class JSONValues {
  private let feed: ByteFeed
  private let limit: Int
  private var isStarted = false

  init(_ source: ByteSource, limit: Int) throws {
    feed = try ByteFeed(source)
    self.limit = limit
  }

  /// The line that was reached.
  var line: Int { feed.line }

  /// Names under which other programs wrap their list of documents.
  private static let wrappers = [
    "items", "data", "documents", "docs", "records", "results", "rows", "entries", "articles",
    "references",
  ]

  /// The next object and the line on which it begins, or nil at the end.
  ///
  /// - Throws: `Rejection` for an object that does not end; `InputError` for one
  ///   that is too long.
  func next() throws -> (bytes: [UInt8], line: Int)? {
    if !isStarted {
      isStarted = true
      try skipWrapper()
    }
    while let byte = try feed.peek() {
      if byte == UInt8(ascii: "{") { return try object() }
      if byte == UInt8(ascii: "\"") {
        // A string outside of objects means nothing.
        _ = try feed.next()
        while let inside = try feed.next(), inside != UInt8(ascii: "\"") {
          if inside == UInt8(ascii: "\\") { _ = try feed.next() }
        }
      } else {
        _ = try feed.next()
      }
    }
    return nil
  }

  /// Passes over `{"items": [`.
  private func skipWrapper() throws {
    var start: [UInt8] = []
    while start.count < 200, let byte = try feed.peek(start.count) { start.append(byte) }
    if Self.isWrapper(start[...]) {
      while let byte = try feed.next(), byte != UInt8(ascii: "[") {}
    }
  }

  /// Whether JSON begins with an object whose first field is a list of objects.
  static func isWrapper(_ start: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: start.prefix(200), as: UTF8.self)
    guard let match = text.prefixMatch(of: /\s*\{\s*"([a-z]+)"\s*:\s*\[\s*\{/) else { return false }
    return wrappers.contains(String(match.1))
  }

  private func object() throws -> (bytes: [UInt8], line: Int) {
    let line = feed.line
    var bytes: [UInt8] = []
    var depth = 0
    var isInString = false
    while let byte = try feed.next() {
      bytes.append(byte)
      guard bytes.count <= limit else {
        throw InputError(
          file: feed.name, line: line, problem: "the object is longer than \(limit, "byte")",
          remedy: "Check that this is a JSON file with one object per document")
      }
      if isInString {
        if byte == UInt8(ascii: "\\"), let escaped = try feed.next() {
          bytes.append(escaped)
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
      } else if byte == UInt8(ascii: "\"") {
        isInString = true
      } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        depth += 1
      } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
        depth -= 1
        if depth == 0 { return (bytes, line) }
      }
    }
    throw Rejection(line: line, reason: "is an object that does not end before the end of the file")
  }
}
