// The network as a whole: encoder, dropout, output and losses.
import PipelineNumerics
import Foundation

/// The parts of the loss of a batch.
public struct LossParts: Equatable, Sendable {
  /// Binary cross-entropy of the outputs.
  public var crossEntropy = 0.0
  /// The L2 term, already weighted.
  public var l2 = 0.0
  /// L_sim, already weighted.
  public var similarity = 0.0
  /// L_sub, already weighted.
  public var subsumption = 0.0
  /// What training minimises.
  public var total: Double { crossEntropy + l2 + similarity + subsumption }

  public init() {}
}

/// What training decides about a network beyond its shape.
public struct NetworkOptions: Sendable {
  /// λ of L2 = λ Σ |v|²/2 over the regularised parameters.
  public var l2: Float
  /// The probability of keeping an element of the document vector.
  public var keep: Float
  /// L_sim and L_sub with their weights.
  public var losses: LabelPairLosses
  /// What the output of each label is compared with.
  public var targets: TargetOptions
  /// The number of labels that are drawn for each batch in addition to its true ones; 0 for all.
  /// Not every network allows it: see `ModelParameters.validate()`.
  public var sampledLabels: Int
  /// The seed of weights and dropout.
  public var seed: UInt64

  /// Options with the plain cross-entropy over all labels unless given otherwise.
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

/// A text encoder with its output layer and losses. Sendable because one thread runs it, and the
/// threads of its pool work only while that one waits.
public final class AnnotationNetwork: @unchecked Sendable {
  /// The sizes of the network, as a model file stores them.
  public let configuration: NetworkConfiguration
  /// How the network is trained.
  public let options: NetworkOptions
  let encoder: any TextEncoder
  let output: OutputLayer
  /// The linear model beneath the network, if there is one.
  public private(set) var linear: LinearPart?
  /// The linear models for training documents, by `LinearSource.part`.
  private(set) var heldOut: [LinearPart] = []
  /// What they say of the documents that are read in every epoch.
  private(set) var keptLogits = KeptLogits(rows: 0, labels: 0)
  /// After `forward` of a label-wise network: the labels of each document that it looked at.
  private(set) var pairs: LabelRows?
  /// After `forward` in training: the sample that represents all labels, if one was drawn.
  private(set) var sample: LabelSample?
  /// Records timings; nil unless profiling.
  package var clock: LayerClock? {
    didSet {
      for layer in encoder.layers.values { layer.clock = clock }
    }
  }
  let pool: WorkerPool
  private let crossEntropy: CrossEntropyLoss
  private let dropout: Dropout
  let documents = MatrixBuffer()
  private let dDocuments = MatrixBuffer()
  /// [L, B] after `forward`, or [sample, B]; likewise the two below.
  let logits = MatrixBuffer()
  /// [L, B] after `loss`.
  let scores = MatrixBuffer()
  private let dLogits = MatrixBuffer()

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
    dropout = Dropout(keep: options.keep, seed: options.seed)
  }

  /// All trainable parameters, in a fixed order.
  public var parameters: [Parameter] {
    encoder.parameters + output.parameters + options.losses.parameters
  }

  /// Takes biases, context vectors, the embedding and parameters that the
  /// variation does not use out of the L2 term (M7).
  public func regularisesWeightsOnly() {
    let model = configuration.model
    for parameter in parameters {
      switch parameter.role {
      case .kernel: parameter.isRegularised = true
      case .labelMatrix: break
      case .bias, .context, .embedding: parameter.isRegularised = false
      }
    }
    let unused = (model.readsTitle ? [] : [.title]) + (model.readsContent ? [] : [EncoderLayer.words, .sentences])
    for parameter in unused.compactMap({ encoder.layers[$0] }).flatMap(\.parameters) { parameter.isRegularised = false }
  }

  /// Lets an update change only the vectors of the words that the batch has.
  public func updatesEmbeddingSparsely() { encoder.embedding.updatesSparsely = true }

  /// Puts a linear model beneath the network, which contributes nothing at first: the logits
  /// are those of the linear model.
  ///
  /// - Parameters:
  ///   - heldOut: those for training documents, by `LinearSource.part`.
  ///   - rows: how many documents have a `LinearSource`.
  public func add(_ linear: LinearPart, heldOut: [LinearPart] = [], rows: Int = 0) {
    self.linear = linear
    self.heldOut = heldOut
    keptLogits = KeptLogits(rows: rows, labels: configuration.labels)
  }

  /// Sets the network's own output to zero, so that the logits are those of the linear model.
  public func silence() {
    for parameter in output.parameters { parameter.vector.clear() }
  }

  /// Draws the initial weights from the seed.
  public func initialise() {
    var random = RandomStream(seed: options.seed, for: .initialWeights)
    encoder.initialise(using: &random)
    output.kernel.initialiseNormal(deviation: 0.1, using: &random)
    if configuration.glorotBias {
      output.bias.initialiseGlorotVector(length: configuration.labels, using: &random)
    }
  }

