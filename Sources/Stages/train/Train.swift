// Trains a JMAN network on one fold. What it computes is in Pipeline/Training.
import ArgumentParser
import Formats
import Foundation
import Pipeline
import StageSupport

@main
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a network to annotate documents with tags.",
    discussion: """
      The model of the best epoch is kept: the one with the highest example-based F1 on the \
      validation documents, at the threshold that is best there. The learning rate is halved \
      when the validation loss has not fallen; training ends when it has fallen below \
      --stop-rate, or after --patience epochs without a better model.

      With --compat original the network and the loop behave like the original program, its \
      quirks included: padding is read, initial states are ones, file order, the last batch \
      dropped, the rate checked after the first batch of an epoch, the last epoch kept.
      """)

  @OptionGroup var inputs: TrainInputs
  @OptionGroup var model: ModelOptions
  @OptionGroup var loop: LoopOptions
  @OptionGroup var compat: CompatOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var options: StageOptions

  func validate() throws {
    if let violation = loop.parameters(isOriginal: compat.isOriginal).violation() {
      throw ValidationError("\(violation.prefix(1).uppercased())\(violation.dropFirst()).")
    }
    try model.check()
  }

  func run() throws {
    let isOriginal = compat.isOriginal
    let parameters = loop.parameters(isOriginal: isOriginal)
    let run = try StageRun(
      stage: "train", revision: 1, options: options, inputs: inputs.files,
      parameters: model.described.merging(loop.described(isOriginal: isOriginal)) { a, _ in a }
        .merging(["compat": .bool(isOriginal), "fold": .int(inputs.fold)]) { a, _ in a },
      seed: loop.seed)
    if run.isUpToDate() { return }

    let pool = WorkerPool(threads: threads.count)
    let data = try TrainingData(inputs: inputs, model: model, loop: loop, isOriginal: isOriginal)
    let losses = try data.losses(model: model, isOriginal: isOriginal)
    let network = AnnotationNetwork(
      data.configuration(model: model, isOriginal: isOriginal),
      options: NetworkOptions(
        l2: parameters.l2, keep: parameters.keep, losses: losses, seed: loop.seed),
      trained: true, pool: pool)
    if !isOriginal { network.regularisesWeightsOnly() }
    network.initialise()
    if !isOriginal {
      network.initialiseOutput(
        labelCounts: data.trainingLabelCounts, documents: data.training.count)
    }
    data.setEmbedding(of: network)
    let shape = model.shape
    let isMasked = !isOriginal
    let form: BatchForm =
      isMasked
      ? .masked : .padded(shape, sharesEqualWork: parameters.clipNorm == .summed)
    let trainer = Trainer(
      network, parameters: parameters, form: form, training: data.training,
      validation: data.validation, pool: pool)
    run.say(
      "train: \(data.training.count) training and \(data.validation.count) validation documents, "
        + "\(data.labels.count) labels, \(data.words.count) words, "
        + "\(threads.count) thread\(threads.count == 1 ? "" : "s")")
    var results: [EpochResult] = []
    let started = Date()
    let meter = ProgressMeter(
      "train", total: trainer.batches * parameters.epochs, isQuiet: run.isQuiet)
    let best = try trainer.run(
      onBatch: { epoch, batch, loss in
        let done = epoch * trainer.batches + batch
        let speed = Double(done * parameters.batchSize) / Date().timeIntervalSince(started)
        meter.update(
          done, "epoch \(epoch + 1), loss \(fixed(loss, 3)), \(fixed(speed, 0)) documents/s")
      },
      onEpoch: { result in
        meter.finish()
        results.append(result)
        run.say(line(result))
      })
    let trained = TrainedModel(
      network: network, shape: shape, isMasked: isMasked, isOriginal: isOriginal,
      words: data.words, labels: data.labels, labelCounts: data.labelCounts,
      trainingDocuments: data.training.count, threshold: best.threshold, k: loop.topK)
    let writer = try run.writer(.model, level: 1)
    try trained.write(to: writer)
    try write(results, to: writer)
    try writer.commit(summary: [
      "bestEpoch": .int(best.epoch + 1), "epochs": .int(results.count),
      "threshold": .double(Double(best.threshold)),
      "validationExampleF1": .double(best.exampleF1),
      "trainingDocuments": .int(data.training.count),
      "validationDocuments": .int(data.validation.count),
    ])
    let speed =
      Double(results.count * trainer.batches * parameters.batchSize) / Date().timeIntervalSince(started)
    run.say(
      "train: \(fixed(speed, 0)) documents/s, validation included")
    run.say(
      "train: kept epoch \(best.epoch + 1) of \(results.count), validation example-based F1 "
        + "\(fixed(best.exampleF1, 4)) at threshold \(fixed(Double(best.threshold), 3))")
  }

  private func line(_ result: EpochResult) -> String {
    "epoch \(result.epoch + 1): rate \(result.learningRate), loss \(fixed(result.trainingLoss, 4)), "
      + "validation CE \(fixed(result.validation.crossEntropy, 4)), "
      + "example-based F1 \(fixed(result.exampleF1, 4)), micro-F1 \(fixed(result.microF1, 4))"
      + (result.isBest && !compat.isOriginal ? " *" : "")
  }

  /// The training log, a row an epoch.
  private func write(_ results: [EpochResult], to writer: StageWriter) throws {
    let columns: [(String, (EpochResult) -> Double)] = [
      ("epoch", { Double($0.epoch + 1) }), ("learningRate", \.learningRate),
      ("trainingLoss", \.trainingLoss), ("validationCE", \.validation.crossEntropy),
      ("validationL2", \.validation.l2), ("validationSim", \.validation.similarity),
      ("validationSub", \.validation.subsumption), ("exampleF1", \.exampleF1),
      ("microF1", \.microF1), ("threshold", { Double($0.threshold) }),
    ]
    try writer.write("log/columns", columns.map(\.0))
    try writer.write(
      "log/rows", results.flatMap { result in columns.map { $0.1(result) } },
      shape: [results.count, columns.count])
  }
}

/// A number with a fixed number of decimals.
private func fixed(_ value: Double, _ decimals: Int) -> String {
  String(format: "%.\(decimals)f", value)
}
