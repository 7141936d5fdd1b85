// What train says of its work, line by line.
import Foundation
import FormatsFiles
import PipelineNetworks
import PipelineNumerics
import StageSupport

extension Train {
  /// What is trained, on how much of what.
  func sentence(on data: TrainingData) -> String {
    "train: \(data.training.count) training and \(data.validation.count, "validation document"), "
      + "\(data.labels.count, "label"), "
      + (data.encoding.map { "vectors of \($0.dimensions, "dimension"), " } ?? "\(data.words.count, "word"), ")
      + "\(threads.count, "thread")"
      + (compat.behaviour.keepsLastEpoch ? "" : "; * marks an epoch better than all before it")
  }

  /// The line of an epoch.
  func line(_ result: EpochResult) -> String {
    "epoch \(result.epoch + 1): rate \(shortest(result.learningRate)), "
      + "loss \(fixed(result.trainingLoss, 4)), "
      + "validation CE \(fixed(result.validation.crossEntropy, 4)), "
      + "example-F1 \(fixed(result.exampleF1, 4)), micro-F1 \(fixed(result.microF1, 4)), "
      + "P@1 \(fixed(result.precisionAt1, 4)), nDCG@5 \(fixed(result.ndcgAt5, 4))"
      + (result.isBest && !compat.behaviour.keepsLastEpoch ? " *" : "")
  }

  /// A line for each part of the network, validation included: its share of the
  /// time, the arithmetic of its matrix products, and their speed.
  func profile(_ clock: LayerClock) -> String {
    let nanoseconds = clock.shares.reduce(0) { $0 + $1.nanoseconds }
    let operations = clock.shares.reduce(0) { $0 + $1.operations }
    func line(_ part: String, _ time: UInt64, _ operations: UInt) -> String {
      "  \(part.padding(toLength: 22, withPad: " ", startingAt: 0))"
        + String(
          format: "%5.1f %%  %8.2f s  %8.1f GFLOP  %6.1f GFLOP/s",
          100 * Double(time) / Double(nanoseconds), Double(time) / 1e9, Double(operations) / 1e9,
          Double(operations) / Double(max(time, 1)))
    }
    return
      (clock.shares.sorted { $0.nanoseconds > $1.nanoseconds }.map {
        line($0.part, $0.nanoseconds, $0.operations)
      } + [line("all", nanoseconds, operations)]).joined(separator: "\n")
  }

  /// What the linear model beneath the network does alone.
  func line(start: EpochResult) -> String {
    "train: the linear model alone: validation CE "
      + "\(fixed(start.validation.crossEntropy, 4)), example-F1 "
      + "\(fixed(start.exampleF1, 4)), nDCG@5 \(fixed(start.ndcgAt5, 4))"
  }

  /// Which epoch is the model.
  func line(kept best: EpochResult, of log: TrainingLog) -> String {
    "train: kept epoch \(best.epoch + 1) of \(log.epochs.count), validation "
      + "example-F1 \(fixed(best.exampleF1, 4)) at threshold "
      + "\(fixed(Double(best.threshold), 3))"
  }
}

/// A number with a fixed number of decimals.
func fixed(_ value: Double, _ decimals: Int) -> String {
  String(format: "%.\(decimals)f", value)
}

/// A number with at most four significant digits.
private func shortest(_ value: Double) -> String { String(format: "%.4g", value) }
