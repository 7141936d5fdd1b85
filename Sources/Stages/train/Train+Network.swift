// The network as it is before training: its sizes, its options and what it starts from.
import Formats
import FormatsFiles
import PipelineBaselines
import PipelineEmbedding
import PipelineFeatures
import PipelineNetworks
import PipelineNumerics
import StageSupport

extension Train {
  /// How batches are laid out.
  var batchForm: BatchForm {
    compat.behaviour.readsPadding
      ? .padded(
        model.shape.read(model.network.reading),
        sharesEqualWork: loop.clipNorm == .summed)
      : .masked
  }

  /// The network before its first batch.
  ///
  /// - Throws: `InputError` when the relations do not fit.
  func makeNetwork(
    _ data: TrainingData, pool: WorkerPool
  ) throws -> AnnotationNetwork {
    let behaviour = compat.behaviour
    let network = AnnotationNetwork(
      data.configuration(model: model, like: behaviour),
      options: NetworkOptions(
        l2: loop.l2,
        keep: model.network == .biGRU && !behaviour.dropsOutBiGRU ? 1 : loop.keep,
        losses: try data.losses(model: model, like: behaviour),
        targets: data.targets(model), sampledLabels: model.sampledLabels,
        seed: loop.seed),
      trained: true, pool: pool)
    if !behaviour.regularisesAll {
      network.regularisesWeightsOnly()
      network.updatesEmbeddingSparsely()
    }
    network.initialise()
    if !behaviour.hasGlorotBiases {
      network.initialiseOutput(
        labelCounts: data.trainingLabelCounts, documents: data.training.count)
    }
    data.setEmbedding(of: network)
    return network
  }

  /// Puts a linear model of the training documents beneath the network, if one is wanted. A
  /// run that continues from a checkpoint makes it again, to the same bits.
  func addLinearPart(to network: AnnotationNetwork, _ data: inout TrainingData, pool: WorkerPool) {
    guard model.linearPart, data.features != nil else { return }
    let meter = ProgressMeter("train: linear model", isQuiet: options.quiet)
    let set = TrainingSet(
      features: data.training.featureMatrix,
      labels: data.training.map { $0.labels.sorted() }, labelCount: data.labels.count)
    let trained = LinearPart.train(
      on: set, named: data.named, parameters: data.linear, parts: model.linearFolds(documents: set.features.count),
      pool: pool
    ) { meter.update($0, of: $1) }
    meter.finish()
    network.add(
      trained.linear, heldOut: trained.heldOut, rows: data.training.count + data.validation.count)
    network.silence()
    data.setLinearSources(parts: trained.parts)
  }

  /// Initialises the network's rows for labels from the labels' vectors, if they are given.
  ///
  /// - Throws: `InputError` when the file is damaged or has no vector of any label.
  func setLabelEmbedding(
    of network: AnnotationNetwork, _ data: TrainingData, run: StageRun
  ) throws {
    guard let path = inputs.labelEmbedding else { return }
    let vectors = try WordVectors(try StageContents(path: path, expecting: .vectors))
    let known = network.setLabels(data.labels, vectors: vectors)
    guard known.labels > 0 else {
      throw InputError(
        file: path, problem: "has no vector of any of the \(data.labels.count, "label")",
        remedy: "Give the vectors of labels: embed --what labels")
    }
    guard !known.tables.isEmpty else {
      throw InputError(
        file: path,
        problem: "has vectors of \(vectors.dimensions, "dimension"), more than the network has "
          + "for a label",
        remedy: "Learn shorter ones (embed --dimensions), or raise --hidden-size")
    }
    run.say(
      "train: \(known.labels) of \(data.labels.count, "label") start from their vectors, in "
        + known.tables.joined(separator: ", "))
  }
}
