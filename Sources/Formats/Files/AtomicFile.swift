// Writes a file so that nobody ever sees half of it under its name.
import Foundation

/// A file being written: the bytes go to a temporary name in the same folder
/// and appear under the final name, whole and on disk, only at `commit()`.
///
/// The temporary name is `.NAME.partial`, locked while it is written: a second
/// writer of the same file is refused, and what a killed one left is reused.
public final class AtomicFile {
  /// The final name.
  public let path: String
  private let partialPath: String
  private var descriptor: Int32

  /// Opens the temporary file.
  ///
  /// - Throws: `InputError` when the folder cannot be written to, another process
  ///   is writing the same file, or the name is a device's or a folder's: a file
  ///   must not take the place of /dev/null.
  public init(path: String) throws {
    self.path = path
    var info = stat()
    if stat(path, &info) == 0, info.st_mode & S_IFMT != S_IFREG {
      throw InputError(
        file: path, problem: "is no file, and none can be put in its place",
        remedy: "Give the name of a file")
    }
    partialPath = Self.partialPath(of: path)
    // A signal between making the file and noting it would leave it behind.
    let signals = PartialFiles.holdSignals()
    defer { PartialFiles.release(signals) }
    descriptor = open(partialPath, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw InputError(
        file: path, problem: "cannot be written: \(lastSystemError())",
        remedy: "Check that the folder exists and may be written to")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw InputError(
        file: path, problem: "is being written by another process",
        remedy: "Wait until that one has ended, or stop it")
    }
    guard ftruncate(descriptor, 0) == 0 else {
      let reason = lastSystemError()
      close(descriptor)
      throw InputError(file: path, problem: "cannot be written: \(reason)")
    }
    PartialFiles.add(partialPath)
  }

  deinit { abandon() }

  private static func partialPath(of path: String) -> String {
    let url = URL(fileURLWithPath: path)
    return url.deletingLastPathComponent()
      .appendingPathComponent(".\(url.lastPathComponent).partial").path
  }

  /// Removes what a killed writer of the file at `path` left, if nobody is
  /// writing it now.
  public static func removeLeftovers(of path: String) {
    let partial = partialPath(of: path)
    let descriptor = open(partial, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(partial) }
    close(descriptor)
  }

  /// Appends bytes.
  ///
  /// - Throws: `InputError` naming the file, for instance when the disk is full.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest)
      let count = Foundation.write(descriptor, piece.baseAddress, piece.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw failure()
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Appends the UTF-8 bytes of `text`.
  public func write(_ text: String) throws {
    try Array(text.utf8).withUnsafeBytes { try write($0) }
  }

  /// Puts the bytes on the disk and gives the file its final name.
  ///
  /// - Throws: `InputError` naming the file; the old file is then untouched.
  public func commit() throws {
    guard fsync(descriptor) == 0 else { throw failure() }
    guard rename(partialPath, path) == 0 else { throw failure() }
    PartialFiles.remove(partialPath)
    close(descriptor)
    descriptor = -1
    // The new name itself must survive a power cut too.
    let folder = open(
      URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// Removes the temporary file; the old file under the final name stays.
  public func abandon() {
    guard descriptor >= 0 else { return }
    unlink(partialPath)
    PartialFiles.remove(partialPath)
    close(descriptor)
    descriptor = -1
  }

  private func failure() -> InputError {
    let full = errno == ENOSPC || errno == EDQUOT
    return InputError(
      file: path, problem: "cannot be written: \(lastSystemError())",
      remedy: full ? "Make room on the disk and run the command again; nothing is lost" : nil)
  }

  /// Writes `text` to `path` in one go.
  ///
  /// - Throws: `InputError` as the other members.
  public static func write(_ text: String, to path: String) throws {
    let file = try AtomicFile(path: path)
    try file.write(text)
    try file.commit()
  }
}
