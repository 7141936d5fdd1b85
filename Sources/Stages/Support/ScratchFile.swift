// A temporary file without a name: it disappears however the process ends.
import FormatsFiles
import Foundation

/// A file that is filled and read again, many times over.
package final class ScratchFile {
  package let descriptor: Int32
  /// The path by which the file can be opened.
  package var path: String { "/proc/self/fd/\(descriptor)" }

  /// - Parameters:
  ///   - other: a folder to use if none for temporary files can be written to.
  ///   - isInherited: whether programs that this one starts get its descriptor.
  /// - Throws: `InputError` if no folder can be written to.
  package init(orIn other: String? = nil, isInherited: Bool = false) throws {
    let folders: [String?] = [FileManager.default.temporaryDirectory.path, "/tmp", "/var/tmp", other]
    for folder in folders.compactMap({ $0 }) {
      var name = Array("\(folder)/jman-XXXXXX".utf8CString)
      let opened = mkstemp(&name)
      guard opened >= 0 else { continue }
      unlink(name)
      if !isInherited { _ = fcntl(opened, F_SETFD, FD_CLOEXEC) }
      descriptor = opened
      return
    }
    throw InputError(
      other.map { InputError.Place.file($0) } ?? .machine("(temporary file)"),
      problem: "no temporary file can be made: \(lastSystemError())",
      remedy: "Set TMPDIR to a folder that can be written to")
  }

  deinit { close(descriptor) }

  /// Empties the file.
  package func clear() {
    ftruncate(descriptor, 0)
    lseek(descriptor, 0, SEEK_SET)
  }

  /// - Throws: `InputError` if the disk is full.
  package func append(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw InputError(
          .machine("(temporary file)"), problem: "cannot be written: \(lastSystemError())",
          remedy: "Make room, or set TMPDIR to a folder with more")
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Makes another descriptor one of this file, at its beginning.
  ///
  /// - Returns: whether that was possible; `errno` says why not.
  func replace(_ other: Int32) -> Bool {
    lseek(descriptor, 0, SEEK_SET) == 0 && dup2(descriptor, other) >= 0
  }
}
