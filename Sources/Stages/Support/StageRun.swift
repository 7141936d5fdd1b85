// What every stage does around its one call: hash the inputs, compare with the
// existing output, work only if something differs.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineNumerics
import Foundation

/// One run of a stage: its inputs, its parameters, and whether its output is
/// up to date.
///
/// A stage is a pure function of its inputs' content and its parameters, and the header
/// of its output names both. An output with the right header is kept; otherwise the
/// store is asked (`ResultStore`); only then does the stage work. Nobody else decides:
/// make asks every stage, each time.
package final class StageRun {
  package let header: StageHeader
  package let output: String
  package let isQuiet: Bool
  /// All stage files of this run, which share its header; then other files.
  let stageFiles: [String]
  private let sides: [String]
  private let force: Bool
  let store: ResultStore?
  /// Held from the moment the work begins until the process ends.
  private var entry: ResultStore.Entry?
  var record: RunRecord
  let earlier: RunRecord?
  private(set) var inputs: [(path: String, stamp: FileStamp)] = []
  private var committed: Set<String> = []

  var outputs: [String] { stageFiles + sides }

  /// - Parameters:
  ///   - stage: its name and the revision of what it computes.
  ///   - inputs: role and path, in a fixed order.
  ///   - also: stage files that the stage writes in addition to its output.
  ///   - sides: other files that it writes, such as a CSV; `finish()` notes them.
  ///   - source: where the documents came from; nil takes it from the inputs
  ///     that are stage files.
  ///   - isNumeric: whether the bytes depend on the instruction set.
  /// - Throws: `InputError` when an input cannot be read.
  package convenience init(
    stage: String, revision: Int, options: StageOptions,
    inputs: [(role: String, path: String)], parameters: [String: StageHeader.Value],
    also: [String] = [], sides: [String] = [], source: String? = nil, seed: UInt64? = nil,
    isNumeric: Bool = false
  ) throws {
    try self.init(
      stage: stage, revision: revision, stageFiles: [options.output] + also, sides: sides,
      isForced: options.force, isQuiet: options.quiet, inputs: inputs, parameters: parameters,
      source: source, seed: seed, isNumeric: isNumeric)
  }

  /// A run whose outputs are not stage files, so that only its record says from what they were
  /// made. `finish()` completes it.
  ///
  /// - Throws: `InputError` when an input cannot be read.
  package convenience init(
    stage: String, revision: Int, plainOutputs: [String], isQuiet: Bool,
    inputs: [(role: String, path: String)], parameters: [String: StageHeader.Value],
    seed: UInt64? = nil
  ) throws {
    try self.init(
      stage: stage, revision: revision, stageFiles: [], sides: plainOutputs, isForced: false,
      isQuiet: isQuiet, inputs: inputs, parameters: parameters, source: nil, seed: seed,
      isNumeric: false)
  }

  private init(
    stage: String, revision: Int, stageFiles: [String], sides: [String], isForced: Bool,
    isQuiet: Bool, inputs: [(role: String, path: String)],
    parameters: [String: StageHeader.Value], source: String?, seed: UInt64?,
    isNumeric: Bool
  ) throws {
    PartialFiles.removeWhenInterrupted()
    output = (stageFiles + sides)[0]
    self.stageFiles = stageFiles
    self.sides = sides
    self.isQuiet = isQuiet
    force = isForced
    store = StageEnvironment.store.map(ResultStore.init)
    earlier = RunRecord(of: output)
    var parameters = parameters
    if isNumeric { parameters["instructionSet"] = .string(try Self.instructionSet()) }
    var header = StageHeader(
      stage: stage, revision: revision, source: source, parameters: parameters, inputs: [],
      seed: seed)
    record = earlier ?? RunRecord(header: header)
    let explanation = StageEnvironment.explanation
    if let explanation {
      let missing = inputs.contains { FileStamp(of: $0.path) == nil }
      if missing || FileStamp(of: output) == nil {
        explanation.end(output, missing: FileStamp(of: output) == nil, inputs: inputs.map(\.path))
      }
    }
    let hashed = try HashedInputs(inputs, known: record)
    header.inputs = hashed.inputs
    header.source = header.source ?? hashed.made.lazy.compactMap(\.header.source).first
    self.header = header
    self.inputs = hashed.stamps
    record.replaceInputs(by: hashed.files, isSame: earlier?.header.isMadeLike(header) == true)
    for file in stageFiles { try AtomicFile.checkName(file) }
    try checkOutputs(outputs, inputs: self.inputs.map(\.path))
    if let explanation {
      let reasons = reasons(explanation)
      explanation.end(
        output, reasons: reasons, sides: reasons.isEmpty ? try lostSides() : [], inputs: inputs.map(\.path))
    }
    if !hashed.made.contains(where: { $0.kind == .predictions }) {
      try Self.checkOrigins(hashed.made, of: header)
    }
  }

  /// The instruction set in use, on which the bytes of numeric results depend.
  ///
  /// - Throws: `InputError` if another one is wanted.
  private static func instructionSet() throws -> String {
    let wanted = StageEnvironment.value("JMAN_ISA")
    guard InstructionSet.isInUse(wanted) else {
      throw InputError(
        .machine("JMAN_ISA"),
        problem: "is \"\(wanted ?? "")\", an instruction set that this processor does not have",
        remedy: "Give avx512, avx2 or base, or unset it")
    }
    return InstructionSet.inUse
  }

  /// Whether all outputs exist already with the same header, or can be restored from
  /// the store.
  ///
  /// If not, the command is shown if make asked for it, and this run has to do the work: another
  /// run that would make the same result waits until this one has ended.
  package func isUpToDate() -> Bool {
    if !force {
      if outputs.allSatisfy(isCurrent) {
        record.header = header
        note()
        if StageEnvironment.isQuietWhenDone { return true }
        say("\(header.stage): \(output) is up to date")
        return true
      }
      setDamagedAside()
    }
    // If that fails, writing the output reports it.
    try? makeFolder()
    entry = store?.entry(header) {
      say("\(header.stage): another run is making what \(output) needs; waiting for it")
    }
    if let store, entry == nil {
      say("\(header.stage): \(store.folder) cannot be written; the result is not kept there")
    }
    if !force, let entry, let kept = entry.record(for: outputs) {
      do {
        try entry.restore(outputs, checking: kept)
        record.header = header
        record.replaceOutputs(by: outputs.compactMap(fresh))
        note()
        say("\(header.stage): \(output) is up to date, from an earlier run")
        return true
      } catch {
        say("\(header.stage): the result kept in \(entry.folder) cannot be used (\(error)); it is made again")
        entry.clear()
      }
    }
    StageEnvironment.showCommand()
    return false
  }

  /// A writer of the output, or of another stage file of this run.
  ///
  /// - Parameter level: see `StageWriter`.
  /// - Throws: `InputError` when the output cannot be written; its `commit` also when an
  ///   input has changed since it was hashed.
  package func writer(
    _ kind: StageKind, to path: String? = nil, level: Int32 = 6
  ) throws -> StageWriter {
    try makeFolder()
    let path = path ?? output
    return try StageWriter(
      path: path, kind: kind, header: header, level: level,
      beforeCommit: { try self.checkInputs() }, afterCommit: { self.noteCommitted(path) })
  }

  /// - Throws: `InputError` when an input has changed since it was hashed.
  package func checkInputs() throws {
    for (path, stamp) in inputs {
      guard let now = FileStamp(of: path), now.isUnwritten(since: stamp) else {
        throw InputError.changed(path)
      }
    }
  }

  private func noteCommitted(_ path: String) {
    committed.insert(path)
    if sides.isEmpty, committed.count == stageFiles.count { finish() }
  }

  /// Notes and stores the outputs when the last one is written. Runs whose outputs are all
  /// stage files need not call it.
  package func finish() {
    if let entry { entry.keep(outputs) }
    record.header = header
    record.replaceOutputs(by: outputs.compactMap(fresh))
    note()
    entry?.keep(record)
  }

  private func note() {
    record.files.removeAll { file in
      file.output == nil && file.side == nil && !inputs.contains { $0.stamp == file.stamp }
    }
    if let earlier, let a = try? earlier.stableJSON(), let b = try? record.stableJSON(), a == b { return }
    for path in outputs { AtomicFile.removeLeftovers(of: path) }
    record.write(beside: output)
  }

  /// Makes the folder of the output.
  package func makeFolder() throws {
    try StageSupport.makeFolder(URL(fileURLWithPath: output).deletingLastPathComponent().path)
  }

  /// A line for the user on standard error, unless quiet.
  package func say(_ text: String) {
    if !isQuiet { printError(text) }
  }
}
