// A stream of bytes that can be looked at before it is taken: what a format
// of mixed text and binary needs. It decodes nothing.
import FormatsFiles

/// Buffers a `ByteSource`; the buffer grows only with bytes that are there.
final class BufferedBytes {
  let name: String
  private let source: ByteSource
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var start = 0
  private var end = 0

  init(_ source: ByteSource) {
    self.source = source
    name = source.name
  }

  /// The bytes in the buffer, not yet taken.
  var waiting: ArraySlice<UInt8> { buffer[start..<end] }

  /// Buffers at least `count` bytes; false if the stream ends before.
  func fill(_ count: Int) throws -> Bool {
    while end - start < count {
      if start > 0 {
        buffer.withUnsafeMutableBytes {
          $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<end]))
        }
        end -= start
        start = 0
      }
      if end == buffer.count {
        buffer.append(contentsOf: repeatElement(0, count: buffer.count))
      }
      let room = end..<buffer.count
      let read = try buffer.withUnsafeMutableBytes {
        try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[room]))
      }
      if read == 0 { return false }
      end += read
    }
    return true
  }

  /// The number of waiting bytes before the first `stop`, nil if the stream
  /// ends or `limit` bytes pass without one.
  func distance(to stop: UInt8, limit: Int) throws -> Int? {
    var searched = 0
    while true {
      if let found = buffer[(start + searched)..<end].firstIndex(of: stop) {
        return found - start <= limit ? found - start : nil
      }
      searched = end - start
      guard searched <= limit, try fill(searched + 1) else { return nil }
    }
  }

  /// Takes `count` waiting bytes.
  func take(_ count: Int) -> ArraySlice<UInt8> {
    precondition(count <= end - start)
    defer { start += count }
    return buffer[start..<start + count]
  }

  /// Whether the stream has ended.
  func isAtEnd() throws -> Bool { try !fill(1) }
}
