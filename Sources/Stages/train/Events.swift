// The training log as TensorBoard's scalars, with the tags of the original
// (docs/original.md, Evaluation).
import Formats
import PipelineNetworks
import PipelineText
import StageSupport

/// Writes what each epoch adds to a log.
struct Events {
  private let file: TensorBoardFile
  /// Batches of one epoch, in training and in validation.
  private let batches: Int
  private let logsFirstBatch: Bool
  private var epochs = 0

  /// - Parameters:
  ///   - batches: the number of batches in one epoch of training.
  ///   - behaviour: decides which batch's loss stands for an epoch.
  init(_ file: TensorBoardFile, batches: Int, like behaviour: Behaviour) {
    self.file = file
    self.batches = batches
    logsFirstBatch = behaviour.logsFirstBatch
  }

  /// Appends the epochs that are not in the file yet.
  mutating func append(_ log: TrainingLog) throws {
    let validationBatches = log.validationBatches.count / max(log.epochs.count, 1)
    while epochs < log.epochs.count {
      let training = log.trainingBatches[epochs * batches..<(epochs + 1) * batches]
      for (i, loss) in training.enumerated() {
        try file.append(Self.scalars(loss, "train"), step: epochs * batches + i + 1)
      }
      if let loss = epochLoss(training) {
        try file.append([("train_loss_per_epoch", loss)], step: epochStep)
      }
      let validation = log.validationBatches[
        epochs * validationBatches..<(epochs + 1) * validationBatches]
      for (i, loss) in validation.enumerated() {
        try file.append(
          Self.scalars(loss, "validation"), step: epochs * validationBatches + i + 1)
      }
      if let loss = epochLoss(validation) {
        try file.append([("validation_loss_per_epoch", loss)], step: epochStep)
      }
      let result = log.epochs[epochs]
      try file.append(
        [
          ("validation_example_f1", result.exampleF1), ("validation_micro_f1", result.microF1),
          ("validation_p_at_1", result.precisionAt1), ("validation_ndcg_at_5", result.ndcgAt5),
          ("learning_rate", result.learningRate),
        ], step: epochStep)
      epochs += 1
    }
  }

  /// The step of values that belong to a whole epoch.
  private var epochStep: Int { logsFirstBatch ? epochs : epochs + 1 }

  private func epochLoss(_ batches: ArraySlice<LossParts>) -> Double? {
    guard let first = batches.first else { return nil }
    return logsFirstBatch
      ? first.total : batches.reduce(0) { $0 + $1.total } / Double(batches.count)
  }

  private static func scalars(_ loss: LossParts, _ part: String) -> [(tag: String, value: Double)] {
    [
      ("\(part)_loss_per_batch", loss.total), ("\(part)_loss_ce_per_batch", loss.crossEntropy),
      ("\(part)_l2loss_per_batch", loss.l2), ("\(part)_sim_loss_per_batch", loss.similarity),
      ("\(part)_sub_loss_per_batch", loss.subsumption),
    ]
  }
}

/// Events that may be wanted or not, and that stop if they cannot be written: a full disk
/// must not end a training.
struct OptionalEvents {
  private var events: Events?

  init(_ make: () throws -> Events?) {
    do { events = try make() } catch { Self.warn(error) }
  }

  mutating func append(_ log: TrainingLog) {
    do {
      try events?.append(log)
    } catch {
      events = nil
      Self.warn(error)
    }
  }

  private static func warn(_ error: any Error) {
    printError("train: warning: \(error) Training goes on without events.")
  }
}
