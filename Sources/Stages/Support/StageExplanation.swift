// What make status and make -n show: whether a stage would run and why. It changes
// no file except the list of what would be made again.
import FormatsFiles
import Foundation

/// One question of `make status` (a line for each file) or `make -n` (the commands that
/// would do something, each with its reason).
struct StageExplanation: Sendable {
  let isStatus: Bool
  let names: ParameterNames
  /// Files that would be made again, one per line (`JMAN_STALE`).
  private let list: String?
  /// The dataset's folder, which is left out of names.
  private let root: String?

  init(mode: String) {
    isStatus = mode == "status"
    names = ParameterNames(StageEnvironment.value("JMAN_NAMES") ?? "")
    list = StageEnvironment.value("JMAN_STALE")
    root = StageEnvironment.value("JMAN_ROOT")
  }

  /// Answers for a stage whose output or inputs do not exist, and ends the process.
  func end(_ output: String, missing: Bool, inputs: [String]) -> Never {
    let stale = stale
    // One that would be made again may be missing.
    let absent = inputs.filter { FileStamp(of: $0) == nil && !stale.contains(full($0)) }
    end(
      output, reasons: missing ? ["not made yet"] : absent.map { "\(short($0)) is missing" },
      inputs: missing ? [] : inputs)
  }

  /// Answers for a stage that cannot read one of its inputs, and ends the process.
  func end(_ output: String, unreadable input: String) -> Never {
    end(output, reasons: stale.contains(full(input)) ? [] : ["\(short(input)) cannot be read"], inputs: [input])
  }

  /// Files that would be made again.
  private var stale: Set<String> {
    Set(
      list.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) }?
        .split(separator: "\n").map(String.init) ?? [])
  }

  /// Answers for a stage that would run for these reasons, or because one of its inputs would
  /// be made again, and ends the process.
  ///
  /// - Parameter sides: why it would write files again that are derived from its output, which stays as it is.
  func end(_ output: String, reasons: [String], sides: [String] = [], inputs: [String]) -> Never {
    let stale = stale
    let after = inputs.filter { stale.contains(full($0)) }.map { "after \(short($0))" }
    var text = ([reasons.joined(separator: ", ")] + [after.joined(separator: ", ")])
      .filter { !$0.isEmpty }.joined(separator: "; ")
    if text.isEmpty {
      text = sides.joined(separator: ", ")
    } else if let list, let handle = FileHandle(forWritingAtPath: list) {
      _ = try? handle.seekToEnd()
      try? handle.write(contentsOf: Data((full(output) + "\n").utf8))
    }
    if isStatus {
      try? writeOut(Array("\(short(output)): \(text.isEmpty ? "up to date" : text)\n".utf8))
    } else if !text.isEmpty {
      try? writeOut("\(StageEnvironment.shownCommand)\n  # \(text)\n")
    }
    exit(0)
  }

  private func full(_ path: String) -> String { URL(fileURLWithPath: path).standardized.path }

  private func short(_ path: String) -> String {
    guard let root, path.hasPrefix(root + "/") else { return path }
    return String(decoding: path.utf8.dropFirst(root.utf8.count + 1), as: UTF8.self)
  }
}
