// Line ends of old Macintosh files, which some programs still write: carriage returns alone. What the
// lines hold does not matter here.

extension ByteSource {
  /// Opens a file of lines that people write, such as a list of tags: without a byte-order mark, and
  /// with line feeds whatever ends its lines.
  ///
  /// - Throws: `InputError` as `init(path:)` and `read(into:)`.
  package static func ofLines(_ path: String) throws -> ByteSource {
    let source = try ByteSource(path: path)
    try source.unifyLineEnds()
    try source.skipByteOrderMark()
    return source
  }

  /// Makes line feeds of carriage returns if the beginning of the stream has only these.
  ///
  /// - Throws: `InputError` as `read(into:)`.
  package func unifyLineEnds() throws {
    let size = 1 << 14
    let start = try peek(size)
    // A line feed may follow a carriage return at the end of what is seen.
    let seen = start.count == size ? start.dropLast() : start[...]
    if seen.contains(0x0D), !seen.contains(0x0A) { try convert(by: .carriageReturns()) }
  }
}
