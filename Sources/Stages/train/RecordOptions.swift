// What train writes beside the model.
import ArgumentParser
import Foundation

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

  @Option(help: "Where the checkpoint is kept while training (default: OUTPUT.checkpoint).")
  var checkpoint: String?

  @Flag(help: "Write no checkpoints.")
  var noCheckpoint = false

  /// Whether what is asked for is there already.
  var areThere: Bool {
    [log, events].allSatisfy { $0.map(FileManager.default.fileExists(atPath:)) ?? true }
  }

  func checkpointPath(output: String) -> String? {
    noCheckpoint ? nil : checkpoint ?? output + ".checkpoint"
  }
}
