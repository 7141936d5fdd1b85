// The network as a whole: encoder, dropout, output and losses.
import PipelineNumerics
import CNumerics
import Foundation

/// The parts of the loss of a batch.
public struct LossParts: Equatable, Sendable {
  public var crossEntropy = 0.0
  public var l2 = 0.0
  public var similarity = 0.0
  public var subsumption = 0.0
  public var total: Double { crossEntropy + l2 + similarity + subsumption }

  public init() {}
}

/// What training decides about a network beyond its shape.
public struct NetworkOptions: Sendable {
  /// λ of L2 = λ Σ |v|²/2 over the regularised parameters.
  public var l2: Float
  /// The probability of keeping an element of the document vector.
  public var keep: Float
  public var losses: LabelPairLosses
  public var targets: TargetOptions
  /// The labels that are drawn for each batch beside its true ones; 0 for all. Not for every
  /// network: `ModelParameters.validate()` says which.
  public var sampledLabels: Int
  public var seed: UInt64

  public init(
    l2: Float, keep: Float, losses: LabelPairLosses, targets: TargetOptions = TargetOptions(),
    sampledLabels: Int = 0, seed: UInt64
  ) {
    self.l2 = l2
    self.keep = keep
    self.losses = losses
    self.targets = targets
    self.sampledLabels = sampledLabels
    self.seed = seed
  }
}

/// A text encoder with its output layer and losses.
public final class AnnotationNetwork: @unchecked Sendable {
  public let configuration: NetworkConfiguration
  public let options: NetworkOptions
  let encoder: any TextEncoder
  let output: OutputLayer
  /// The linear model beneath the network, where there is one.
  public private(set) var linear: LinearPart?
  /// The linear models for training documents, by `EncodedDocument.heldOut`.
  private(set) var heldOut: [LinearPart] = []
  /// After `forward` of a label-wise network: the labels of each document that it looked at.
  private(set) var pairs: LabelRows?
  /// After `forward` in training: the labels that stand for all, where they do.
  private(set) var sample: LabelSample?
  /// Told where the time goes, where it is asked for.
  public var clock: LayerClock? {
    didSet {
      for layer in [encoder.words, encoder.title, encoder.sentences] { layer?.clock = clock }
    }
  }
  let pool: WorkerPool
  private let crossEntropy: CrossEntropyLoss
  private let dropout: Dropout
  let documents = AlignedBuffer<Float>()
  private let dDocuments = AlignedBuffer<Float>()
  /// [L, B] after `forward`, or [sample, B]; likewise the two below.
  let logits = AlignedBuffer<Float>()
  /// [L, B] after `loss`.
  let scores = AlignedBuffer<Float>()
  private let dLogits = AlignedBuffer<Float>()

  /// - Parameter trained: whether gradients and moments are needed.
  public init(
    _ configuration: NetworkConfiguration, options: NetworkOptions, trained: Bool, pool: WorkerPool
  ) {
    precondition(
      options.sampledLabels == 0 || !configuration.model.isLabelwise && options.losses.parameters.isEmpty,
      "no labels can be drawn here, as ModelParameters.validate() says")
    self.configuration = configuration
    self.options = options
    self.pool = pool
    encoder = makeEncoder(configuration, trained: trained, pool: pool)
    output = OutputLayer(
      labels: configuration.labels, size: configuration.documentSize, trained: trained,
      pool: pool)
    crossEntropy = CrossEntropyLoss(pool: pool, targets: options.targets)
    dropout = Dropout(keep: options.keep, seed: options.seed, layer: 1)
  }

  /// All trainable parameters, in a fixed order.
  public var parameters: [Parameter] {
    encoder.parameters + output.parameters + options.losses.parameters
  }

  /// Takes biases, context vectors, the embedding and parameters that the
  /// variation does not use out of the L2 term (M7).
  public func regularisesWeightsOnly() {
    for parameter in parameters {
      parameter.isRegularised =
        parameter.name.hasSuffix("ernel") && isUsed(parameter)
        || parameter.name.hasPrefix("labels/") && parameter.isRegularised
    }
  }

  private func isUsed(_ parameter: Parameter) -> Bool {
    let model = configuration.model
    if parameter.name.hasPrefix("title/") { return model.readsTitle }
    if parameter.name.hasPrefix("output/") { return true }
    return model.readsContent
  }

  /// Lets an update change only the vectors of the words that the batch has.
  public func updatesEmbeddingSparsely() { encoder.embedding.updatesSparsely = true }

  /// Puts a linear model beneath the network, which then has nothing to say by itself at
  /// first: the logits are those of the linear model.
  ///
  /// - Parameter heldOut: those for training documents, by `EncodedDocument.heldOut`.
  public func add(_ linear: LinearPart, heldOut: [LinearPart] = []) {
    self.linear = linear
    self.heldOut = heldOut
  }

  /// Makes the output zero, so that only the linear model is heard.
  public func silence() {
    for parameter in output.parameters { memset(parameter.value, 0, parameter.count * 4) }
  }

  /// Draws the initial weights from the seed.
  public func initialise() {
    var random = RandomStream(seed: options.seed, stream: 2)
    encoder.initialise(using: &random)
    output.kernel.initialiseNormal(deviation: 0.1, using: &random)
    if configuration.glorotBias {
      output.bias.initialiseGlorotVector(length: configuration.labels, using: &random)
    }
  }

