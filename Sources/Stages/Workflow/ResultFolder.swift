// The files of a dataset's folder by their contents: which was made from which. It reads
// headers and records; it packs and prints nothing.
import Formats
import FormatsFiles
import Foundation
import StageSupport

/// The results below a folder, without those of sweeps.
struct ResultFolder {
  struct File {
    /// Relative to the folder.
    var name: String
    var hash: ContentHash
    /// What it was made from; nil for a file that no stage has recorded.
    var header: StageHeader?
    /// Names of all files of the same run.
    var siblings: [String] = []
  }

  let root: String

  /// The files from which `goals` were made, `goals` and the side files of all of them
  /// included, sorted by name.
  ///
  /// - Throws: `InputError` if a goal is missing or a file cannot be read.
  func files(madeInto goals: [String]) throws -> [File] {
    let all = try allNames()
    let runs = recorded(all)
    var byHash: [ContentHash: String] = [:]
    var files: [String: File] = [:]
    for name in all where name.hasSuffix(".stage") || runs[name] != nil {
      guard let file = try? self.file(name, runs: runs) else { continue }
      files[name] = file
      if byHash[file.hash] == nil { byHash[file.hash] = name }
    }
    var wanted = goals
    var found: [String: File] = [:]
    while let name = wanted.popLast() {
      if found[name] != nil { continue }
      let file = try files[name] ?? self.file(name, runs: runs)
      found[name] = file
      wanted += file.siblings
      wanted += (file.header?.inputs ?? []).compactMap { byHash[$0.sha256] }
      if name.hasSuffix(".stage") { wanted += sides(of: name, among: all) }
    }
    return found.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// These files, in this order.
  ///
  /// - Throws: `InputError` if one is missing or cannot be read.
  func files(named names: [String]) throws -> [File] {
    let runs = recorded(
      names.map { name in
        let parts = Self.parts(name)
        return parts.folder + ".\(parts.name).record"
      })
    return try names.map { try file($0, runs: runs) }
  }

  // MARK: -

  private func file(_ name: String, runs: [String: RecordedRun]) throws -> File {
    let path = "\(root)/\(name)"
    var info = stat()
    guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      throw InputError(file: path, problem: "is not there, or is not a file", remedy: "Run make again")
    }
    if let run = runs[name], let hash = try run.unchangedHash(of: path) {
      let folder = Self.parts(name).folder
      let siblings = run.outputs.map { folder + $0 }.filter { FileStamp(of: "\(root)/\($0)") != nil }
      return File(name: name, hash: hash, header: run.header, siblings: siblings)
    }
    let header = name.hasSuffix(".stage") ? try StageReader(path: path).header : nil
    return File(name: name, hash: try ContentHash(ofFile: path), header: header)
  }

  private func sides(of name: String, among all: [String]) -> [String] {
    let (folder, last) = Self.parts(name)
    let beside = all.filter { $0.hasPrefix(folder) && !$0.dropFirst(folder.count).contains("/") }
    let outdated = RecordedRun(of: "\(root)/\(name)")?.outdatedSides ?? []
    return KnownFiles.sides(of: last, among: beside.map { Self.parts($0).name })
      .filter { !outdated.contains($0) }.map { folder + $0 }
  }

  /// The runs described by the records among `names`, by output.
  private func recorded(_ names: [String]) -> [String: RecordedRun] {
    var runs: [String: RecordedRun] = [:]
    for name in names {
      let (folder, last) = Self.parts(name)
      guard KnownFiles.original(ofRecord: last) != nil, let run = RecordedRun(at: "\(root)/\(name)") else { continue }
      for output in run.outputs { runs[folder + output] = run }
    }
    return runs
  }

  /// All files, sorted, folders that are links and sweeps left out.
  private func allNames() throws -> [String] {
    var names: [String] = []
    var folders = [""]
    while let folder = folders.popLast() {
      let opened = try OpenFolder(path: folder.isEmpty ? root : "\(root)/\(folder)", followsLink: folder.isEmpty)
      for name in try opened.names() {
        if opened.kind(name) == .folder {
          if folder + name != "sweep" { folders.append(folder + name + "/") }
        } else {
          names.append(folder + name)
        }
      }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The folder, with its slash, and the name within.
  static func parts(_ name: String) -> (folder: String, name: String) {
    guard let slash = name.lastIndex(of: "/") else { return ("", name) }
    return (String(name[...slash]), String(name[name.index(after: slash)...]))
  }
}
