// Decompresses the bytes of gzip members (RFC 1952), given piece by piece. It
// reads no file.
import CZlib

/// A gzip decompressor.
package final class Inflater {
  /// The result of a step.
  package struct Step {
    /// Input bytes used.
    var consumed: Int
    /// Output bytes written.
    package var produced: Int
    /// Whether a member has ended, its checksum and length being right.
    var endsMember: Bool
  }

  /// Damage, in zlib's words.
  struct Damage: Error {
    var text: String
  }

  private var stream = z_stream()
  private let isReady: Bool

  package init() {
    // 16: a gzip header is expected; 15: the largest window.
    isReady =
      inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit { if isReady { inflateEnd(&stream) } }

  /// Decompresses from `input` into `output`.
  ///
  /// - Throws: `Damage`.
  package func step(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws -> Step {
    guard isReady else { throw Damage(text: "out of memory") }
    let given = min(input.count, 1 << 30)
    let room = min(output.count, 1 << 30)
    stream.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.avail_in = UInt32(given)
    stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_out = UInt32(room)
    let code = inflate(&stream, Z_NO_FLUSH)
    let step = Step(
      consumed: given - Int(stream.avail_in), produced: room - Int(stream.avail_out),
      endsMember: code == Z_STREAM_END)
    switch code {
    // Z_BUF_ERROR only says that there was nothing to do.
    case Z_OK, Z_BUF_ERROR: return step
    case Z_STREAM_END:
      inflateReset(&stream)
      return step
    default:
      throw Damage(text: stream.msg.map { String(cString: $0) } ?? "zlib error \(code)")
    }
  }
}
