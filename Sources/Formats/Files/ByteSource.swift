// Reads bytes from a plain or gzipped file or from standard input. It knows
// nothing of what the bytes mean.
import CZlib
import Foundation

/// A stream of decompressed bytes: a file, plain or gzip, or standard input.
///
/// Whether the input is gzip is told from its first bytes, so a wrong file
/// name ending does no harm. Several gzip members in one file are one stream.
public final class ByteSource {
  /// The name for error messages; `-` is standard input.
  public let name: String
  private var handle: gzFile?
  private var isAtEnd = false
  /// Bytes that were looked at and not yet read.
  private var lookahead: [UInt8] = []

  /// Opens `path` for reading; `-` reads standard input.
  ///
  /// - Throws: `InputError` when there is no such file or no permission.
  public init(path: String) throws {
    name = path
    if path != "-" {
      var info = stat()
      guard stat(path, &info) == 0 else {
        throw InputError.cannotOpen(path)
      }
      guard info.st_mode & S_IFMT != S_IFDIR else {
        throw InputError(file: path, problem: "is a directory, not a file")
      }
    }
    let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw InputError(
        file: path, problem: "cannot be opened: \(lastSystemError())")
    }
    handle = gzdopen(descriptor, "rb")
    guard let handle else {
      close(descriptor)
      throw InputError(file: path, problem: "cannot be opened: out of memory")
    }
    gzbuffer(handle, 1 << 15)
  }

  deinit {
    if let handle { gzclose(handle) }
  }

  /// Reads up to `buffer.count` bytes; 0 means the end of the stream.
  ///
  /// - Throws: `InputError` for a truncated or damaged gzip stream and for a
  ///   failing device.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard buffer.count > 0 else { return 0 }
    if !lookahead.isEmpty {
      let count = min(lookahead.count, buffer.count)
      lookahead.withUnsafeBytes {
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count]))
      }
      lookahead.removeFirst(count)
      return count
    }
    return try readOn(into: buffer)
  }

  /// The next `count` bytes, or fewer at the end, without consuming them.
  ///
  /// It is how a reader recognises the format of a stream by its content.
  ///
  /// - Throws: `InputError` as `read(into:)`.
  public func peek(_ count: Int) throws -> [UInt8] {
    while lookahead.count < count {
      var chunk = [UInt8](repeating: 0, count: count - lookahead.count)
      let got = try chunk.withUnsafeMutableBytes { try readOn(into: $0) }
      if got == 0 { break }
      lookahead.append(contentsOf: chunk[..<got])
    }
    return Array(lookahead.prefix(count))
  }

  /// Takes UTF-8's byte-order mark, where the next bytes are one.
  ///
  /// - Throws: `InputError` as `read(into:)`.
  func skipByteOrderMark() throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if try peek(mark.count) == mark { lookahead.removeFirst(mark.count) }
  }

  private func readOn(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard !isAtEnd, let handle, let base = buffer.baseAddress else { return 0 }
    let wanted = min(buffer.count, 1 << 30)
    let count = Int(gzread(handle, base, UInt32(wanted)))
    if count < wanted {
      // zlib tells of an early end only through its error state.
      var code: Int32 = 0
      let message = gzerror(handle, &code)
      switch code {
      case Z_OK, Z_STREAM_END: break
      case Z_BUF_ERROR:
        throw InputError(
          file: name, problem: "the compressed data end too early (truncated file)",
          remedy: "Copy or make the file again")
      case Z_ERRNO:
        throw InputError(
          file: name, problem: "cannot be read: \(lastSystemError())")
      default:
        let text = message.map { String(cString: $0) } ?? "zlib error \(code)"
        throw InputError(
          file: name, problem: "the compressed data are damaged (\(text))",
          remedy: "Copy or make the file again")
      }
      if count <= 0 { isAtEnd = true }
    }
    return max(count, 0)
  }

  /// Reads the whole rest of the stream, at most `limit` bytes.
  ///
  /// - Throws: `InputError` as `read(into:)`, and when there are more bytes.
  public func readAll(limit: Int = Int.max) throws -> [UInt8] {
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try chunk.withUnsafeMutableBytes { try read(into: $0) }
      if count == 0 { return all }
      guard all.count + count <= limit else {
        throw InputError(
          file: name, problem: "holds more than \(limit) bytes")
      }
      all.append(contentsOf: chunk[..<count])
    }
  }
}

/// The text of `errno`, as the C library words it.
public func lastSystemError() -> String {
  String(cString: strerror(errno))
}

extension InputError {
  /// Refuses a pipe and a device, which give their bytes only once or for ever.
  /// It is asked before opening, for that may wait for the pipe's other end.
  ///
  /// - Throws: `InputError` that names the way through standard input.
  static func checkRepeatable(_ path: String) throws {
    var info = stat()
    guard stat(path, &info) == 0 else { throw cannotOpen(path) }
    let isPipe = [S_IFIFO, S_IFSOCK].contains(info.st_mode & S_IFMT)
    let isDevice = info.st_mode & S_IFMT == S_IFCHR && path != "/dev/stdin" && path != "/dev/null"
    guard isPipe || isDevice else { return }
    throw InputError(
      file: path, problem: "is a \(isPipe ? "pipe" : "device"), which cannot be read twice",
      remedy: "Give - for the path and the data on standard input")
  }

  /// The error of a call to `open` or `stat` that has just failed.
  static func cannotOpen(_ path: String) -> InputError {
    let isAbsent = errno == ENOENT
    return InputError(
      file: path, problem: "cannot be opened: \(lastSystemError())",
      remedy: isAbsent ? "Check the name, or run the stage that makes this file" : nil)
  }
}
