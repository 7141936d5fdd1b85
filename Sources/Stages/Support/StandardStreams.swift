// The one writer for standard output and standard error. What cannot be written
// to standard output is a failure; what cannot be written to standard error is
// not: a full disk under the log must not end a training.
import ArgumentParser
import Formats
import FormatsFiles
import Foundation

enum StandardStreams {
  /// Prepares the three standard streams; the first thing a program does.
  ///
  /// A stream that is closed would be taken by the first file that is opened, and
  /// messages would get into a result. A pipe whose reader has gone would end the
  /// program by SIGPIPE.
  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    // Opened for the wrong direction: using it fails, as if it were still closed.
    for (stream, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
    where fcntl(stream, F_GETFD) < 0 && errno == EBADF {
      // The lowest free number is given, which is this one.
      _ = open("/dev/null", mode)
    }
  }

  /// Writes all of `bytes`.
  ///
  /// - Returns: 0, or the `errno` of the failure.
  static func write(_ bytes: UnsafeRawBufferPointer, to stream: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest)
      let count = Foundation.write(stream, piece.baseAddress, piece.count)
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count < 0, errno == EAGAIN {
        // Somebody has made the terminal or pipe non-blocking.
        var waiting = pollfd(fd: stream, events: Int16(POLLOUT), revents: 0)
        guard poll(&waiting, 1, 10_000) > 0 else { return EAGAIN }
      } else if count == 0 || errno != EINTR {
        return count == 0 ? EIO : errno
      }
    }
    return 0
  }

  /// Writes to standard error; a failure is ignored.
  static func writeError(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write($0, to: STDERR_FILENO) }
  }
}

/// Prints a line on standard error, in one piece, after the label of this run
/// if several run side by side. Control characters are shown, not obeyed. It never
/// fails.
package func printError(_ text: String) {
  let label = StageEnvironment.label.map { "\($0): " } ?? ""
  StandardStreams.writeError((label + text).visible + "\n")
}

/// Writes `bytes` to standard output (`-`) or, whole or not at all, to a file. A file that
/// holds them already is left alone.
///
/// - Throws: `InputError` when they cannot be written; as `writeOut(_:)` for
///   standard output.
package func writeOut(_ bytes: [UInt8], to path: String) throws {
  if path == "-" { return try writeOut(bytes) }
  if let found = FileManager.default.contents(atPath: path), found.elementsEqual(bytes) { return }
  let file = try AtomicFile(path: path)
  try bytes.withUnsafeBytes { try file.write($0) }
  try file.commit()
}

/// Writes `bytes` to standard output as they are; on a terminal control characters
/// are shown.
///
/// - Throws: `InputError` when they cannot be written. If nobody reads any more,
///   `ExitCode`, which ends the program without a message, as SIGPIPE does unless it is
///   ignored.
package func writeOut(_ bytes: [UInt8]) throws {
  if isatty(STDOUT_FILENO) == 1 {
    return try writeExactly(Array(String(decoding: bytes, as: UTF8.self).visible.utf8))
  }
  try writeExactly(bytes)
}

/// Writes text for people to standard output. Control characters are shown, not obeyed.
///
/// - Throws: as `writeOut(_:)`.
package func writeOut(_ text: String) throws { try writeExactly(Array(text.visible.utf8)) }

/// Writes text for people to standard output (`-`) or to a file. Control characters
/// are shown in both.
///
/// - Throws: as `writeOut(_:to:)`.
package func writeOut(_ text: String, to path: String) throws {
  if path == "-" { return try writeOut(text) }
  try writeOut(Array(text.visible.utf8), to: path)
}

private func writeExactly(_ bytes: [UInt8]) throws {
  switch bytes.withUnsafeBytes({ StandardStreams.write($0, to: STDOUT_FILENO) }) {
  case 0: return
  case EPIPE: throw ExitCode(128 + SIGPIPE)
  case let code:
    errno = code
    throw InputError(
      .standardOutput, problem: "cannot be written: \(lastSystemError())",
      remedy: "Make room, or write elsewhere")
  }
}
