// The state of training between two epochs: everything without which it could
// not go on as if it had never stopped.
import Formats
import PipelineNumerics

/// How far training has come, apart from weights and moments.
struct TrainingState {
  /// The learning rate before schedule and warm-up.
  var rate: Double
  var log = TrainingLog()
  var bestEpoch: Int?
  var sinceBest = 0
  /// The lowest cross-entropy on the validation documents (own mode).
  var lowestLoss = Double.infinity
  /// The loss at the last check (the original's).
  var previousLoss = 10_000.0
  var isFinished = false

  init(rate: Double) { self.rate = rate }
}

extension Trainer {
  /// Writes the sections of a checkpoint: weights, Adam's moments, the best
  /// weights if they differ, the log, and the counters.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  public func writeCheckpoint(to writer: StageWriter) throws {
    try writer.write(
      "progress/counters",
      [
        Int64(optimiser.step), Int64(progress.bestEpoch ?? -1), Int64(progress.sinceBest),
        progress.isFinished ? 1 : 0, Int64(average?.steps ?? 0),
      ])
    try writer.write(
      "progress/rates", [progress.rate, progress.lowestLoss, progress.previousLoss])
    try progress.log.write(to: writer)
    for (i, parameter) in network.parameters.enumerated() {
      for (kind, memory) in [
        ("weights", parameter.vector), ("firstMoments", parameter.firstMomentVector),
        ("secondMoments", parameter.secondMomentVector),
      ] {
        try writer.write("\(kind)/\(parameter.name)", memory.buffer, shape: parameter.shape)
      }
      if let average {
        try writer.write(
          "averages/\(parameter.name)", average.values(i).buffer, shape: parameter.shape)
      }
      if !bestWeights.isEmpty {
        try writer.write("best/\(parameter.name)", bestWeights[i], shape: parameter.shape)
      }
    }
  }

  /// Resumes training from a checkpoint.
  ///
  /// - Throws: `InputError` when it is not one of this network; the trainer is
  ///   not to be used then.
  public func restore(_ contents: StageContents) throws {
    let counters = try contents.longs("progress/counters", count: 5)
    let rates = try contents.doubles("progress/rates", count: 3)
    var restored = TrainingState(rate: rates[0])
    restored.log = try TrainingLog(contents)
    restored.lowestLoss = rates[1]
    restored.previousLoss = rates[2]
    restored.sinceBest = Int(counters[2])
    restored.isFinished = counters[3] != 0
    guard (-1..<Int64(restored.log.epochs.count)).contains(counters[1]),
      [counters[0], counters[2], counters[4]].allSatisfy({ (0...1 << 40).contains($0) }),
      rates[0].isFinite, rates[0] > 0, !rates[1].isNaN, !rates[2].isNaN
    else {
      throw contents.invalid("progress/counters", "the counters do not fit the log")
    }
    restored.bestEpoch = counters[1] < 0 ? nil : Int(counters[1])
    let hasBest = contents.has("best/\(network.parameters[0].name)")
    bestWeights = []
    for parameter in network.parameters {
      let count = parameter.count
      parameter.values = try contents.floats("weights/\(parameter.name)", count: count)
      parameter.firstMoments = try contents.floats("firstMoments/\(parameter.name)", count: count)
      parameter.secondMoments = try contents.floats("secondMoments/\(parameter.name)", count: count)
      if hasBest {
        bestWeights.append(try contents.floats("best/\(parameter.name)", count: count))
      }
    }
    if let average {
      average.restore(
        steps: Int(counters[4]),
        values: try network.parameters.map {
          try contents.floats("averages/\($0.name)", count: $0.count)
        })
    }
    optimiser.step = Int(counters[0])
    progress = restored
  }
}
