// Where a file is to be written: symbolic links followed, devices refused. It
// opens nothing.
import Foundation

/// The regular file that a path names, whether it exists or not.
struct FileTarget {
  /// The folder without any link in it.
  let folder: String
  /// The name in the folder; no link itself.
  let name: String

  var path: String { folder == "/" ? "/" + name : folder + "/" + name }

  /// The name of the temporary file.
  var partialPath: String { (folder == "/" ? "" : folder) + "/.\(name).partial" }

  /// Follows the links of `path`, as the shell's `>` does: what is written goes to
  /// the link's target, and the link stays.
  ///
  /// - Throws: `InputError` if the folder is not there, or the name is that of a
  ///   folder, a device or a pipe, which no file may replace; and for `-`, which means
  ///   standard output where that is possible.
  init(path: String) throws {
    guard path != "-" else {
      throw InputError(
        .standardOutput, problem: "cannot be replaced as a whole, as this output is",
        remedy: "Give the name of a file; ./- is one")
    }
    guard !path.isEmpty, !path.hasSuffix("/") else {
      throw InputError(
        file: "“\(path)”", problem: "is not the name of a file", remedy: "Give the name of a file")
    }
    var current = path
    // As many links as Linux itself follows.
    for _ in 0..<40 {
      let url = URL(fileURLWithPath: current)
      let name = url.lastPathComponent
      guard let folder = realPath(url.deletingLastPathComponent().path) else { throw Self.cannotWrite(path) }
      // /dev/stdout leads to /proc, whose entries look like regular files.
      guard folder != "/dev",
        !["/proc", "/sys"].contains(where: {
          folder == $0 || folder.hasPrefix($0 + "/")
        })
      else { throw Self.noFile(path) }
      let full = folder == "/" ? "/" + name : folder + "/" + name
      var info = stat()
      if lstat(full, &info) == 0 {
        switch info.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFLNK:
          guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: full) else {
            throw Self.cannotWrite(path)
          }
          current = link.hasPrefix("/") ? link : folder + "/" + link
          continue
        default: throw Self.noFile(path)
        }
      }
      self.folder = folder
      self.name = name
      return
    }
    errno = ELOOP
    throw Self.cannotWrite(path)
  }

  private static func noFile(_ path: String) -> InputError {
    InputError(
      file: path, problem: "is not a regular file and will not be replaced",
      remedy: "Give the name of a file")
  }

  static func cannotWrite(_ path: String) -> InputError {
    InputError(
      file: path, problem: "cannot be written: \(lastSystemError())",
      remedy: "Check that the folder exists and may be written to")
  }
}

/// The path without links, `.` and `..`; nil if nothing is there.
package func realPath(_ path: String) -> String? {
  guard let real = realpath(path, nil) else { return nil }
  defer { free(real) }
  return String(cString: real)
}
