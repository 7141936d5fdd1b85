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
    func check(_ isDone: Bool, _ problem: String) throws {
      guard isDone else {
        throw InputError(file: "-", problem: "\(problem): \(lastSystemError())")
      }
    }
    let folder = FileManager.default.temporaryDirectory.path
    var name = Array("\(folder)/jman-input-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    try check(descriptor >= 0, "cannot be stored in \(folder)")
    defer { close(descriptor) }
    unlink(name)
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      try check(count >= 0, "cannot be read")
      if count == 0 { break }
      var written = 0
      while written < count {
        let step = chunk.withUnsafeBytes {
          write(descriptor, $0.baseAddress.map { $0 + written }, count - written)
        }
        if step < 0, errno == EINTR { continue }
        try check(step > 0, "cannot be stored in \(folder)")
        written += step
      }
    }
    try check(
      lseek(descriptor, 0, SEEK_SET) == 0 && dup2(descriptor, STDIN_FILENO) >= 0,
      "cannot be read again")
  }
}
