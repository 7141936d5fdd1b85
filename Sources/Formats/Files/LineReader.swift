// Cuts a stream of bytes into lines. It decodes nothing.

/// Reads lines, ended by a newline, from a `ByteSource`.
///
/// Memory is bounded by the longest line, and that by `limit`.
public struct LineReader {
  /// The stream's name for error messages.
  public var name: String { source.name }
  /// The number of the line that `next()` returned last, from 1.
  public private(set) var lineNumber = 0

  private let source: ByteSource
  private let limit: Int
  private var buffer: [UInt8]
  private var start = 0
  private var end = 0

  /// - Parameter limit: the longest line accepted, in bytes.
  public init(_ source: ByteSource, limit: Int = 64 << 20) {
    self.source = source
    self.limit = limit
    buffer = [UInt8](repeating: 0, count: 1 << 16)
  }

  /// The next line without its `\n` (a `\r` before it stays), or nil at the end.
  ///
  /// - Throws: `InputError` when the stream is damaged or a line is too long.
  public mutating func next() throws -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let newline = buffer[searched..<end].firstIndex(of: 0x0A) {
        defer { start = newline + 1 }
        lineNumber += 1
        return buffer[start..<newline]
      }
      searched = end
      if start > 0 {
        // Move the unfinished line to the front.
        buffer.replaceSubrange(0..<(end - start), with: Array(buffer[start..<end]))
        searched -= start
        end -= start
        start = 0
      }
      if end == buffer.count {
        guard end < limit else {
          throw InputError(
            file: name, line: lineNumber + 1,
            problem: "the line is longer than \(limit, "byte")",
            remedy: "Check that this is a text file with one record per line")
        }
        buffer.append(contentsOf: repeatElement(0, count: buffer.count))
      }
      let room = end..<buffer.count
      let count = try buffer.withUnsafeMutableBytes {
        try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[room]))
      }
      if count == 0 {
        guard start < end else { return nil }
        defer { start = end }
        lineNumber += 1
        return buffer[start..<end]
      }
      end += count
    }
  }
}
