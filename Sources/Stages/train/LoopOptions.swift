// The training loop, as options of train; defaults that are not stated here come from
// Pipeline.
import ArgumentParser
import Formats
import PipelineNetworks
import StageSupport

/// The training loop.
struct LoopOptions: ParsableArguments {
  private static let defaults = TrainingParameters()

  @Option(help: "The greatest number of epochs.")
  var epochs = defaults.epochs

  @Option(
    help: """
      Documents per batch. Default: \(defaults.batchSize), for HLAN and HA-GRU \
      \(LoopOptions.labelwiseBatch).
      """)
  var batchSize: Int?

  /// Label-wise networks need memory for each label of each document.
  static let labelwiseBatch = 32

  @Option(
    help: "The learning rate at the start. Default: 0.003, with --compat original 0.01.")
  var learningRate: Double?

  @Option(
    help: """
      How the rate falls: plateau (halved when the validation loss has not fallen), linear or \
      cosine (to 0 at --epochs), constant.
      """)
  var schedule = defaults.schedule

  @Option(help: "Epochs, or a part of one, over which the rate rises from 0.")
  var warmUp = defaults.warmUp

  @Option(help: "The probability of keeping an element of the document vector (dropout).")
  var keep = defaults.keep

  @Option(
    help: """
      The probability of keeping a word while training (word dropout). Default: 0.7, with \
      --compat original 1.
      """)
  var keepWords: Double?

  @Option(help: "The weight of the L2 term. Default: 0, with --compat original 0.0001.")
  var l2: Float?

  @Option(help: "Decoupled weight decay (AdamW), times the rate.")
  var weightDecay = defaults.weightDecay

  @Option(
    help: """
      What an update leaves of the weights' moving average, which is validated and kept: 0 for \
      no averaging.
      """)
  var averageDecay = defaults.averageDecay

  @Option(
    help: """
      The share of each target that is given to the labels' frequencies (label smoothing).
      """)
  var labelSmoothing: Float = 0

  @Option(
    help: """
      True labels weigh (n_max / n)^P, at most 20, n the documents of a label: 0 for no weights.
      """)
  var rareLabelPower = 0.0

  @Option(
    help: """
      What makes an epoch the best on the validation documents: exampleF1+ndcg@5 (their mean), \
      one of them alone, microF1, precision@1 or loss.
      """)
  var select = defaults.selection

  @Option(help: "Stop when the learning rate has fallen below this.")
  var stopRate = defaults.stopRate

  @Option(help: "Stop after so many epochs without a better model.")
  var patience = defaults.patience

  @Option(
    help: """
      Over what the clipping norm is taken: summed, or slices as in TensorFlow 1. Default: \
      summed, with --compat original slices.
      """)
  var clipNorm: ClipNorm?

  @Option(help: "The share of each training document's labels that is kept.")
  var keepLabelPercent = 1.0

  @Option(help: "The number of tags for a cut by rank, kept in the model.")
  var topK = 5

  @Option(help: "The seed of all random numbers.")
  var seed: UInt64 = 1

  func validate() throws {
    if !(keepLabelPercent > 0 && keepLabelPercent <= 1) {
      throw ValidationError(
        "--keep-label-percent must be above 0 and at most 1, but is \(keepLabelPercent).")
    }
    if !(labelSmoothing >= 0 && labelSmoothing < 1) {
      throw ValidationError(
        "--label-smoothing must be from 0 to below 1, but is \(labelSmoothing).")
    }
    if !(rareLabelPower >= 0 && rareLabelPower <= 1) {
      throw ValidationError(
        "--rare-label-power must be from 0 to 1, but is \(rareLabelPower).")
    }
    if topK < 1 { throw ValidationError("--top-k must be at least 1, but is \(topK).") }
  }

  func parameters(_ network: NetworkModel, isOriginal: Bool) -> TrainingParameters {
    var parameters = TrainingParameters()
    parameters.epochs = epochs
    parameters.batchSize =
      batchSize ?? (network.isLabelwise ? Self.labelwiseBatch : Self.defaults.batchSize)
    parameters.learningRate = learningRate ?? (isOriginal ? Self.defaults.learningRate : 0.003)
    parameters.schedule = schedule
    parameters.warmUp = warmUp
    parameters.weightDecay = weightDecay
    parameters.averageDecay = averageDecay
    parameters.selection = select
    parameters.keep = keep
    parameters.keepWords = isOriginal ? 1 : keepWords ?? 0.7
    parameters.l2 = l2(isOriginal: isOriginal)
    parameters.stopRate = stopRate
    parameters.patience = patience
    parameters.clipNorm = clipNorm ?? (isOriginal ? .slices : .summed)
    parameters.seed = seed
    parameters.isOriginal = isOriginal
    return parameters
  }

  func l2(isOriginal: Bool) -> Float { l2 ?? (isOriginal ? Self.defaults.l2 : 0) }

  func described(_ network: NetworkModel, isOriginal: Bool) -> [String: StageHeader.Value] {
    let parameters = parameters(network, isOriginal: isOriginal)
    return [
      "epochs": .int(epochs), "batchSize": .int(parameters.batchSize),
      "learningRate": .double(parameters.learningRate), "keep": .double(Double(keep)),
      "keepWords": .double(parameters.keepWords),
      "schedule": .string(schedule.rawValue), "warmUp": .double(warmUp),
      "weightDecay": .double(weightDecay), "labelSmoothing": .double(Double(labelSmoothing)),
      "rareLabelPower": .double(rareLabelPower), "select": .string(select.rawValue),
      "averageDecay": .double(averageDecay),
      "l2": .double(Double(parameters.l2)), "stopRate": .double(stopRate), "patience": .int(patience),
      "clipNorm": .string(parameters.clipNorm.rawValue),
      "keepLabelPercent": .double(keepLabelPercent), "topK": .int(topK),
    ]
  }
}

extension LearningRateSchedule: ExpressibleByArgument {}
extension SelectionMetric: ExpressibleByArgument {
  public init?(argument: String) { self.init(rawValue: metricName(argument)) }
}
extension ClipNorm: ExpressibleByArgument {}
