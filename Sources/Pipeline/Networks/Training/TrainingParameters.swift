// What a user can choose about training, with the defaults, in one place.
import Formats
import PipelineEvaluation
import PipelineNumerics
import Foundation
import PipelineText

/// The parameters of training.
public struct TrainingParameters: Equatable, Sendable {
  /// The maximum number of epochs.
  public var epochs = 100
  /// Documents per batch.
  public var batchSize = 128
  /// The learning rate at the start, above 0; that of the original, our own default is lower.
  public var learningRate = 0.01
  /// How the learning rate falls; own mode.
  public var schedule = LearningRateSchedule.plateau
  /// Epochs, or a part of one, over which the rate rises from 0; own mode.
  var warmUp = 0.0
  /// The probability of keeping an element of the document vector.
  public var keep: Float = 0.5
  /// The probability of keeping a word while training; the others become
  /// unknown words. Own mode.
  public var keepWords = 1.0
  /// λ of L2 = λ Σ |v|²/2; that of the original, our own default is 0 (docs/original.md, M7).
  public var l2: Float = 1e-4
  /// Decoupled weight decay (AdamW, Loshchilov and Hutter 2019): the share that each
  /// update subtracts from the regularised weights, times the rate; own mode.
  public var weightDecay = 0.0
  /// The decay of the moving average of the weights, per update; the averaged weights
  /// are validated and kept. 0 for no averaging; own mode.
  public var averageDecay = 0.0
  /// Training ends when the rate has fallen below this.
  public var stopRate = 2e-5
  /// Epochs without a better validation result before training ends; own mode.
  public var patience = 6
  /// The metric by which an epoch is better than another; own mode.
  public var selection = Metric.exampleF1AndNDCG
  /// How the norm for clipping is computed (docs/original.md, M8).
  public var clipNorm: ClipNorm = .summed
  /// The seed of weights, dropout and the order of documents.
  public var seed: UInt64 = 1
  /// Our own training loop or the original's (docs/original.md, Training).
  public var behaviour = Behaviour.own

  public init() {}

  /// The defaults.
  public static func defaults(for network: NetworkModel, like behaviour: Behaviour) -> Self {
    var parameters = Self()
    parameters.behaviour = behaviour
    if network.isLabelwise { parameters.batchSize = labelwiseBatch }
    if behaviour.clipsSlices { parameters.clipNorm = .slices }
    if behaviour == .own {
      (parameters.learningRate, parameters.keepWords, parameters.l2) = (0.003, 0.7, 0)
    }
    return parameters
  }

  /// Label-wise networks need memory for each label of each document.
  private static let labelwiseBatch = 32

  private static func bothDefaults(_ value: (Self) -> String) -> String {
    let own = value(defaults(for: .jman, like: .own))
    return "\(own); original: \(value(defaults(for: .jman, like: .original)))"
  }
}

extension TrainingParameters: DeclaredParameters {
  public static let declarations: [Declaration<Self>] = [
    .init("epochs", \.epochs, in: .atLeast(1), "The maximum number of epochs."),
    .init(
      "batchSize", \.batchSize, in: .atLeast(1), "Documents per batch.",
      default: "\(Self().batchSize), for HLAN and HA-GRU \(labelwiseBatch)"),
    .init(
      "learningRate", \.learningRate, in: .above(0), "The learning rate at the start.",
      default: bothDefaults { "\($0.learningRate)" }),
    .init(
      "schedule", \.schedule,
      """
      How the rate falls: plateau (halved when the validation loss has not fallen), linear or cosine (to 0 at \
      the maximum number of epochs), or constant.
      """, validate: { $0.unknownToOriginal(\.schedule) }),
    .init(
      "warmUp", \.warmUp, in: .atLeast(0), "Epochs, or a part of one, over which the rate rises from 0.",
      validate: { $0.unknownToOriginal(\.warmUp) }),
    .init(
      "keep", \.keep, in: .above(0, to: 1),
      "The probability of keeping an element of the document vector (dropout)."),
    .init(
      "keepWords", \.keepWords, in: .above(0, to: 1),
      "The probability of keeping a word while training (word dropout).", default: bothDefaults { "\($0.keepWords)" },
      validate: { $0.unknownToOriginal(\.keepWords) }),
    .init("l2", \.l2, in: .atLeast(0), "The weight of the L2 term.", default: bothDefaults { "\($0.l2)" }),
    .init(
      "weightDecay", \.weightDecay, in: .atLeast(0), "Decoupled weight decay (AdamW), times the rate.",
      validate: { $0.unknownToOriginal(\.weightDecay) }),
    .init(
      "averageDecay", \.averageDecay, in: .from(0, below: 1),
      "Decay of the moving average of the weights, which is validated and kept; 0 for no averaging.",
      validate: { $0.unknownToOriginal(\.averageDecay) }),
    .init(
      "select", \.selection, among: Metric.ofEpochs.map(\.name),
      "What makes an epoch the best on the validation documents.", validate: { $0.unknownToOriginal(\.selection) }),
    .init("stopRate", \.stopRate, in: .any, "Stop when the learning rate has fallen below this."),
    .init(
      "patience", \.patience, in: .atLeast(1), "Stop after n epochs without a better model.", valueName: "n",
      validate: { $0.unknownToOriginal(\.patience) }),
    .init(
      "clipNorm", \.clipNorm, "How the clipping norm is computed: summed, or slices as in TensorFlow 1.",
      default: bothDefaults { $0.clipNorm.rawValue }),
    .init("seed", \.seed, "The seed of all random numbers."),
  ]

  /// What is wrong with a value that the original program has nothing like; nil for its default.
  private func unknownToOriginal<Value: Equatable>(_ path: KeyPath<Self, Value>) -> String? {
    guard behaviour == .original,
      self[keyPath: path] != Self.defaults(for: .jman, like: .original)[keyPath: path]
    else { return nil }
    return "has no effect in the original program's training; leave it out"
  }
}

/// How the learning rate falls.
public enum LearningRateSchedule: String, CaseIterable, Sendable {
  /// Halved after each epoch whose validation loss is not the lowest.
  case plateau
  /// Straight down to 0 at the greatest number of epochs.
  case linear
  /// Along half a cosine to 0 at the greatest number of epochs.
  case cosine
  case constant

  /// The factor of the rate when `done` of all updates are made.
  ///
  /// - Parameter done: from 0 to 1.
  func factor(done: Double) -> Double {
    switch self {
    case .plateau, .constant: 1
    case .linear: 1 - done
    case .cosine: (1 + Foundation.cos(Double.pi * done)) / 2
    }
  }
}

extension Metric {
  /// Whether `result` is better than `best`; of equal ones the one with the lower loss,
  /// because its scores are more certain.
  func prefers(_ result: EpochResult, to best: EpochResult) -> Bool {
    let (own, other) = (score(result), score(best))
    return own > other
      || own == other && result.validation.crossEntropy < best.validation.crossEntropy
  }

  /// More is better.
  ///
  /// - Precondition: it is among `ofEpochs`.
  func score(_ result: EpochResult) -> Double {
    switch self {
    case .exampleF1AndNDCG: (result.exampleF1 + result.ndcgAt5) / 2
    case .exampleF1: result.exampleF1
    case .microF1: result.microF1
    case .precisionAt1: result.precisionAt1
    case .ndcgAt5: result.ndcgAt5
    case .loss: -result.validation.crossEntropy
    default: preconditionFailure("\(self) is not of epochs")
    }
  }
}
