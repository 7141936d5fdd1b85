// The state of the source, for archives.
import Formats
import Foundation

/// Which source the programs were built from.
package enum SourceVersion {
  /// `source: commit …`, as git says it about the folder `root`.
  package static func line(root: String) -> String {
    let folder = root.isEmpty ? "." : root
    let commit = git(["-C", folder, "rev-parse", "HEAD"]) ?? "unknown"
    let isChanged = !(git(["-C", folder, "status", "--porcelain", "--untracked-files=no"]) ?? "").isEmpty
    return "source: commit \(commit)\(isChanged ? ", with changes" : "")\njman: \(JMAN.version)"
  }

  private static func git(_ arguments: [String]) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
