// A folder whose files are looked at and removed without ever following a link, whatever
// another process does to the names meanwhile.
import Formats
import FormatsFiles
import Foundation

/// An open folder. Every call concerns a name directly within it.
final class OpenFolder {
  /// What a name refers to.
  enum Kind { case file, folder, other }

  /// For messages.
  let path: String
  let descriptor: Int32

  /// - Parameter followsLink: whether `path` itself may be a link.
  /// - Throws: `InputError` if it cannot be opened as a folder.
  init(path: String, followsLink: Bool = false) throws {
    self.path = path
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (followsLink ? 0 : O_NOFOLLOW))
    guard descriptor >= 0 else {
      let isLink = errno == ELOOP || (errno == ENOTDIR && Self.isLink(path))
      throw InputError(
        file: path,
        problem: isLink
          ? "is a link, and links are not followed" : "cannot be opened as a folder: \(lastSystemError())",
        remedy: isLink ? "Give the folder that it points to" : nil)
    }
  }

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  private static func isLink(_ path: String) -> Bool {
    var info = stat()
    return lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFLNK
  }

  /// All names, sorted. One that is not UTF-8 gets replacement characters, and so is not
  /// found when it is looked up.
  ///
  /// - Throws: `InputError` if the folder cannot be read.
  func names() throws -> [String] {
    // Reading moves the position of a descriptor, so a separate one is used.
    let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let stream = fdopendir(copy) else {
      if copy >= 0 { close(copy) }
      throw InputError(file: path, problem: "cannot be read: \(lastSystemError())")
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func info(_ name: String) -> stat? {
    var info = stat()
    return fstatat(descriptor, name, &info, AT_SYMLINK_NOFOLLOW) == 0 ? info : nil
  }

  func kind(_ name: String) -> Kind {
    switch info(name).map({ $0.st_mode & S_IFMT }) {
    case S_IFREG: .file
    case S_IFDIR: .folder
    default: .other
    }
  }

  /// A folder within this one; nil for a link, and if it cannot be opened.
  func folder(_ name: String) -> OpenFolder? {
    let opened = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    return opened >= 0 ? OpenFolder(path: "\(path)/\(name)", descriptor: opened) : nil
  }

  /// The path of a name, valid as long as this folder is open, even if the folder is moved.
  func steadyPath(_ name: String) -> String { "/proc/self/fd/\(descriptor)/\(name)" }

  func isStageFile(_ name: String) -> Bool {
    let opened = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard opened >= 0 else { return false }
    defer { close(opened) }
    var info = stat()
    guard fstat(opened, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return false }
    return StageReader.isStageFile(descriptor: opened)
  }

  /// Locks the folder unless another process has; the lock goes with this object.
  func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  /// Whether another process has locked the file, for instance because it is writing it.
  func isLocked(_ name: String) -> Bool {
    let opened = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard opened >= 0 else { return false }
    defer { close(opened) }
    return flock(opened, LOCK_EX | LOCK_NB) != 0
  }

  /// Removes a file.
  ///
  /// - Throws: `InputError` if that is not possible.
  func remove(_ name: String) throws {
    guard unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else {
      throw InputError(file: "\(path)/\(name)", problem: "cannot be removed: \(lastSystemError())")
    }
  }

  /// Removes a folder if it is empty.
  @discardableResult
  func removeEmptyFolder(_ name: String) -> Bool { unlinkat(descriptor, name, Int32(AT_REMOVEDIR)) == 0 }
}
