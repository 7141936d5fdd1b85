// The files of an encoder's folder: finds them by their names and remembers which were there.
import FormatsFiles
import Foundation

/// Looks for files in the folder of an encoder.
struct FolderFiles {
  /// The folder.
  let path: String
  /// The files that were found, by their role, in the order in which they were looked for.
  private(set) var found: [(role: String, path: String)] = []

  init(path: String) { self.path = path }

  /// The path of a file of the folder, whether or not it is there.
  func place(_ name: String) -> String { path + "/" + name }

  /// The path of a file of the folder; nil if it is not there.
  ///
  /// - Throws: `InputError` for what is not a file.
  mutating func find(_ name: String) throws -> String? {
    let file = place(name)
    guard FileManager.default.fileExists(atPath: file) else { return nil }
    // Opening a pipe would wait.
    try InputError.checkRepeatable(file)
    found.append((role: "encoder/" + name, path: file))
    return file
  }

  /// The contents of a file of the folder; nil if it is not there.
  ///
  /// - Throws: `InputError` for what is not JSON.
  mutating func json(_ name: String) throws -> ExactJSON? { try find(name).map { try ExactJSON(path: $0) } }
}
