// The training loop: our own and the original's. It opens no file; the stage
// that calls it saves what it returns.
import Foundation

/// Training that cannot go on.
public enum TrainingError: Error, CustomStringConvertible {
  case diverged(epoch: Int, batch: Int)
  case tooFewDocuments(Int, batchSize: Int)

  public var description: String {
    switch self {
    case .diverged(let epoch, let batch):
      "the loss is no number any more in epoch \(epoch), batch \(batch). "
        + "Lower the learning rate."
    case .tooFewDocuments(let count, let batchSize):
      "\(count) training documents are too few for the original's loop with batches of "
        + "\(batchSize), which drops the last one. Make the batches smaller."
    }
  }
}

/// Trains a network on documents.
public final class Trainer {
  private let network: AnnotationNetwork
  private let parameters: TrainingParameters
  private let form: BatchForm
  private let training: [EncodedDocument]
  private let validation: [EncodedDocument]
  private var optimiser: AdamOptimiser
  private var rate: Double
  private var step = 0

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
    rate = parameters.isOriginal ? Double(Float(parameters.learningRate)) : parameters.learningRate
    optimiser = AdamOptimiser(
      l2: parameters.l2, clipNorm: parameters.clipNorm, pool: pool)
  }

  /// The number of batches of an epoch.
  public var batches: Int {
    let n = training.count
    let b = parameters.batchSize
    return parameters.isOriginal ? max(0, (n - 1) / b) : (n + b - 1) / b
  }

  /// Trains until an end is reached, and leaves the best weights (own mode) or
  /// the last ones (the original's) in the network.
  ///
  /// - Parameters:
  ///   - onBatch: told epoch, batches done and the batch's loss.
  ///   - onEpoch: told what each epoch came to.
  /// - Returns: the epoch whose weights are kept.
  /// - Throws: `TrainingError`.
  public func run(
    onBatch: (Int, Int, Double) -> Void, onEpoch: (EpochResult) -> Void
  ) throws -> EpochResult {
    guard batches > 0 else {
      throw TrainingError.tooFewDocuments(training.count, batchSize: parameters.batchSize)
    }
    var best: EpochResult?
    var bestWeights: [[Float]] = []
    var sinceBest = 0
    var lowestLoss = Double.infinity
    var previousLoss = 10_000.0
    var last = EpochResult()
    for epoch in 0..<parameters.epochs {
      var result = EpochResult()
      result.epoch = epoch
      result.learningRate = rate
      var order = Array(training.indices)
      if !parameters.isOriginal {
        var random = RandomStream(seed: parameters.seed, stream: 3, UInt64(epoch))
        random.shuffle(&order)
      }
      var sum = 0.0
      for batch in 0..<batches {
        let start = batch * parameters.batchSize
        let end = min(order.count, start + parameters.batchSize)
        let loss = train(order[start..<end])
        guard loss.isFinite else { throw TrainingError.diverged(epoch: epoch, batch: batch) }
        sum += loss
        onBatch(epoch, batch + 1, loss)
        if parameters.isOriginal, batch % parameters.validateStep == 0, !validation.isEmpty {
          let loss = scorer().score(validation, isOriginal: true).loss.total
          if loss > previousLoss { rate = Double(Float(rate) / 2) }
          previousLoss = loss
        }
      }
      result.trainingLoss = sum / Double(batches)
      evaluate(&result)
      if parameters.isOriginal || validation.isEmpty {
        result.isBest = true
        best = result
      } else {
        if result.exampleF1 > best?.exampleF1 ?? -1 {
          result.isBest = true
          best = result
          bestWeights = network.parameters.map(\.values)
          sinceBest = 0
        } else {
          sinceBest += 1
        }
        // The rate falls when the loss has stopped falling.
        if result.validation.crossEntropy < lowestLoss {
          lowestLoss = result.validation.crossEntropy
        } else {
          rate /= 2
        }
      }
      last = result
      onEpoch(result)
      if rate < parameters.stopRate || sinceBest >= parameters.patience { break }
    }
    if !bestWeights.isEmpty {
      for (parameter, values) in zip(network.parameters, bestWeights) { parameter.values = values }
    }
    return best ?? last
  }

  private func scorer() -> Scorer {
    Scorer(network, form: form, batchSize: parameters.batchSize, floor: 0.01)
  }

  /// One update on the documents with the given numbers.
  private func train(_ numbers: ArraySlice<Int>) -> Double {
    let batch = DocumentBatch(
      numbers.enumerated().map { place, number in
        withDroppedWords(training[number], place: place)
      }, form: form)
    network.forward(batch, training: true, step: UInt64(step))
    let loss = network.loss(batch, divisor: Float(batch.count), gradient: true, withL2: false)
    let slices = network.backward(
      batch, step: UInt64(step), slices: parameters.clipNorm == .slices)
    let all = network.parameters
    let norm = optimiser.norm(all, embedding: network.encoder.embedding.table, slices: slices)
    let decay = pow(parameters.decayRate, Double(step / parameters.decaySteps))
    optimiser.update(all, rate: rate * decay, norm: norm)
    step += 1
    return loss.total
  }

  /// The document with some of its words made unknown (word 1), so that no
  /// single word is relied on and the unknown word's vector is learnt.
  private func withDroppedWords(_ document: EncodedDocument, place: Int) -> EncodedDocument {
    guard parameters.keepWords < 1, !parameters.isOriginal else { return document }
    var random = RandomStream(seed: parameters.seed, stream: 5, UInt64(step), UInt64(place))
    var document = document
    func drop(_ words: inout [Int32]) {
      for i in words.indices where random.nextUniform() >= parameters.keepWords { words[i] = 1 }
    }
    drop(&document.title)
    for i in document.sentences.indices { drop(&document.sentences[i]) }
    return document
  }

  private func evaluate(_ result: inout EpochResult) {
    guard !validation.isEmpty else { return }
    let (scored, loss) = scorer().score(validation, isOriginal: parameters.isOriginal)
    result.validation = loss
    if !parameters.isOriginal {
      let tuned = tunedThreshold(for: scored, maximizing: .exampleF1)
      result.threshold = tuned.threshold
    }
    let metrics = Evaluation(scored, threshold: result.threshold, k: 5)
    result.exampleF1 = metrics.atThreshold.exampleF1
    result.microF1 = metrics.atThreshold.microF1
  }
}
