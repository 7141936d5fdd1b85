// Knowledge bases and vocabularies as a user gives them: files, folders of files,
// or standard input.
import Formats
import FormatsFiles
import Foundation

/// The files of several sources, each a file or a folder.
package struct KnowledgeFiles {
  /// A file to read.
  package struct File {
    /// As the user gave it, for opening and for error messages.
    package var path: String
    /// Without folders, for results.
    package var title: String
  }
  /// A file or folder that the user gave as one source.
  package struct Source {
    package var title: String
    package var files: [File]
  }

  package private(set) var sources: [Source] = []
  /// Files in folders that describe the data, such as README.md.
  package private(set) var leftOut: [String] = []
  /// All files as inputs of a stage, in the order of reading.
  package private(set) var inputs: [(role: String, path: String)] = []

  /// - Parameter role: the role of the inputs.
  /// - Throws: `InputError` for paths that are not there and empty folders.
  package init(_ paths: [String], role: String) throws {
    for (number, path) in paths.enumerated() {
      let role = "\(role) \(number + 1)"
      guard Self.isFolder(path) else {
        let input = try StageInput(path)
        sources.append(
          Source(title: input.title, files: [File(path: input.path, title: input.title)]))
        inputs.append((role, input.hashedPath))
        continue
      }
      let all = try Self.files(in: path)
      let files = all.filter { !Self.isAboutData($0.title) }
      leftOut += all.filter { Self.isAboutData($0.title) }.map(\.title)
      let folder = URL(fileURLWithPath: path).lastPathComponent
      guard !files.isEmpty else {
        throw InputError(
          file: path, problem: "is an empty folder",
          remedy: "Put the files of the knowledge base into it, or give another folder")
      }
      sources.append(Source(title: folder, files: files))
      for file in files { inputs.append(("\(role)/\(file.title)", file.path)) }
    }
  }

  /// The names of the sources as parameters of a stage: they are in its output.
  package var titleParameters: [String: StageHeader.Value] {
    Dictionary(
      uniqueKeysWithValues: sources.enumerated().map {
        ("source \($0 + 1)", .string($1.title))
      })
  }

  /// A sentence about the files that are left out; nil if there are none.
  package var remark: String? {
    guard let first = leftOut.first else { return nil }
    return "\(leftOut.count, "file") left out that \(leftOut.count == 1 ? "is" : "are") not data: "
      + first + (leftOut.count > 1 ? " …" : "")
  }

  /// Whether a file in a folder is one for people: README, LICENSE, Markdown.
  private static func isAboutData(_ title: String) -> Bool {
    let name = (title.split(separator: "/").last ?? "").lowercased()
    return name.hasSuffix(".md")
      || ["readme", "license", "licence", "copying", "changelog"].contains {
        name == $0 || name == $0 + ".txt"
      }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// All files in a folder and its folders, sorted by name; hidden ones are left out.
  private static func files(in folder: String) throws -> [File] {
    guard let walk = FileManager.default.enumerator(atPath: folder) else {
      throw InputError(file: folder, problem: "cannot be read")
    }
    var names: [String] = []
    while let name = walk.nextObject() as? String {
      let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
      if !isHidden, !Self.isFolder("\(folder)/\(name)") { names.append(name) }
    }
    return names.sorted { ExactString($0) < ExactString($1) }
      .map { File(path: "\(folder)/\($0)", title: $0) }
  }
}
