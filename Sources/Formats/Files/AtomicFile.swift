// Writes a file so that nobody ever sees half of it under its name.
import Foundation

/// A file being written: the bytes go to a temporary name in the same folder
/// and appear under the final name, whole and on disk, only at `commit()`.
///
/// The temporary name is `.NAME.partial`, locked while it is written: a second
/// writer of the same file is refused, and what a killed one left is reused.
/// If the path is a symbolic link, its target is written.
public final class AtomicFile {
  /// The final name, as the caller gave it.
  public let path: String
  private let target: FileTarget
  private var descriptor: Int32

  /// Opens the temporary file.
  ///
  /// - Throws: `InputError` when the folder cannot be written to, another process
  ///   is writing the same file, or the name is that of a device or a folder: a
  ///   file must not replace /dev/null.
  public init(path: String) throws {
    self.path = path
    target = try FileTarget(path: path)
    // A signal between making the file and noting it would leave it behind.
    let signals = PartialFiles.holdSignals()
    defer { PartialFiles.release(signals) }
    descriptor = try Self.openPartial(target, of: path)
    PartialFiles.add(target.partialPath)
  }

  /// Refuses a name that no file can have, before there is anything to write: that of a folder or a device.
  /// A folder that is not there yet may still be made.
  ///
  /// - Throws: `InputError` as the initialiser.
  public static func checkName(_ path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if path.isEmpty || path.hasSuffix("/") || access(folder, F_OK) == 0 { _ = try FileTarget(path: path) }
  }

  /// The path of the file that would be written, links followed; nil if none can be.
  public static func target(of path: String) -> String? { try? FileTarget(path: path).path }

  deinit { abandon() }

  /// Opens and locks the temporary file, empty.
  private static func openPartial(_ target: FileTarget, of path: String) throws -> Int32 {
    let partial = target.partialPath
    while true {
      // Somebody else's link or pipe under this name must not be followed or waited for.
      let descriptor = FileDescriptor.uninterrupted {
        open(partial, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666)
      }
      guard descriptor >= 0 else {
        if errno == ELOOP || errno == ENXIO { throw notOurs(partial) }
        throw FileTarget.cannotWrite(path)
      }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        close(descriptor)
        throw InputError(
          file: path, problem: "is being written by another process",
          remedy: "Wait until that one has ended, or stop it")
      }
      // Between opening and locking another writer may have given this very file its
      // final name: what would be emptied then is a finished result.
      guard let info = status(of: descriptor, under: partial) else {
        close(descriptor)
        continue
      }
      guard info.st_mode & S_IFMT == S_IFREG, info.st_nlink == 1 else {
        close(descriptor)
        throw notOurs(partial)
      }
      guard ftruncate(descriptor, 0) == 0 else {
        let reason = lastSystemError()
        close(descriptor)
        throw InputError(file: path, problem: "cannot be written: \(reason)")
      }
      return descriptor
    }
  }

  /// The status of an open file if the name still refers to it.
  private static func status(of descriptor: Int32, under name: String) -> stat? {
    var opened = stat()
    var named = stat()
    guard fstat(descriptor, &opened) == 0, lstat(name, &named) == 0,
      opened.st_dev == named.st_dev, opened.st_ino == named.st_ino
    else { return nil }
    return opened
  }

  private static func notOurs(_ partial: String) -> InputError {
    InputError(
      file: partial, problem: "is a link, a pipe or a device, where a temporary file would be written",
      remedy: "Remove it")
  }

  /// Removes what a killed writer of the file at `path` left, if nobody is
  /// writing it now.
  public static func removeLeftovers(of path: String) {
    guard let partial = try? FileTarget(path: path).partialPath else { return }
    let descriptor = open(partial, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0, status(of: descriptor, under: partial) != nil {
      unlink(partial)
    }
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
    guard FileDescriptor.uninterrupted({ fsync(descriptor) }) == 0 else { throw failure() }
    // After the renaming the temporary name may belong to another process: a signal
    // in between must not remove it.
    let signals = PartialFiles.holdSignals()
    defer { PartialFiles.release(signals) }
    guard rename(target.partialPath, target.path) == 0 else { throw failure() }
    PartialFiles.remove(target.partialPath)
    close(descriptor)
    descriptor = -1
    // The new name itself must survive a power cut too.
    let folder = open(target.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// Removes the temporary file; the old file under the final name stays.
  func abandon() {
    guard descriptor >= 0 else { return }
    unlink(target.partialPath)
    PartialFiles.remove(target.partialPath)
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
