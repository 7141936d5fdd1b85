// What a user can choose about training, with the defaults, in one place.

/// The parameters of training.
public struct TrainingParameters: Equatable, Sendable {
  public var epochs = 100
  public var batchSize = 128
  public var learningRate = 0.01
  /// The probability of keeping an element of the document vector.
  public var keep: Float = 0.5
  /// The probability of keeping a word while training; the others become
  /// unknown words. Own mode.
  public var keepWords = 1.0
  public var l2: Float = 1e-4
  /// Training ends when the rate has fallen below this.
  public var stopRate = 2e-5
  /// Epochs without a better validation result before training ends; own mode.
  public var patience = 6
  public var clipNorm: ClipNorm = .summed
  public var seed: UInt64 = 1
  /// The original's loop, quirk by quirk (reference-behaviour 1.8): file order,
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
    if !(keep > 0 && keep <= 1) { return "keep must be above 0 and at most 1, but is \(keep)" }
    if !(keepWords > 0 && keepWords <= 1) {
      return "the share of kept words must be above 0 and at most 1, but is \(keepWords)"
    }
    if !(l2 >= 0 && l2.isFinite) { return "the L2 weight must not be negative, but is \(l2)" }
    if patience < 1 { return "patience must be at least 1, but is \(patience)" }
    if !(decayRate > 0) || decaySteps < 1 || validateStep < 1 {
      return "decay rate, decay steps and validate step must be positive"
    }
    return nil
  }
}

/// What one epoch came to.
public struct EpochResult: Equatable, Sendable {
  public var epoch = 0
  public var learningRate = 0.0
  public var trainingLoss = 0.0
  public var validation = LossParts()
  /// Example-based F1 on the validation documents at `threshold`.
  public var exampleF1 = 0.0
  public var microF1 = 0.0
  public var threshold: Float = 0.5
  public var isBest = false

  public init() {}
}
