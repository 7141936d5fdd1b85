// What every stage does around its one call: hash the inputs, compare with
// the output that is there, work only where something differs.
import ArgumentParser
import Foundation
import Formats

/// One run of a stage: its inputs, its parameters, and whether its output is
/// up to date.
///
/// Content decides, not time: an output whose header names the same revision,
/// parameters and input hashes is kept, and only its time renewed so that make
/// does not ask again. An output that is about to be replaced goes to the store
/// (`ResultStore`), where there is one, and comes back from there.
public struct StageRun {
  public let header: StageHeader
  public let output: String
  public let isQuiet: Bool
  /// All stage files of this run, which share its header; `output` first.
  private let outputs: [String]
  private let force: Bool
  private let store: ResultStore?

  /// - Parameters:
  ///   - stage: its name and the revision of what it computes.
  ///   - inputs: role and path, in a fixed order.
  ///   - also: stage files that the stage writes beside its output.
  ///   - source: where the documents came from; nil takes it from the inputs
  ///     that are stage files.
  /// - Throws: `InputError` when an input cannot be read.
  public init(
    stage: String, revision: Int, options: StageOptions,
    inputs: [(role: String, path: String)], parameters: [String: StageHeader.Value],
    also: [String] = [], source: String? = nil, seed: UInt64? = nil
  ) throws {
    PartialFiles.removeWhenInterrupted()
    output = options.output
    outputs = [options.output] + also
    isQuiet = options.quiet
    force = options.force
    store = StageEnvironment.store.map(ResultStore.init)
    var source = source
    var hashes: [StageHeader.Input] = []
    for input in inputs {
      hashes.append(.init(role: input.role, sha256: try ContentHash(ofFile: input.path)))
      if source == nil { source = (try? StageReader(path: input.path))?.header.source }
    }
    header = StageHeader(
      stage: stage, revision: revision, source: source, parameters: parameters,
      inputs: hashes, seed: seed)
    if let names = StageEnvironment.explains { try explain(names) }
  }

  /// Whether the outputs are there already, made by the same header, or come back
  /// from the store, all of them. Says so, and renews their times.
  public func isUpToDate() -> Bool {
    guard !force else { return false }
    var kept: [(path: String, entry: String)] = []
    for path in outputs where !isCurrent(path) {
      guard (try? makeFolder()) != nil, let entry = store?.entry(header, for: path) else {
        return false
      }
      kept.append((path, entry))
    }
    for (path, entry) in kept {
      guard store?.put(entry, to: path) == true else { return false }
    }
    for path in outputs {
      utimensat(AT_FDCWD, path, nil, 0)
      AtomicFile.removeLeftovers(of: path)
    }
    say(
      "\(header.stage): \(output) is up to date"
        + (kept.isEmpty ? "" : ", from an earlier run"))
    return true
  }

  private func isCurrent(_ path: String) -> Bool {
    (try? StageReader(path: path))?.header.isMadeLike(header) == true
  }

  /// Prints why the stage would work, or nothing, and ends the process: what
  /// `make status` and `make -n` show.
  ///
  /// - Throws: `ExitCode`, or as `writeOut(_:)`.
  private func explain(_ names: ParameterNames) throws -> Never {
    var reasons: [String] = []
    do {
      let old = try StageReader(path: output).header
      reasons = header.differences(from: old, names: names)
      if reasons.isEmpty {
        reasons = outputs.filter { !isCurrent($0) }.map { "\($0) is not of this run" }
      }
    } catch {
      reasons = ["\(output) is no stage file of this version, or damaged"]
    }
    if !reasons.isEmpty {
      let isKept = outputs.allSatisfy { isCurrent($0) || store?.has(header, for: $0) == true }
      try writeOut(
        reasons.joined(separator: ", ") + (isKept ? " (an earlier result is kept)\n" : "\n"))
    }
    throw ExitCode.success
  }

  /// A writer of the output, or of another stage file of this run.
  ///
  /// - Parameter level: see `StageWriter`.
  /// - Throws: `InputError` when the output cannot be written.
  public func writer(
    _ kind: StageKind, to path: String? = nil, level: Int32 = 6
  ) throws -> StageWriter {
    try makeFolder()
    store?.keep(path ?? output)
    return try StageWriter(path: path ?? output, kind: kind, header: header, level: level)
  }

  /// Makes the folder of the output.
  public func makeFolder() throws {
    let folder = URL(fileURLWithPath: output).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw InputError(
        file: folder.path, problem: "the folder cannot be made: \(systemReason(of: error))")
    }
  }

  /// A line for the user on standard error, unless quiet.
  public func say(_ text: String) {
    if !isQuiet { printError(text) }
  }
}
