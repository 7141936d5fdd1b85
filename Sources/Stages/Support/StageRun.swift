// What every stage does around its one call: hash the inputs, compare with
// the output that is there, work only where something differs.
import Foundation
import Formats

/// One run of a stage: its inputs, its parameters, and whether its output is
/// up to date.
///
/// Content decides, not time: an output whose header names the same tool
/// version, parameters and input hashes is kept, and only its time renewed so
/// that make does not ask again.
public struct StageRun {
  public let header: StageHeader
  public let output: String
  public let isQuiet: Bool
  private let force: Bool

  /// - Parameters:
  ///   - stage: its name and the revision of what it computes.
  ///   - inputs: role and path, in a fixed order.
  ///   - source: where the documents came from; nil takes it from the inputs
  ///     that are stage files.
  /// - Throws: `InputError` when an input cannot be read.
  public init(
    stage: String, revision: Int, options: StageOptions,
    inputs: [(role: String, path: String)], parameters: [String: StageHeader.Value],
    source: String? = nil, seed: UInt64? = nil
  ) throws {
    PartialFiles.removeWhenInterrupted()
    output = options.output
    isQuiet = options.quiet
    force = options.force
    var source = source
    var hashes: [StageHeader.Input] = []
    for input in inputs {
      hashes.append(.init(role: input.role, sha256: try ContentHash(ofFile: input.path)))
      if source == nil { source = (try? StageReader(path: input.path))?.header.source }
    }
    header = StageHeader(
      stage: stage, revision: revision, source: source, parameters: parameters,
      inputs: hashes, seed: seed)
  }

  /// Whether the output is there already, made by the same header. Says so,
  /// and renews the file's time.
  public func isUpToDate() -> Bool {
    guard !force, FileManager.default.fileExists(atPath: output),
      let reader = try? StageReader(path: output), reader.header == header
    else { return false }
    utimensat(AT_FDCWD, output, nil, 0)
    say("\(header.stage): \(output) is up to date")
    return true
  }

  /// A writer of the output.
  ///
  /// - Parameter level: see `StageWriter`.
  /// - Throws: `InputError` when the output cannot be written.
  public func writer(_ kind: StageKind, level: Int32 = 6) throws -> StageWriter {
    try makeFolder()
    return try StageWriter(path: output, kind: kind, header: header, level: level)
  }

  /// Makes the folder of the output.
  public func makeFolder() throws {
    let folder = URL(fileURLWithPath: output).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw InputError(
        file: folder.path, problem: "the folder cannot be made: \(error.localizedDescription)")
    }
  }

  /// A line for the user on standard error, unless quiet.
  public func say(_ text: String) {
    if !isQuiet { printError(text) }
  }
}

/// Prints a line on standard error.
public func printError(_ text: String) {
  FileHandle.standardError.write(Data((text + "\n").utf8))
}
