// The training loop: our own and the original's. It opens no file; the stage
// that calls it saves what it returns.
import PipelineEvaluation
import PipelineNumerics
import Foundation

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
  private let parameters: TrainingParameters
  private let form: BatchForm
  private let training: [EncodedDocument]
  private let validation: [EncodedDocument]
  private let pool: WorkerPool
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

  private func runEpoch(
    _ epoch: Int, onBatch: (Int, Int, Double) -> Void
  ) throws -> EpochResult {
    // The weights so far are the best ones only until the next update.
    if bestWeights.isEmpty, progress.bestEpoch != nil, keepsBest {
      bestWeights = network.parameters.map(\.values)
    }
    var result = EpochResult()
    result.epoch = epoch
    var order = Array(training.indices)
    if !parameters.behaviour.keepsOrder {
      var random = RandomStream(seed: parameters.seed, for: .order, at: UInt64(epoch))
      random.shuffle(&order)
    }
    var sum = 0.0
    let maker = BatchMaker(
      documents: training, order: order, firstStep: optimiser.step, form: form,
      parameters: parameters)
    let (batches, clock) = (batches, network.clock)
    var next = clock.measure("batch") { maker.batch(0) }
    for batch in 0..<batches {
      let rate = rate()
      let documents = next
      var loss = LossParts()
      // The next batch is laid out while this one is learnt.
      next = pool.preparing(unless: clock != nil) {
        batch + 1 < batches ? clock.measure("batch") { maker.batch(batch + 1) } : documents
      } while: {
        loss = train(documents, rate: rate)
      }
      result.learningRate = rate
      guard loss.total.isFinite else { throw TrainingError.diverged(epoch: epoch, batch: batch) }
      sum += loss.total
      progress.log.trainingBatches.append(loss)
      onBatch(epoch, batch + 1, loss.total)
      if parameters.behaviour.halvesRateWithinEpochs, batch % parameters.validateStep == 0, !validation.isEmpty {
        let loss = scorer().scoreAndLoss(validation, droppingLastBatch: parameters.behaviour.dropsLastBatch).loss.total
        if loss > progress.previousLoss { progress.rate = Double(Float(progress.rate) / 2) }
        progress.previousLoss = loss
      }
    }
    // The last update may have been one too many, and no loss shows it.
    guard network.parameters.allSatisfy({ $0.vector.sumOfSquares().isFinite }) else {
      throw TrainingError.diverged(epoch: epoch, batch: batches - 1)
    }
    result.trainingLoss = sum / Double(batches)
    average?.exchange()
    evaluate(&result)
    average?.exchange()
    guard result.validation.total.isFinite else { throw TrainingError.diverged(epoch: epoch, batch: batches - 1) }
    if keepsBest {
      result.isBest = best.map { parameters.selection.prefers(result, to: $0) } ?? true
      // The rate falls when the loss has stopped falling.
      if result.validation.crossEntropy < progress.lowestLoss {
        progress.lowestLoss = result.validation.crossEntropy
      } else if parameters.schedule == .plateau {
        progress.rate /= 2
      }
    } else {
      result.isBest = true
    }
    return result
  }

  /// Whether an earlier epoch's weights may be the ones to keep.
  private var keepsBest: Bool { !parameters.behaviour.keepsLastEpoch && !validation.isEmpty }

  /// The learning rate of the next update.
  private func rate() -> Double {
    let step = Double(optimiser.step)
    guard !parameters.behaviour.halvesRateWithinEpochs else {
      return progress.rate
        * pow(parameters.decayRate, Double(optimiser.step / parameters.decaySteps))
    }
    let warmUp = parameters.warmUp * Double(batches)
    let rising = warmUp > 0 ? min(1, (step + 1) / warmUp) : 1
    let done = step / Double(batches * parameters.epochs)
    return progress.rate * rising * parameters.schedule.factor(done: done)
  }

  private func scorer() -> Scorer {
    Scorer(network, form: form, batchSize: parameters.batchSize, floor: 0.01, pool: pool)
  }

  /// One update.
  private func train(_ batch: DocumentBatch, rate: Double) -> LossParts {
    let step = UInt64(optimiser.step)
    let clock = network.clock
    network.forward(batch, training: true, step: step)
    let loss = clock.measure("loss") {
      network.loss(batch, divisor: Float(batch.count), gradient: true, withL2: true)
    }
    let slices = network.backward(
      batch, step: step, slices: parameters.clipNorm == .slices)
    let all = network.parameters
    clock.measure("optimiser") {
      let norm = optimiser.norm(all, embedding: network.encoder.embedding.table, slices: slices)
      optimiser.update(all, rate: rate, norm: norm)
    }
    if optimiser.step % WeightAverage.interval == 0 { average?.add() }
    return loss
  }

  private func evaluate(_ result: inout EpochResult) {
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
