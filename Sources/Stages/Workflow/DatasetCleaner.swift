// make clean-NAME: removes what the pipeline has written into a dataset's folder, and
// nothing else.
import FormatsFiles
import Foundation
import StageSupport

/// Removes stage files and other files that the pipeline made from a folder, then the folders
/// that are empty. A file is recognised by its mark or by the record of the run that wrote it;
/// its name alone is not enough. No link is followed.
package struct DatasetCleaner {
  let path: String
  private var removed = 0
  private var strangers: [String] = []

  /// - Parameter path: WORK/NAME.
  /// - Throws: `InputError` for a folder that cannot be a dataset's: the root, the current
  ///   folder, a home folder, and all that hold one of these.
  package init(folder path: String) throws {
    self.path = path
    func refuse(_ reason: String) -> InputError {
      InputError(
        file: path, problem: "is \(reason); nothing was removed", remedy: "Give the folder of one dataset, as work/NAME"
      )
    }
    guard !path.isEmpty else { throw refuse("not the name of a folder") }
    guard let place = realPath(path) else { return }
    guard place != "/" else { throw refuse("the root of all files") }
    func holds(_ other: String) -> Bool { other == place || other.hasPrefix(place + "/") }
    if let current = realPath("."), holds(current) { throw refuse("the current folder, or holds it") }
    var homes = [ProcessInfo.processInfo.environment["HOME"] ?? ""]
    if let entry = getpwuid(getuid()), let home = entry.pointee.pw_dir { homes.append(String(cString: home)) }
    let parent = URL(fileURLWithPath: place).deletingLastPathComponent().path
    guard parent != "/home", !homes.filter({ !$0.isEmpty && $0 != "/" }).compactMap(realPath).contains(where: holds)
    else { throw refuse("a home folder, or holds one") }
  }

  /// Removes the files.
  ///
  /// - Returns: what to say about it, a line without its end.
  /// - Throws: `InputError` if the folder cannot be read or a file not be removed.
  package mutating func clean() throws -> String {
    var trimmed = path
    // With a slash at its end a link would be followed.
    while trimmed.hasSuffix("/") { trimmed.removeLast() }
    var info = stat()
    guard lstat(trimmed, &info) == 0 else { return "\(path): there is nothing to remove" }
    try clean(OpenFolder(path: trimmed), below: "")
    if strangers.isEmpty { rmdir(trimmed) }
    var text = "\(path): removed \(removed, "file")"
    if !strangers.isEmpty {
      let shown = strangers.prefix(5).joined(separator: ", ") + (strangers.count > 5 ? ", …" : "")
      text += "; left alone \(strangers.count) that the pipeline did not write: \(shown)"
    }
    return text
  }

  private mutating func clean(_ folder: OpenFolder, below: String) throws {
    let names = try folder.names()
    let found = try Contents(folder, names: names, below: below)
    let folders = names.filter { folder.kind($0) == .folder }
    for name in folders {
      let inner = below + name + "/"
      // It belongs to another dataset, whose WORK is in here, or is its store.
      if KnownFiles.isFolder(name, below: below), let opened = folder.folder(name),
        !below.isEmpty || opened.kind("corpus.json") != .file
      {
        try clean(opened, below: inner)
        if !folder.removeEmptyFolder(name), !strangers.contains(where: { $0.hasPrefix(inner) }) {
          strangers.append(inner)
        }
      } else {
        strangers.append(inner)
      }
    }
    // Files by which others are recognised are removed last, so that a second call can finish
    // what a killed one began.
    for name in found.ordered {
      try folder.remove(name)
      removed += 1
    }
    let settled = Set(found.ordered + folders)
    strangers += names.filter { !settled.contains($0) }.map { below + $0 }
  }
}

/// Which files of one folder are ours.
private struct Contents {
  /// In the order in which they can be removed.
  let ordered: [String]

  init(_ folder: OpenFolder, names: [String], below: String) throws {
    let files = names.filter { folder.kind($0) == .file }
    var records: [String] = []
    var outputs: [String] = []
    for name in files where KnownFiles.original(ofRecord: name) != nil {
      guard let run = RecordedRun(at: folder.steadyPath(name)) else { continue }
      records.append(name)
      for output in run.outputs + run.sides where folder.kind(output) == .file {
        // Another file under this name is the user's.
        if try run.unchangedHash(of: folder.steadyPath(output)) != nil { outputs.append(output) }
      }
    }
    // A stage file under a name that no rule of make gives is a copy that somebody keeps, unless its
    // record says that a stage wrote it here.
    let stages = files.filter { name in
      guard let match = name.wholeMatch(of: /(.+\.stage)(\.damaged(\.[0-9]+)?|\.checkpoint)?/) else { return false }
      let original = String(match.1)
      return (KnownFiles.isStage(original) || outputs.contains(original)) && folder.isStageFile(name)
    }
    var marks: [String] = []
    var sides = files.filter { $0 == KnownFiles.events && FileMarks.isEvents(folder.steadyPath($0)) }
    for table in KnownFiles.tables(below: below) {
      // What was made from it is in its record.
      if files.contains(table + ".tsv"), FileMarks.isTable(folder.steadyPath(table + ".tsv")) {
        marks.append(table + ".tsv")
      }
    }
    if below.isEmpty, files.contains("graph.dot"), FileMarks.isGraph(folder.steadyPath("graph.dot")) {
      sides += files.filter { $0 == "graph.svg" && FileMarks.isDrawn(folder.steadyPath($0)) }
      marks.append("graph.dot")
    }
    if below.isEmpty, files.contains("corpus.json"), FileMarks.isNotes(folder.steadyPath("corpus.json")) {
      marks.append("corpus.json")
    }
    let known = Set(stages + outputs + sides + marks)
    let leftovers = files.filter { name in
      guard let original = KnownFiles.original(ofLeftover: name), !folder.isLocked(name) else { return false }
      return known.contains(original) || original.hasSuffix(".stage") || original.hasSuffix(".checkpoint")
        || KnownFiles.isSide(original) || ["graph.dot", "corpus.json"].contains(original)
        || KnownFiles.tables.contains { original == $0 + ".tsv" || KnownFiles.isTable(original, of: $0) }
    }
    var ordered: [String] = []
    var seen: Set<String> = []
    for name in leftovers + sides + outputs.filter({ !stages.contains($0) }) + stages + records + marks
    where seen.insert(name).inserted {
      ordered.append(name)
    }
    self.ordered = ordered
  }
}
