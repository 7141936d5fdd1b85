// One epoch of training: batches, updates, and what follows from the losses.
import PipelineNumerics
import Foundation

extension Trainer {
  /// - Parameter onBatch: as in `run`.
  func runEpoch(
    _ epoch: Int, onBatch: (Int, Int, Double) -> Void
  ) throws -> EpochResult {
    // The weights so far are the best ones only until the next update.
    if bestWeights.isEmpty, progress.bestEpoch != nil, keepsBest {
      bestWeights = network.parameters.map(\.values)
    }
    var result = EpochResult()
    result.epoch = epoch
    result.trainingLoss = try trainBatches(of: &result, onBatch: onBatch) / Double(batches)
    average?.exchange()
    evaluate(&result)
    average?.exchange()
    guard result.validation.total.isFinite else { throw TrainingError.diverged(epoch: epoch, batch: batches - 1) }
    judge(&result)
    return result
  }

  /// Learns all batches once.
  ///
  /// - Returns: the sum of their losses.
  private func trainBatches(
    of result: inout EpochResult, onBatch: (Int, Int, Double) -> Void
  ) throws -> Double {
    let epoch = result.epoch
    var sum = 0.0
    let maker = BatchMaker(
      documents: training, order: order(of: epoch), firstStep: optimiser.step, form: form,
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
      if parameters.behaviour.halvesRateWithinEpochs { checkRate(after: batch) }
    }
    // The last update may have been one too many, and no loss shows it.
    guard network.parameters.allSatisfy({ $0.vector.sumOfSquares().isFinite }) else {
      throw TrainingError.diverged(epoch: epoch, batch: batches - 1)
    }
    return sum
  }

  /// The order in which an epoch learns the documents.
  private func order(of epoch: Int) -> [Int] {
    var order = Array(training.indices)
    if !parameters.behaviour.keepsOrder {
      var random = RandomStream(seed: parameters.seed, for: .order, at: UInt64(epoch))
      random.shuffle(&order)
    }
    return order
  }

  private static let batchesBetweenRateChecks = 1_000

  /// Halves the rate if the loss has risen since the last check (the original's).
  private func checkRate(after batch: Int) {
    guard batch % Self.batchesBetweenRateChecks == 0, !validation.isEmpty else { return }
    let loss = scorer().scoreAndLoss(validation, droppingLastBatch: parameters.behaviour.dropsLastBatch).loss.total
    if loss > progress.previousLoss { progress.rate = Double(Float(progress.rate) / 2) }
    progress.previousLoss = loss
  }

  /// Whether a result is the best so far, and what follows for the rate.
  private func judge(_ result: inout EpochResult) {
    guard keepsBest else {
      result.isBest = true
      return
    }
    result.isBest = best.map { parameters.selection.prefers(result, to: $0) } ?? true
    // The rate falls when the loss has stopped falling.
    if result.validation.crossEntropy < progress.lowestLoss {
      progress.lowestLoss = result.validation.crossEntropy
    } else if parameters.schedule == .plateau {
      progress.rate /= 2
    }
  }

  /// The learning rate of the next update.
  private func rate() -> Double {
    let step = Double(optimiser.step)
    guard !parameters.behaviour.halvesRateWithinEpochs else {
      return progress.rate
    }
    let warmUp = parameters.warmUp * Double(batches)
    let rising = warmUp > 0 ? min(1, (step + 1) / warmUp) : 1
    let done = step / Double(batches * parameters.epochs)
    return progress.rate * rising * parameters.schedule.factor(done: done)
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
}
