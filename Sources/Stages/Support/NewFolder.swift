// Folders for outputs.
import FormatsFiles
import Foundation

/// Makes a folder and those above it, if they do not exist.
///
/// - Throws: `InputError` that names the file that is in the way, or the folder that cannot be made.
package func makeFolder(_ path: String) throws {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    var place = URL(fileURLWithPath: path).standardizedFileURL
    while place.path != "/", FileStamp(of: place.path) == nil { place.deleteLastPathComponent() }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder), !isFolder.boolValue {
      throw InputError(
        file: place.path, problem: "is a file, where a folder is needed", remedy: "Rename it, or write somewhere else")
    }
    throw InputError(file: path, problem: "the folder cannot be made: \(systemReason(of: error))")
  }
}
