// Compresses a stream of bytes into an `AtomicFile`.
import CZlib

/// Writes a gzip file whose bytes depend on nothing but the content: no time,
/// no name, no operating system in its header.
public final class GzipWriter {
  /// The first ten bytes of every file: method deflate, no flags, no time,
  /// no extra flags, operating system unknown (RFC 1952).
  public static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]

  private let file: AtomicFile
  private let level: Int32
  private var stream = z_stream()
  private var output = [UInt8](repeating: 0, count: 1 << 16)
  private var checksum: UInt = 0
  private var size: UInt64 = 0

  /// - Parameters:
  ///   - path: the final name; see `AtomicFile`.
  ///   - level: 0 (stored) to 9 (small).
  /// - Throws: `InputError` as `AtomicFile`.
  public init(path: String, level: Int32 = 6) throws {
    file = try AtomicFile(path: path)
    self.level = level
    // Raw deflate: the header and the trailer are ours.
    let code = deflateInit2_(
      &stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      throw InputError(file: path, problem: "cannot be compressed: zlib error \(code)")
    }
    checksum = crc32(0, nil, 0)
    try Self.header.withUnsafeBytes { try file.write($0) }
  }

  deinit { deflateEnd(&stream) }

  /// Appends bytes.
  ///
  /// - Throws: `InputError` as `AtomicFile.write`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      rest = rest.dropFirst(piece.count)
      let start = piece.bindMemory(to: UInt8.self).baseAddress
      checksum = crc32(checksum, start, UInt32(piece.count))
      size += UInt64(piece.count)
      stream.next_in = UnsafeMutablePointer(mutating: start)
      stream.avail_in = UInt32(piece.count)
      try run(Z_NO_FLUSH)
    }
  }

  /// Appends bytes without compressing them: for those that would hardly shrink.
  ///
  /// - Throws: `InputError` as `AtomicFile.write`.
  public func store(_ bytes: UnsafeRawBufferPointer) throws {
    try change(level: 0)
    try write(bytes)
    try change(level: level)
  }

  /// Appends the UTF-8 bytes of `text`.
  public func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }

  /// Ends the stream and gives the file its final name.
  ///
  /// - Throws: `InputError` as `AtomicFile.commit`.
  public func commit() throws {
    stream.avail_in = 0
    try run(Z_FINISH)
    var trailer: [UInt8] = []
    for value in [UInt32(truncatingIfNeeded: checksum), UInt32(truncatingIfNeeded: size)] {
      withUnsafeBytes(of: value.littleEndian) { trailer.append(contentsOf: $0) }
    }
    try trailer.withUnsafeBytes { try file.write($0) }
    try file.commit()
  }

  /// What is still to be compressed is compressed before, which may need more room than there is.
  private func change(level: Int32) throws {
    stream.avail_in = 0
    var isDone = false
    repeat { try output { isDone = deflateParams(&stream, level, Z_DEFAULT_STRATEGY) == Z_OK } } while !isDone
  }

  private func run(_ flush: Int32) throws {
    var finished = false
    repeat {
      try output { finished = deflate(&stream, flush) == Z_STREAM_END }
    } while flush == Z_FINISH ? !finished : stream.avail_out == 0
  }

  /// Writes what `compress` puts out.
  private func output(_ compress: () -> Void) throws {
    try output.withUnsafeMutableBytes { buffer in
      stream.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
      stream.avail_out = UInt32(buffer.count)
      compress()
      let count = buffer.count - Int(stream.avail_out)
      try file.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
