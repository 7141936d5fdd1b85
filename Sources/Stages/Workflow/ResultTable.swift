// The table of a sweep, or of all models: a list of what is done, which sweep-table turns
// into text, CSV and JSON.
import FormatsFiles
import Foundation
import StageSupport

/// A growing list of results, one line per combination. Combinations may end side by side.
struct ResultTable {
  let folder: String
  let name: String
  let total: Int

  private var list: String { "\(folder)/\(name).tsv" }
  private var text: String { "\(folder)/\(name).txt" }

  /// Empties the table, so that it never mixes parameters or shows old ones.
  ///
  /// - Throws: `Mistake` for somebody's own file under the name of one of the tables, which the list is made into.
  func begin() throws {
    try makeFolder(folder)
    let tables = ["txt", "csv", "json"].map { "\(folder)/\(name).\($0)" }
    let isOurs = FileStamp(of: list) != nil && FileMarks.isTable(list)
    if !isOurs, let foreign = ([list] + tables).first(where: { FileStamp(of: $0) != nil }) {
      throw Mistake("\(foreign) is a file of yours, and the table of results would replace it. Rename it.")
    }
    try AtomicFile.write("", to: list)
    for table in tables { unlink(table) }
    unlink("\(folder)/.\(name).tsv.record")
  }

  /// Adds the results of a model, judged by its decisions on validation documents.
  func add(_ number: Int, _ title: String, _ settings: Settings, bin: String) throws {
    let folder = "\(settings.place)/\(settings.model)"
    let files = ["\(folder)/metrics.stage"] + settings.folds.map { "\(folder)/fold\($0)/decision.stage" }
    let descriptor = open(list, O_WRONLY | O_APPEND | O_CREAT, 0o666)
    guard descriptor >= 0 else { throw Mistake("\(list): cannot be written: \(lastSystemError()).") }
    defer { close(descriptor) }
    guard FileDescriptor.uninterrupted({ flock(descriptor, LOCK_EX) }) == 0 else {
      throw Mistake("\(list): cannot be locked: \(lastSystemError()).")
    }
    let line = ([("\(number) \(title)")] + files).joined(separator: "\t") + "\n"
    let end = lseek(descriptor, 0, SEEK_END)
    guard Array(line.utf8).withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == line.utf8.count else {
      let reason = lastSystemError()
      // Half a line would be taken for another combination.
      ftruncate(descriptor, end)
      throw Mistake("\(list): cannot be written: \(reason).")
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "\(bin)/sweep-table")
    process.arguments = [
      list, "--total", "\(total)", "--text", text, "--csv", "\(self.folder)/\(name).csv",
      "--json", "\(self.folder)/\(name).json",
    ]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(status: 2) }
  }

  private var lines: [Substring] {
    String(decoding: FileManager.default.contents(atPath: text) ?? Data(), as: UTF8.self).split(separator: "\n")
  }

  var done: Int { lines.first?.split(separator: " ").first.flatMap { Int($0) } ?? 0 }
  var lastLine: Substring { lines.last ?? "" }

  /// Prints the table with the names of its files.
  func show() throws {
    guard let data = FileManager.default.contents(atPath: text) else {
      return try writeOut("\nNo combination is done.\n")
    }
    try writeOut(Array("\n".utf8) + Array(data))
    try writeOut("Results: \(folder)/\(name).txt, \(folder)/\(name).csv, \(folder)/\(name).json\n")
  }
}
