// The moving average of the weights over the updates of training. A network
// with averaged weights generalises better than the one of any single update
// (Polyak and Juditsky 1992), at the price of one more copy of the weights.
import PipelineNumerics
import Foundation

/// Exponential moving averages of all parameters.
final class WeightAverage {
  /// Updates between two steps of the average: weights move little in between, and a
  /// step is a pass over all memory.
  static let interval = 8

  private let parameters: [Parameter]
  private let averages: [AlignedBuffer<Float>]
  private let decay: Double
  private let pool: WorkerPool
  private(set) var steps = 0
  private static let chunk = 1 << 15

  /// - Parameter decay: the factor by which one update multiplies the old average, below 1.
  init(_ parameters: [Parameter], decay: Double, pool: WorkerPool) {
    self.parameters = parameters
    self.decay = pow(decay, Double(Self.interval))
    self.pool = pool
    averages = parameters.map { AlignedBuffer(zeros: $0.count) }
    for (average, parameter) in zip(averages, parameters) {
      average[0..<parameter.count].copy(parameter.vector)
    }
  }

  /// Takes the present weights in. The first steps count more, so that the
  /// initial weights are soon forgotten.
  func add() {
    steps += 1
    let kept = Float(min(decay, Double(1 + steps) / Double(10 + steps)))
    for (average, parameter) in zip(averages, parameters) {
      pool.forEachChunk(of: parameter.count, size: Self.chunk) { range in
        average[range].scale(by: kept)
        average[range].add(parameter.vector[range], times: 1 - kept)
      }
    }
  }

  /// Exchanges weights and averages; a second call brings the weights back.
  func exchange() {
    for (average, parameter) in zip(averages, parameters) {
      pool.forEachChunk(of: parameter.count, size: Self.chunk) { range in
        let (own, average) = (parameter.vector, average[0..<parameter.count])
        for i in range { (own[i], average[i]) = (average[i], own[i]) }
      }
    }
  }

  /// Sets the state that a checkpoint kept.
  func restore(steps: Int, values: [[Float]]) {
    self.steps = steps
    for (average, values) in zip(averages, values) {
      average[0..<values.count].copy(values)
    }
  }

  /// The averages of parameter `i`.
  func values(_ i: Int) -> VectorView { averages[i][0..<parameters[i].count] }
}
