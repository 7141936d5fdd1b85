// What a user can choose about training, with the defaults, in one place.
import PipelineNumerics

/// The parameters of training.
public struct TrainingParameters: Equatable, Sendable {
  public var epochs = 100
  public var batchSize = 128
  public var learningRate = 0.01
  /// How the learning rate falls; own mode.
  public var schedule = LearningRateSchedule.plateau
  /// Epochs, or a part of one, over which the rate rises from 0; own mode.
  public var warmUp = 0.0
  /// The probability of keeping an element of the document vector.
  public var keep: Float = 0.5
  /// The probability of keeping a word while training; the others become
  /// unknown words. Own mode.
  public var keepWords = 1.0
  public var l2: Float = 1e-4
  /// Decoupled weight decay (AdamW, Loshchilov and Hutter 2019): what each
  /// update takes off the regularised weights, times the rate; own mode.
  public var weightDecay = 0.0
  /// What an update leaves of the old moving average of the weights, which is
  /// what is validated and kept; 0 for no averaging; own mode.
  public var averageDecay = 0.0
  /// Training ends when the rate has fallen below this.
  public var stopRate = 2e-5
  /// Epochs without a better validation result before training ends; own mode.
  public var patience = 6
  /// What makes an epoch better than another; own mode.
  public var selection = SelectionMetric.exampleF1AndNDCG
  public var clipNorm: ClipNorm = .summed
  public var seed: UInt64 = 1
  /// The original's loop, quirk by quirk (docs/original.md, Training): file order,
  /// last batch dropped, rate checked after the first batch, last epoch kept.
  public var isOriginal = false
  /// The original's staircase decay.
  public var decayRate = 1.0
  public var decaySteps = 6_000
  /// Batches between the original's checks of the rate.
  public var validateStep = 1_000

  public init() {}

  /// What is wrong with the values, as a sentence; nil if nothing is.
  public func violation() -> String? {
    if epochs < 1 { return "the number of epochs must be at least 1, but is \(epochs)" }
    if batchSize < 1 { return "the batch size must be at least 1, but is \(batchSize)" }
    if !(learningRate > 0 && learningRate.isFinite) {
      return "the learning rate must be positive, but is \(learningRate)"
    }
    if !(warmUp >= 0 && warmUp.isFinite) {
      return "the warm-up must not be negative, but is \(warmUp)"
    }
    if !(keep > 0 && keep <= 1) { return "keep must be above 0 and at most 1, but is \(keep)" }
    if !(keepWords > 0 && keepWords <= 1) {
      return "the share of kept words must be above 0 and at most 1, but is \(keepWords)"
    }
    if !(l2 >= 0 && l2.isFinite) { return "the L2 weight must not be negative, but is \(l2)" }
    if !(weightDecay >= 0 && weightDecay.isFinite) {
      return "the weight decay must not be negative, but is \(weightDecay)"
    }
    if !(averageDecay >= 0 && averageDecay < 1) {
      return "the decay of the average must be from 0 to below 1, but is \(averageDecay)"
    }
    if patience < 1 { return "patience must be at least 1, but is \(patience)" }
    if !(decayRate > 0) || decaySteps < 1 || validateStep < 1 {
      return "decay rate, decay steps and validate step must be positive"
    }
    return nil
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
    case .cosine: (1 + PipelineNumerics.cosine(Double.pi * done)) / 2
    }
  }
}

/// What makes an epoch better than another, on validation documents.
public enum SelectionMetric: String, CaseIterable, Sendable {
  /// The mean of example-based F1 and nDCG@5: by one of them alone an epoch that is lucky
  /// with few validation documents may lose in the other.
  case exampleF1AndNDCG = "exampleF1+ndcg@5"
  case exampleF1
  case microF1
  case precisionAt1 = "precision@1"
  case ndcgAt5 = "ndcg@5"
  case crossEntropy = "loss"

  /// Whether `result` is better than `best`; of equal ones that with the lower loss is,
  /// for whose scores are the surer.
  func prefers(_ result: EpochResult, to best: EpochResult) -> Bool {
    let (own, other) = (score(result), score(best))
    return own > other
      || own == other && result.validation.crossEntropy < best.validation.crossEntropy
  }

  /// More is better.
  func score(_ result: EpochResult) -> Double {
    switch self {
    case .exampleF1AndNDCG: (result.exampleF1 + result.ndcgAt5) / 2
    case .exampleF1: result.exampleF1
    case .microF1: result.microF1
    case .precisionAt1: result.precisionAt1
    case .ndcgAt5: result.ndcgAt5
    case .crossEntropy: -result.validation.crossEntropy
    }
  }
}
