// The file from which a stopped training run continues.
import Formats
import PipelineNetworks
import Foundation
import StageSupport

/// A checkpoint of one run. It has the header of the model that the run makes, so
/// one that belongs to other inputs or parameters is never used.
struct Checkpoint {
  /// Nil if none is wanted.
  let path: String?
  let run: StageRun

  /// What an earlier run of the same training left; nil if there is nothing
  /// that can be used.
  func contents() -> StageContents? {
    guard let path, FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      let contents = try StageContents(path: path, expecting: .checkpoint)
      if contents.header == run.header { return contents }
      run.say("train: \(path) is of other inputs or parameters; starting from the beginning")
    } catch {
      run.say("train: \(path) cannot be used (\(error)); starting from the beginning")
    }
    return nil
  }

  /// Brings the trainer to where the earlier run stopped.
  ///
  /// - Throws: `InputError` when the checkpoint belongs to this run but does not fit.
  func restore(_ trainer: Trainer, from contents: StageContents) throws {
    try trainer.restore(contents)
    run.say(
      "train: going on after epoch \(trainer.log.epochs.count), from \(contents.path)")
  }

  /// Writes the state after an epoch.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  func save(_ trainer: Trainer) throws {
    guard let path else { return }
    try run.makeFolder()
    // Weights and moments hardly shrink, and the file is written every epoch.
    let writer = try StageWriter(path: path, kind: .checkpoint, header: run.header, level: 0)
    try trainer.writeCheckpoint(to: writer)
    try writer.commit(summary: ["epochs": .int(trainer.log.epochs.count)])
  }

  /// Removes it once the model has been written.
  func remove() {
    if let path { try? FileManager.default.removeItem(atPath: path) }
  }
}
