// Names of files that a command is to write, checked against those that it reads: a mistyped
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
  func real(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }
  if let found = real(path) { return found }
  let url = URL(fileURLWithPath: path)
  return (real(url.deletingLastPathComponent().path) ?? url.deletingLastPathComponent().standardized.path) + "/"
    + url.lastPathComponent
}
