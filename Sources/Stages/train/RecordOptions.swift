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
      Write TensorBoard's events to this file; its name must hold "tfevents" for TensorBoard \
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

  /// Refuses a checkpoint path that names another kind of file: a checkpoint is removed when the
  /// model has been written, and so would that file be.
  ///
  /// - Throws: `InputError` when the option names a file of another kind.
  func checkCheckpoint() throws {
    guard let checkpoint, FileManager.default.fileExists(atPath: checkpoint) else { return }
    guard try StageReader(path: checkpoint).kind != .checkpoint else { return }
    throw InputError(
      file: checkpoint, problem: "is not a checkpoint, and would be removed", remedy: "Give another name")
  }

  func checkpointPath(output: String) -> String? {
    noCheckpoint ? nil : checkpoint ?? output + ".checkpoint"
  }
}
