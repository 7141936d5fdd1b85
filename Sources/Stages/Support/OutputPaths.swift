// Names of files that a command is to write, checked against those that it reads, and the folders for them: a mistyped
// name must not cost data.
import FormatsFiles
import Foundation

/// Refuses outputs that are inputs, or one another, by whatever names and links.
///
/// Names that no file can have are refused too, before the work: a folder, a device.
///
/// - Parameter outputs: `-` is standard output.
/// - Throws: `InputError`.
package func checkOutputs(_ outputs: [String?], inputs: [String]) throws {
  let read = Set(inputs.filter { $0 != "-" }.map(place))
  var written: Set<String> = []
  for case let output? in outputs {
    if output != "-" { try AtomicFile.checkName(output) }
    let place = place(output)
    guard !read.contains(place) else {
      throw InputError(
        file: output, problem: "is an input of this command, so it cannot be written", remedy: "Give another name")
    }
    guard written.insert(place).inserted else {
      throw InputError(
        output == "-" ? .standardOutput : .file(output), problem: "is named for two outputs of this command",
        remedy: "Give each a separate name")
    }
  }
}

/// The place where the file is or will be, links followed.
private func place(_ path: String) -> String {
  if path == "-" { return path }
  if let target = AtomicFile.target(of: path) { return target }
  if let found = realPath(path) { return found }
  let url = URL(fileURLWithPath: path)
  return (realPath(url.deletingLastPathComponent().path) ?? url.deletingLastPathComponent().standardized.path) + "/"
    + url.lastPathComponent
}

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
