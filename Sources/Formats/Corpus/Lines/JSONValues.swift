// Finds the objects in a stream of JSON that does not have one per line: arrays,
// objects over several lines, a list inside an object. It checks only brackets
// and strings.
import FormatsFiles

/// Yields the bytes of each object.
final class JSONValues {
  private let feed: ByteFeed
  private let limit: Int
  /// The list of documents in an object; nil if objects are documents.
  private let wrapper: JSONWrapper?
  private var isStarted = false

  init(_ source: ByteSource, limit: Int) throws {
    try source.skipByteOrderMark()
    wrapper = JSONWrapper(try source.peek(1 << 16)[...])
    feed = try ByteFeed(source)
    self.limit = limit
  }

  /// The line that was reached.
  var line: Int { feed.line }

  /// The next object and the line on which it begins, or nil at the end.
  ///
  /// - Throws: `Rejection` for an object that does not end; `InputError` for one
  ///   that is too long.
  func next() throws -> (bytes: [UInt8], line: Int)? {
    if !isStarted {
      isStarted = true
      for _ in 0..<(wrapper?.start ?? 0) { _ = try feed.next() }
    }
    while let byte = try feed.peek() {
      if byte == UInt8(ascii: "{") { return try object() }
      if byte == UInt8(ascii: "]"), let wrapper {
        try finish(wrapper)
        return nil
      }
      if byte == UInt8(ascii: "\"") {
        // A string outside of objects means nothing.
        _ = try feed.next()
        try skipString()
      } else {
        _ = try feed.next()
      }
    }
    return nil
  }

  /// Passes over a string whose first quote is taken.
  private func skipString() throws {
    while let inside = try feed.next(), inside != UInt8(ascii: "\"") {
      if inside == UInt8(ascii: "\\") { _ = try feed.next() }
    }
  }

  /// Passes over what follows the list in its object, which is about the list.
  ///
  /// - Throws: `Rejection` if that object is not all.
  private func finish(_ wrapper: JSONWrapper) throws {
    var depth = wrapper.depth
    while depth > 0, let byte = try feed.next() {
      switch byte {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "\""): try skipString()
      default: break
      }
    }
    try feed.skipSpace()
    guard try feed.peek() != nil else { return }
    let line = feed.line
    while try feed.next() != nil {}
    throw Rejection(
      line: line, reason: "follows the object with the list of documents, of which only the first one was read")
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