  /// Starts the output from what the label frequencies alone say: small weights
  /// and the log-odds of each label as its bias. Training then does not spend
  /// its first epoch on learning that most labels are rare.
  ///
  /// - Parameter counts: for each label the training documents that have it.
  public func initialiseOutput(labelCounts counts: [Int64], documents: Int) {
    var random = RandomStream(seed: options.seed, stream: 4)
    output.kernel.initialiseNormal(deviation: 0.01, using: &random)
    for label in 0..<configuration.labels {
      let share = (Double(counts[label]) + 0.5) / (Double(documents) + 1)
      output.bias.value[label] = Float(logarithm(share / (1 - share)))
    }
  }

  /// Puts word vectors into the embedding table: row `first + i` is vector i;
  /// the rows before are zero.
  ///
  /// - Parameter vectors: [n, E].
  public func setEmbedding(_ vectors: [Float], first: Int) {
    let table = encoder.embedding.table
    memset(table.value, 0, first * configuration.embeddingSize * 4)
    let offset = first * configuration.embeddingSize
    precondition(offset + vectors.count == table.count, "vectors do not fit the vocabulary")
    (table.value + offset).update(from: vectors, count: vectors.count)
  }

  /// Computes the logits of a batch.
  func forward(_ batch: DocumentBatch, training: Bool, step: UInt64 = 0) {
    let d = configuration.documentSize
    sample = training ? drawSample(batch, step: step) : nil
    logits.reserveZeros(labelCount * batch.count)
    clock.measure("linear") { addLinearPart(batch) }
    if configuration.model.isLabelwise {
      pairs = clock.measure("shortlist") { shortlist(batch, training: training, step: step) }
    }
    let rows = pairs?.count ?? batch.count
    documents.reserve(rows * d)
    encoder.forward(batch, pairs: pairs, into: documents.base, rowSize: d, training: training)
    if training {
      dropout.apply(documents.base, rows: rows, size: d, step: step, pool: pool)
    }
    clock.measure("output") {
      if let pairs {
        output.addLogits(documents.base, pairs, count: batch.count, to: logits.base)
      } else if let sample {
        output.addLogits(documents.base, sample: sample.labels, count: batch.count, to: logits.base)
      } else {
        output.addLogits(documents.base, count: batch.count, to: logits.base)
      }
    }
  }

  /// How many labels the batch has: all of them, or the sample.
  var labelCount: Int { sample?.labels.count ?? configuration.labels }

  private func drawSample(_ batch: DocumentBatch, step: UInt64) -> LabelSample? {
    guard options.sampledLabels > 0 else { return nil }
    var random = RandomStream(seed: options.seed, stream: 9, step)
    return LabelSample(
      truth: batch.labels, drawn: options.sampledLabels, labelCount: configuration.labels,
      using: &random)
  }

  /// Makes the scores of the `count` documents that `forward` read, where the
  /// loss is not wanted.
  func makeScores(count: Int) {
    scores.reserve(configuration.labels * count)
    crossEntropy.scores(
      logits.base, labels: configuration.labels, count: count, scores: scores.base)
  }

  /// The loss of the batch that `forward` read; with `gradient` also dL/dlogits.
  func loss(_ batch: DocumentBatch, divisor: Float, gradient: Bool, withL2: Bool) -> LossParts {
    let labels = labelCount
    let size = labels * batch.count
    scores.reserve(size)
    if gradient {
      dLogits.reserve(size)
      for parameter in options.losses.parameters { parameter.clearGradient() }
    }
    var crossEntropy = crossEntropy
    if let sample { crossEntropy.targets = crossEntropy.targets.sampled(sample) }
    let losses = sample.map { options.losses.sampled($0) } ?? options.losses
    let truth = sample?.truth ?? batch.labels
    var parts = LossParts()
    parts.crossEntropy = crossEntropy.apply(
      logits.base, labels: labels, truth: truth, scores: scores.base,
      dLogits: gradient ? dLogits.base : nil, divisor: divisor, plain: !gradient)
    (parts.similarity, parts.subsumption) = losses.apply(
      scores.base, labels: labels, truth: truth,
      dLogits: gradient ? dLogits.base : nil, divisor: divisor)
    if withL2 { parts.l2 = l2Loss() }
    return parts
  }

  /// λ Σ |v|²/2 over the regularised parameters.
  public func l2Loss() -> Double {
    guard options.l2 != 0 else { return 0 }
    return parameters.filter(\.isRegularised).reduce(0) {
      $0 + Double(options.l2) / 2 * jn_sum_squares($1.count, $1.value, nil, 0)
    }
  }

  /// The gradients of all parameters, without the L2 term.
  ///
  /// - Returns: the sum of squared position gradients, if `slices`.
  func backward(_ batch: DocumentBatch, step: UInt64, slices: Bool) -> Double {
    let d = configuration.documentSize
    for parameter in encoder.parameters where parameter !== encoder.embedding.table {
      parameter.clearGradient()
    }
    encoder.embedding.clearGradient()
    let rows = pairs?.count ?? batch.count
    dDocuments.reserve(rows * d)
    clock.measure("output") {
      if let pairs {
        output.backward(
          documents.base, pairs, count: batch.count, dLogits: dLogits.base,
          dVectors: dDocuments.base)
        return
      }
      let l2 = output.kernel.isRegularised ? options.l2 : 0
      if let sample {
        output.backward(
          documents.base, sample: sample.labels, count: batch.count, dLogits: dLogits.base,
          dDocuments: dDocuments.base, l2: l2)
      } else {
        output.backward(
          documents.base, count: batch.count, dLogits: dLogits.base,
          dDocuments: dDocuments.base, l2: l2)
      }
    }
    dropout.apply(dDocuments.base, rows: rows, size: d, step: step, pool: pool)
    return encoder.backward(batch, dDocuments.base, rowSize: d, slices: slices)
  }
}
