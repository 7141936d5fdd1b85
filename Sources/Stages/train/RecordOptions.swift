// What train writes beside the model.
import ArgumentParser
import Formats
import Foundation
import Pipeline

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

  @Flag(help: "Tell at the end in which layers the time of training went.")
  var profile = false

  @Option(help: "Where the checkpoint is kept while training (default: OUTPUT.checkpoint).")
  var checkpoint: String?

  @Flag(help: "Write no checkpoints.")
  var noCheckpoint = false

  /// Whether the events need no training: they are not wanted, or there, or the
  /// log has them.
  var eventsCanBeRenewed: Bool {
    events.map { log != nil || FileManager.default.fileExists(atPath: $0) } ?? true
  }

  /// Writes the events of the log again: those that are there may be of a run with
  /// other parameters that was stopped.
  ///
  /// - Throws: `InputError` when a file cannot be read or written.
  func renewEvents(isOriginal: Bool) throws {
    guard let events, let log else { return }
    let contents = try TrainingLog(StageContents(path: log, expecting: .log))
    let url = URL(fileURLWithPath: events)
    let renewed = url.deletingLastPathComponent()
      .appendingPathComponent(".\(url.lastPathComponent).partial").path
    var file = try Events(
      path: renewed, batches: contents.trainingBatches.count / max(contents.epochs.count, 1),
      isOriginal: isOriginal)
    try file.append(contents)
    if TensorBoardEvents.areEqualButForTimes(renewed, events) {
      unlink(renewed)
      return
    }
    guard rename(renewed, events) == 0 else {
      throw InputError(file: events, problem: "cannot be written: \(lastSystemError())")
    }
  }

  /// The events file, if one is wanted.
  func makeEvents(batches: Int, isOriginal: Bool) -> OptionalEvents {
    OptionalEvents { try events.map { try Events(path: $0, batches: batches, isOriginal: isOriginal) } }
  }

  func checkpointPath(output: String) -> String? {
    noCheckpoint ? nil : checkpoint ?? output + ".checkpoint"
  }
}
