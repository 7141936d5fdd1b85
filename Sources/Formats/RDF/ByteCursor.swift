// A window on a stream of bytes with a position: the lowest layer of the
// Turtle family's lexer. It knows lines and columns, but no syntax.
import FormatsFiles

/// Reads a stream byte by byte with bounded lookahead.
struct ByteCursor {
  let name: String
  private let source: ByteSource
  private let buffer: Buffer
  private var position = 0
  private var filled = 0
  private var isExhausted = false
  /// Bytes that came before the buffer's first.
  private var passed = 0
  private(set) var line = 1
  /// The offset in the stream at which the line begins.
  private var lineStart = 0

  /// The longest lookahead, which bounds the length of a name.
  static let lookaheadLimit = 1 << 20

  private final class Buffer {
    var base: UnsafeMutablePointer<UInt8>
    var capacity: Int
    init(_ capacity: Int) {
      base = .allocate(capacity: capacity)
      self.capacity = capacity
    }
    deinit { base.deallocate() }
  }

  init(_ source: ByteSource) throws {
    self.source = source
    name = source.name
    buffer = Buffer(1 << 17)
    try source.skipByteOrderMark()
  }

  /// The column, in bytes from 1.
  var column: Int { passed + position - lineStart + 1 }

  /// The rest of the buffer, never empty except at the end of the stream.
  @inline(__always)
  mutating func rest() throws -> ByteView {
    if position == filled { try fill(1) }
    return ByteView(start: buffer.base + position, count: filled - position)
  }

  /// The byte `offset` places ahead, or nil beyond the end.
  @inline(__always)
  mutating func peek(_ offset: Int = 0) throws -> UInt8? {
    if position + offset >= filled {
      try fill(offset + 1)
      if position + offset >= filled { return nil }
    }
    return buffer.base[position + offset]
  }

  /// Skips `count` bytes, none of them a line feed.
  @inline(__always)
  mutating func advance(_ count: Int = 1) { position += count }

  /// Passes over a line feed.
  @inline(__always)
  mutating func advanceLine() {
    position += 1
    line += 1
    lineStart = passed + position
  }

  /// The scalar at `offset` places ahead, beyond ASCII.
  ///
  /// - Throws: `InputError` when the bytes are not UTF-8.
  mutating func scalar(at offset: Int = 0) throws -> (scalar: UInt32, count: Int) {
    if position + offset + 4 > filled { try fill(offset + 4) }
    guard
      let found = decodeUTF8(
        buffer.base + position + offset, available: filled - position - offset)
    else { throw failure("the bytes are not valid UTF-8") }
    return found
  }

  /// An error at the present position.
  func failure(_ problem: String, remedy: String? = nil) -> InputError {
    InputError(file: name, line: line, column: column, problem: problem, remedy: remedy)
  }

  /// Makes `count` bytes available from the position on, unless the stream
  /// ends before.
  private mutating func fill(_ count: Int) throws {
    guard count <= Self.lookaheadLimit else {
      throw failure("a name is longer than \(Self.lookaheadLimit, "byte")")
    }
    if position > 0, position + count > buffer.capacity || position == filled {
      buffer.base.update(from: buffer.base + position, count: filled - position)
      passed += position
      filled -= position
      position = 0
    }
    if count > buffer.capacity {
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * count)
      larger.update(from: buffer.base, count: filled)
      buffer.base.deallocate()
      buffer.base = larger
      buffer.capacity = 2 * count
    }
    while !isExhausted, filled < position + count {
      let room = UnsafeMutableRawBufferPointer(
        start: buffer.base + filled, count: buffer.capacity - filled)
      let got = try source.read(into: room)
      if got == 0 { isExhausted = true }
      filled += got
    }
  }
}