  /// Starts the output from the label frequencies alone: small weights and the
  /// log-odds of each label as its bias. Training then does not spend
  /// its first epoch on learning that most labels are rare.
  ///
  /// - Parameter counts: for each label the training documents that have it.
  public func initialiseOutput(labelCounts counts: [Int64], documents: Int) {
    var random = RandomStream(seed: options.seed, for: .smallOutputWeights)
    output.kernel.initialiseNormal(deviation: 0.01, using: &random)
    for label in 0..<configuration.labels {
      let share = (Double(counts[label]) + 0.5) / (Double(documents) + 1)
      output.bias.vector[label] = Float(log(share / (1 - share)))
    }
  }

  /// Puts word vectors into the embedding table: row `first + i` is vector i;
  /// the rows before are zero.
  ///
  /// - Parameter vectors: [n, E].
  public func setEmbedding(_ vectors: [Float], first: Int) {
    let table = encoder.embedding.table
    let offset = first * configuration.embeddingSize
    precondition(offset + vectors.count == table.count, "vectors do not fit the vocabulary")
    table.vector[0..<offset].clear()
    table.vector[offset..<table.count].copy(vectors)
  }

  /// Computes the logits of a batch.
  func forward(_ batch: DocumentBatch, training: Bool, step: UInt64 = 0) {
    sample = training ? drawSample(batch, step: step) : nil
    let logits = logits.reshapeZeros(labelCount, batch.count)
    clock.measure("linear") { addLinearPart(batch) }
    if configuration.model.isLabelwise {
      pairs = clock.measure("shortlist") { shortlist(batch, training: training, step: step) }
    }
    let rows = pairs?.count ?? batch.count
    let documents = documents.reshape(rows, configuration.documentSize)
    encoder.forward(batch, pairs: pairs, into: documents, training: training)
    if training { dropout.apply(documents, step: step, pool: pool) }
    clock.measure("output") {
      if let pairs {
        output.addLogits(documents, pairs, to: logits)
      } else if let sample {
        output.addLogits(documents, sample: sample.labels, to: logits)
      } else {
        output.addLogits(documents, to: logits)
      }
    }
  }

  /// How many labels the batch has: all of them, or the sample.
  var labelCount: Int { sample?.labels.count ?? configuration.labels }

  private func drawSample(_ batch: DocumentBatch, step: UInt64) -> LabelSample? {
    guard options.sampledLabels > 0 else { return nil }
    var random = RandomStream(seed: options.seed, for: .sampledLabels, at: step)
    return LabelSample(
      truth: batch.labels, drawn: options.sampledLabels, labelCount: configuration.labels,
      using: &random)
  }

  /// Makes the scores of the documents that `forward` read, if the loss is not needed.
  func makeScores() {
    crossEntropy.scores(
      logits.view, into: scores.reshape(logits.view.rows, logits.view.columns))
  }

  /// The loss of the batch that `forward` read; with `gradient` also dL/dlogits.
  func loss(_ batch: DocumentBatch, divisor: Float, gradient: Bool, withL2: Bool) -> LossParts {
    let scores = scores.reshape(labelCount, batch.count)
    let dLogits = gradient ? dLogits.reshape(labelCount, batch.count) : nil
    if gradient {
      for parameter in options.losses.parameters { parameter.clearGradient() }
    }
    var crossEntropy = crossEntropy
    if let sample { crossEntropy.targets = crossEntropy.targets.sampled(sample) }
    let losses = sample.map { options.losses.sampled($0) } ?? options.losses
    let truth = sample?.truth ?? batch.labels
    var parts = LossParts()
    parts.crossEntropy = crossEntropy.apply(
      logits.view, truth: truth, scores: scores, dLogits: dLogits, divisor: divisor,
      plain: !gradient)
    (parts.similarity, parts.subsumption) = losses.apply(
      scores, truth: truth, dLogits: dLogits, divisor: divisor)
    if withL2 { parts.l2 = l2Loss() }
    return parts
  }

  /// λ Σ |v|²/2 over the regularised parameters.
  func l2Loss() -> Double {
    guard options.l2 != 0 else { return 0 }
    return parameters.filter(\.isRegularised).reduce(0) {
      $0 + Double(options.l2) / 2 * $1.vector.sumOfSquares()
    }
  }

  /// The gradients of all parameters, without the L2 term.
  ///
  /// - Returns: the sum of squared position gradients, if `slices`.
  func backward(_ batch: DocumentBatch, step: UInt64, slices: Bool) -> Double {
    for parameter in encoder.parameters where parameter !== encoder.embedding.table {
      parameter.clearGradient()
    }
    encoder.embedding.clearGradient()
    let documents = documents.view
    let dLogits = dLogits.view
    let dDocuments = dDocuments.reshape(documents.rows, documents.columns)
    clock.measure("output") {
      if let pairs {
        output.backward(documents, pairs, dLogits: dLogits, dVectors: dDocuments)
        return
      }
      let l2 = output.kernel.isRegularised ? options.l2 : 0
      if let sample {
        output.backward(
          documents, sample: sample.labels, dLogits: dLogits, dDocuments: dDocuments, l2: l2)
      } else {
        output.backward(documents, dLogits: dLogits, dDocuments: dDocuments, l2: l2)
      }
    }
    dropout.apply(dDocuments, step: step, pool: pool)
    return encoder.backward(batch, dDocuments, slices: slices)
  }
}
