// The training loop: our own and the original's. It opens no file; the stage
// that calls it saves what it returns.
import PipelineEvaluation
import PipelineNumerics

/// Training that cannot go on.
enum TrainingError: Error, CustomStringConvertible {
  case diverged(epoch: Int, batch: Int)
  case tooFewDocuments(Int, batchSize: Int)

  var description: String {
    switch self {
    case .diverged(let epoch, let batch):
      "the loss became NaN or infinite in epoch \(epoch + 1), batch \(batch + 1). "
        + "Lower the learning rate."
    case .tooFewDocuments(let count, let batchSize):
      "\(count) training documents are too few for the original's loop with batches of "
        + "\(batchSize), which drops the last one. Make the batches smaller."
    }
  }
}

/// Trains a network on documents.
public final class Trainer {
  let network: AnnotationNetwork
  let parameters: TrainingParameters
  let form: BatchForm
  let training: [EncodedDocument]
  let validation: [EncodedDocument]
  let pool: WorkerPool
  var optimiser: AdamOptimiser
  var progress: TrainingState
  /// The weights of the best epoch; empty if they are the network's own.
  var bestWeights: [[Float]] = []
  /// The averaged weights, if they are wanted.
  let average: WeightAverage?

  /// - Parameters:
  ///   - training: with the labels to learn, thinned ones included.
  ///   - validation: with all their labels; may be empty, then the last epoch is kept.
  public init(
    _ network: AnnotationNetwork, parameters: TrainingParameters, form: BatchForm,
    training: [EncodedDocument], validation: [EncodedDocument], pool: WorkerPool
  ) {
    self.network = network
    self.parameters = parameters
    self.form = form
    self.training = training
    self.validation = validation
    self.pool = pool
    average =
      parameters.averageDecay > 0
      ? WeightAverage(network.parameters, decay: parameters.averageDecay, pool: pool) : nil
    progress = TrainingState(
      rate: parameters.behaviour.halvesRateWithinEpochs
        ? Double(Float(parameters.learningRate)) : parameters.learningRate)
    optimiser = AdamOptimiser(
      l2: parameters.l2, clipNorm: parameters.clipNorm, pool: pool)
    optimiser.weightDecay = parameters.weightDecay
  }

  /// The number of batches of an epoch.
  public var batches: Int {
    let n = training.count
    let b = parameters.batchSize
    return parameters.behaviour.dropsLastBatch ? max(0, (n - 1) / b) : (n + b - 1) / b
  }

  /// The course of training so far.
  public var log: TrainingLog { progress.log }

  /// The epoch whose weights are, or will be, kept.
  public var best: EpochResult? {
    progress.bestEpoch.map { progress.log.epochs[$0] } ?? progress.log.start
  }

  /// Trains until an end is reached, and leaves the best weights (own mode) or
  /// the last ones (the original's) in the network.
  ///
  /// - Parameters:
  ///   - onBatch: called with the epoch, batches done and the batch's loss.
  ///   - onEpoch: called with the result of each epoch, when the trainer's state may
  ///     be saved.
  /// - Returns: the epoch whose weights are kept.
  /// - Throws: `TrainingError`, and what `onEpoch` throws.
  public func run(
    onBatch: (Int, Int, Double) -> Void, onEpoch: (EpochResult) throws -> Void
  ) throws -> EpochResult {
    guard batches > 0 else {
      throw TrainingError.tooFewDocuments(training.count, batchSize: parameters.batchSize)
    }
    if progress.log.epochs.isEmpty, network.linear != nil, keepsBest { evaluateStart() }
    while progress.log.epochs.count < parameters.epochs, !progress.isFinished {
      let result = try runEpoch(progress.log.epochs.count, onBatch: onBatch)
      progress.log.epochs.append(result)
      if result.isBest {
        progress.bestEpoch = result.epoch
        bestWeights = average == nil ? [] : averagedWeights
        progress.sinceBest = 0
      } else {
        progress.sinceBest += 1
      }
      progress.isFinished =
        progress.rate < parameters.stopRate
        || !parameters.behaviour.keepsLastEpoch && progress.sinceBest >= parameters.patience
      try onEpoch(result)
    }
    if !bestWeights.isEmpty {
      for (parameter, values) in zip(network.parameters, bestWeights) { parameter.values = values }
    }
    return best ?? EpochResult()
  }

  /// Measures the linear model alone, which is kept if no epoch is better.
  private func evaluateStart() {
    let own = network.parameters.map(\.values)
    network.silence()
    var result = EpochResult()
    result.epoch = -1
    result.isBest = true
    evaluate(&result)
    progress.log.validationBatches = []
    progress.log.start = result
    progress.lowestLoss = result.validation.crossEntropy
    bestWeights = network.parameters.map(\.values)
    for (parameter, values) in zip(network.parameters, own) { parameter.values = values }
  }

  private var averagedWeights: [[Float]] {
    average.map { average in network.parameters.indices.map { average.values($0).values } } ?? []
  }

  /// Whether an earlier epoch's weights may be the ones to keep.
  var keepsBest: Bool { !parameters.behaviour.keepsLastEpoch && !validation.isEmpty }

  func scorer() -> Scorer {
    Scorer(network, form: form, batchSize: parameters.batchSize, floor: 0.01, pool: pool)
  }

  func evaluate(_ result: inout EpochResult) {
    guard !validation.isEmpty else { return }
    let (scored, loss, batches) = scorer().scoreAndLoss(
      validation, droppingLastBatch: parameters.behaviour.dropsLastBatch)
    result.validation = loss
    progress.log.validationBatches += batches
    if !parameters.behaviour.keepsLastEpoch {
      let tuned = tunedThreshold(for: scored, maximizing: .exampleF1)
      result.threshold = tuned.threshold
    }
    let metrics = Evaluation(scored, threshold: result.threshold, k: 5)
    result.exampleF1 = metrics.decided.exampleF1
    result.microF1 = metrics.decided.microF1
    result.precisionAt1 = metrics.ranking[1]?.precision ?? 0
    result.ndcgAt5 = metrics.ranking[5]?.ndcg ?? 0
  }
}
