// Trains a JMAN network on one fold. What it computes is in Pipeline/Networks/Training.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineNetworks
import PipelineNumerics
import Foundation
import StageSupport

@main
struct Train: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a network to annotate documents with tags.",
    discussion: """
      The model of the best epoch is kept: the one with the highest mean of nDCG@5 and \
      example-F1 (see --select) on the validation documents, at the threshold that is best \
      there; the linear model beneath the network counts as epoch 0. The learning rate is halved when the validation loss has not fallen (see --schedule); training ends \
      when it has fallen below --stop-rate, or after --patience epochs without a better model.

      A checkpoint is written after each epoch. A run that was stopped, by whatever means, goes \
      on from there when it is started again with the same inputs and parameters, to the same \
      bytes.

      With --compat original the network and the loop behave like the original program, its \
      quirks included: padding is read, initial states are ones, file order, the last batch \
      dropped, the rate checked after the first batch of an epoch, the last epoch kept.
      """,
    version: JMAN.version)

  @OptionGroup var inputs: TrainInputs
  @OptionGroup var modelOptions: Options<ModelParameters>
  @OptionGroup var loopOptions: Options<TrainingParameters>
  @OptionGroup var records: RecordOptions
  @OptionGroup var compat: CompatOptions
  @OptionGroup var precisionOptions: Options<PrecisionParameters>
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var options: StageOptions

  var model: ModelParameters { modelOptions.parameters(ModelParameters(like: compat.behaviour)) }
  var loop: TrainingParameters {
    loopOptions.parameters(.defaults(for: model.network, like: compat.behaviour))
  }

  func validate() throws {
    if compat.behaviour == .original, !model.network.isOriginal {
      throw ValidationError("--compat original: the original program has no \(model.network.rawValue).")
    }
    if compat.behaviour == .original, model.sampledLabels != 0 {
      throw ValidationError("--sampled-labels: the original program learns from all labels.")
    }
    if compat.behaviour.alwaysSharesDirections, !model.shareDirections {
      throw ValidationError("--no-share-directions: the original program has one set of weights for both directions.")
    }
    try namingOptions {
      try loop.validate()
      try model.validate()
    }
    try inputs.validate(for: model.network)
  }

  func run() throws {
    let behaviour = compat.behaviour
    let precision = precisionOptions.parameters()
    let run = try makeRun(precision)
    if records.eventsCanBeRenewed, run.isUpToDate() {
      try records.renewEvents(like: behaviour)
      return
    }

    try precision.choose()
    let pool = WorkerPool(threads: threads.count)
    var data = try TrainingData(
      inputs: inputs, model: model, seed: loop.seed, like: behaviour, pool: pool
    ) { run.say("train: \($0)") }
    FreeMemory.giveBack()
    let checkpoint = Checkpoint(path: records.checkpointPath(output: options.output), run: run)
    let kept = checkpoint.contents()
    let network = try makeNetwork(data, pool: pool)
    addLinearPart(to: network, &data, pool: pool)
    try setLabelEmbedding(of: network, data, run: run)
    let trainer = Trainer(
      network, parameters: loop, form: batchForm, training: data.training,
      validation: data.validation, pool: pool)
    run.say(sentence(on: data))
    if let sentence = data.relationsSentence(model: model) { run.say("train: \(sentence)") }
    if records.profile { network.clock = LayerClock() }
    if let kept { try checkpoint.restore(trainer, from: kept) }
    var events = records.makeEvents(batches: trainer.batches, like: behaviour)
    events.append(trainer.log)
    let best = try train(trainer, documents: data.training.count, run: run) {
      events.append(trainer.log)
      try checkpoint.save(trainer)
    }
    try records.log.map { try write(trainer.log, to: $0, run: run) }
    try save(network, best, of: trainer.log, data, run: run)
    checkpoint.remove()
    if let clock = network.clock { run.say(profile(clock)) }
    if let start = trainer.log.start { run.say(line(start: start)) }
    run.say(line(kept: best, of: trainer.log))
  }

  private func makeRun(_ precision: PrecisionParameters) throws -> StageRun {
    try checkOutputs(
      [options.output, records.log, records.events, records.checkpointPath(output: options.output)],
      inputs: inputs.files.map(\.path))
    try records.checkFiles(output: options.output)
    return try StageRun(
      stage: "train", revision: 10, options: options, inputs: inputs.files,
      parameters: headerValues(of: model, loop, compat.parameters, inputs.foldOptions.parameters(), precision),
      also: records.log.map { [$0] } ?? [], seed: loop.seed, isNumeric: true)
  }

  private func save(
    _ network: AnnotationNetwork, _ best: EpochResult, of log: TrainingLog, _ data: TrainingData, run: StageRun
  ) throws {
    try TrainedModel(
      network: network, shape: model.shape, isMasked: !compat.behaviour.readsPadding, behaviour: compat.behaviour,
      words: data.words, features: data.features, labels: data.labels,
      labelCounts: data.labelCounts,
      trainingDocuments: data.training.count, threshold: best.threshold, k: model.topK,
      encoding: data.encoding, concepts: data.concepts
    ).save(
      run.writer(.model, level: 0),
      summary: [
        "bestEpoch": .int(best.epoch + 1), "epochs": .int(log.epochs.count),
        "threshold": .double(Double(best.threshold)),
        "validationExampleF1": .double(best.exampleF1),
        "validationMicroF1": .double(best.microF1),
        "trainingDocuments": .int(data.training.count),
        "validationDocuments": .int(data.validation.count),
      ])
  }

  /// Runs the epochs that are left, with a live line and a line per epoch.
  private func train(
    _ trainer: Trainer, documents: Int, run: StageRun, afterEpoch: () throws -> Void
  ) throws -> EpochResult {
    let first = trainer.log.epochs.count
    let loop = loop
    let batchSize = loop.batchSize
    var steps = StepTimes()
    let started = Date()
    let meter = ProgressMeter("train", isQuiet: run.isQuiet)
    func speed(_ batches: Int) -> Double {
      Double(batches * min(batchSize, documents)) / Date().timeIntervalSince(started)
    }
    var f1 = trainer.log.epochs.last.map { ", F1 \(fixed($0.exampleF1, 3))" } ?? ""
    let best = try trainer.run(
      onBatch: { epoch, batch, loss in
        steps.step()
        let done = (epoch - first) * trainer.batches + batch
        let speed = speed(done)
        let forecast = EpochForecast(
          epoch: epoch + 1, best: compat.behaviour.keepsLastEpoch ? nil : trainer.best.map { $0.epoch + 1 },
          limit: loop.epochs, patience: loop.patience)
        let seconds = Date().timeIntervalSince(started) * Double(trainer.batches) / Double(done)
        let part = Double(batch) / Double(trainer.batches)
        meter.update(
          forecast.text(done: part, seconds: seconds)
            + "; loss \(fixed(loss, 3))\(f1), \(fixed(speed, 0)) documents/s")
      },
      onEpoch: { result in
        meter.finish()
        steps.pause()
        run.say(line(result))
        f1 = ", F1 \(fixed(result.exampleF1, 3))"
        try afterEpoch()
      })
    let epochs = trainer.log.epochs.count - first
    if epochs > 0 {
      run.say(
        "train: \(fixed(speed(epochs * trainer.batches), 0)) documents/s, validation included; "
          + "\(fixed(Double(batchSize) / (steps.median ?? .infinity), 0)) in the median step")
    }
    return best
  }

  private func write(_ log: TrainingLog, to path: String, run: StageRun) throws {
    let writer = try run.writer(.log, to: path)
    try log.write(to: writer)
    try writer.commit(summary: ["epochs": .int(log.epochs.count)])
  }
}

extension NetworkModel: ExpressibleByArgument {}
extension SubsumptionForm: ExpressibleByArgument {}
extension LabelPairScope: ExpressibleByArgument {}
extension LearningRateSchedule: ExpressibleByArgument {}
extension ClipNorm: ExpressibleByArgument {}
