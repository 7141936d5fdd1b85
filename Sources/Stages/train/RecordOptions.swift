// What train writes in addition to the model.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineNetworks
import Foundation
import PipelineText

/// Log, events and checkpoints.
struct RecordOptions: ParsableArguments {
  @Option(help: "Write the training log, a stage file, here.")
  var log: String?

  @Option(
    help: """
      Write TensorBoard's events to this file; its name must contain "tfevents" for TensorBoard \
      to find it.
      """)
  var events: String?

  @Flag(help: "Print the time spent in each layer.")
  var profile = false

  @Option(help: "Where the checkpoint is kept while training (default: OUTPUT.checkpoint).")
  var checkpoint: String?

  @Flag(help: "Write no checkpoints.")
  var noCheckpoint = false

  /// Whether the events need no training: they are not wanted, or exist, or the log
  /// has them.
  var eventsCanBeRenewed: Bool {
    events.map { log != nil || FileManager.default.fileExists(atPath: $0) } ?? true
  }

  /// Writes the events of the log again: the existing ones may be from a stopped run
  /// with other parameters.
  ///
  /// - Throws: `InputError` when the log cannot be read.
  func renewEvents(like behaviour: Behaviour) throws {
    guard let events, let log else { return }
    let contents = try TrainingLog(StageContents(path: log, expecting: .log))
    let batches = contents.trainingBatches.count / max(contents.epochs.count, 1)
    var bytes: [UInt8] = []
    var wanted = Events(
      try TensorBoardFile { bytes += $0 }, batches: batches, like: behaviour)
    try wanted.append(contents)
    if let found = try? ByteSource(path: events).readAll(limit: bytes.count + 1),
      TensorBoardEvents.areEqualButForTimes(bytes, found)
    {
      return
    }
    var renewed = makeEvents(batches: batches, like: behaviour)
    renewed.append(contents)
  }

  /// The events file, if one is wanted.
  func makeEvents(batches: Int, like behaviour: Behaviour) -> OptionalEvents {
    OptionalEvents {
      try events.map {
        Events(try TensorBoardFile(path: $0), batches: batches, like: behaviour)
      }
    }
  }

  /// Refuses paths of checkpoint and events that name another kind of file: a checkpoint is removed
  /// when the model has been written, events are written anew, and so would that file be.
  ///
  /// - Throws: `InputError` for such a file.
  func checkFiles(output: String) throws {
    if let path = checkpointPath(output: output), FileManager.default.fileExists(atPath: path),
      !Self.mayBeCheckpoint(path)
    {
      throw InputError(
        file: path, problem: "is not a checkpoint, and would be removed",
        remedy: checkpoint == nil
          ? "Rename it, or give another place for the checkpoint (--checkpoint)" : "Give another name")
    }
    if let events, let type = try? FileManager.default.attributesOfItem(atPath: events)[.type] as? FileAttributeType,
      type == .typeRegular, !TensorBoardEvents.mayBeReplaced(try ByteSource(path: events).peek(64))
    {
      throw InputError(
        file: events, problem: "does not hold TensorBoard's events, and would be replaced",
        remedy: "Give another name")
    }
  }

  /// Whether a file is a checkpoint, or compressed data that cannot be read: a damaged one.
  private static func mayBeCheckpoint(_ path: String) -> Bool {
    if let reader = try? StageReader(path: path) { return reader.kind == .checkpoint }
    let start = FileHandle(forReadingAtPath: path).flatMap { try? $0.read(upToCount: 2) }
    return start == Data([0x1F, 0x8B])
  }

  func checkpointPath(output: String) -> String? {
    noCheckpoint ? nil : checkpoint ?? output + ".checkpoint"
  }
}
