// Results that go to a file or to standard output.
import ArgumentParser
import Foundation
import Formats

/// Writes `bytes` to standard output (`-`) or, whole or not at all, to a file. A file that
/// holds them already is left alone.
///
/// - Throws: `InputError` when they cannot be written; as `writeOut(_:)` for
///   standard output.
public func writeOut(_ bytes: [UInt8], to path: String) throws {
  if path == "-" { return try writeOut(bytes) }
  if let found = FileManager.default.contents(atPath: path), found.elementsEqual(bytes) { return }
  let file = try AtomicFile(path: path)
  try bytes.withUnsafeBytes { try file.write($0) }
  try file.commit()
}

/// Writes `bytes` to standard output.
///
/// - Throws: `InputError` when they cannot be written. Where nobody reads any more,
///   `ExitCode`, which ends the program without a word, as SIGPIPE does where it is
///   not ignored.
public func writeOut(_ bytes: [UInt8]) throws {
  try bytes.withUnsafeBytes { bytes in
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = write(STDOUT_FILENO, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE {
        throw ExitCode(128 + SIGPIPE)
      } else if errno != EINTR {
        throw InputError(
          file: "(standard output)", problem: "cannot be written: \(lastSystemError())",
          remedy: "Make room, or write elsewhere")
      }
    }
  }
}
