// Standard input for stages, which read an input twice: once to hash it, once
// to work with it.
import FormatsFiles
import Foundation

/// An input as a stage reads it, from a file or from standard input (`-`).
package struct StageInput {
  /// The name as the user gave it, for `ByteSource` and error messages.
  package let path: String
  /// The name under which the bytes can be read for the hash.
  package let hashedPath: String
  /// The last part of the name, without folders, for results: they must not
  /// depend on where a file is.
  package let title: String

  /// - Throws: `InputError` when standard input cannot be read or stored.
  package init(_ path: String) throws {
    self.path = path
    title = path == "-" ? "standard input" : URL(fileURLWithPath: path).lastPathComponent
    hashedPath = path == "-" ? "/dev/stdin" : path
    if path == "-" { try Self.makeStandardInputSeekable() }
  }

  /// Replaces a pipe by a nameless temporary file with the same bytes.
  private static func makeStandardInputSeekable() throws {
    guard lseek(STDIN_FILENO, 0, SEEK_CUR) < 0 else { return }
    func failure(_ problem: String) -> InputError {
      InputError(.standardInput, problem: "\(problem): \(lastSystemError())")
    }
    let scratch = try ScratchFile()
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure("cannot be read") }
      if count == 0 { break }
      try chunk.withUnsafeBytes {
        try scratch.append(UnsafeRawBufferPointer(rebasing: $0.prefix(count)))
      }
    }
    guard scratch.replace(STDIN_FILENO) else { throw failure("cannot be read again") }
  }
}
