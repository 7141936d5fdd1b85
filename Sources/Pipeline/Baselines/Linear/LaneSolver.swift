// Trains linear classifiers by dual coordinate descent (Hsieh et al. 2008; for
// logistic regression Yu, Huang, Lin 2011), sixteen at a time: a document's
// features are read once for sixteen labels, and the sixteen weights of a
// feature fill one cache line. Each lane makes the steps it would make alone,
// except for the documents set aside.
import PipelineFeatures
import PipelineNumerics
import Foundation

/// The number of classifiers trained together.
let laneCount = LaneClassifiers.count

/// One group of at most `laneCount` classifiers on one problem.
struct LaneSolver {
  private let problem: LinearProblem
  private let parameters: LinearParameters
  private let classes: Int
  private let lanes: LaneClassifiers

  /// - Parameter positives: for each class the rows that belong to it.
  /// - Precondition: at most `laneCount` classes.
  init(_ problem: LinearProblem, positives: ArraySlice<[Int32]>, parameters: LinearParameters) {
    precondition(positives.count <= laneCount, "classes fit into lanes")
    self.problem = problem
    self.parameters = parameters
    classes = positives.count
    lanes = LaneClassifiers(
      starts: problem.starts, columns: problem.columns, values: problem.values,
      squaredLengths: problem.squaredLengths, columnCount: problem.features.count)
    // Spare lanes do what the first one does, so they never keep a document active that
    // no class needs.
    for lane in 0..<laneCount where !positives.isEmpty {
      let rows = positives[positives.startIndex + (lane < classes ? lane : 0)]
      for row in rows { lanes.signs[Int(row), lane] = 1 }
    }
  }

  /// The weights and biases of the classes.
  func solve() -> TrainedWeights<UInt8> {
    switch parameters.loss {
    case .squaredHinge, .hinge: solveHinge()
    case .logistic: solveLogistic()
    }
    return pruned()
  }

  /// A step on a document moves its dual variable a ≥ 0 to the minimum along
  /// that axis: `LaneClassifiers.hingePass` with D = 1 / (2 C) and no bound for the squared
  /// hinge, D = 0 and a ≤ C for the hinge.
  private func solveHinge() {
    let isSquared = parameters.loss == .squaredHinge
    let diagonal = isSquared ? Float(0.5 / parameters.cost) : 0
    let bound = isSquared ? Float.infinity : Float(parameters.cost)
    var rows = Array(0..<Int32(problem.count))
    var active = rows.count
    var random = RandomStream(seed: parameters.seed)
    let limits = GradientLimits()
    let (greatest, least) = (limits.greatest, limits.least)
    for _ in 0..<parameters.passes {
      random.shuffle(&rows, first: active)
      active = lanes.hingePass(
        &rows, active: active, diagonal: diagonal, bound: bound, limits: limits)
      let spread = (0..<classes).map { greatest[$0] - least[$0] }.max() ?? 0
      // Lanes without any document left have a spread of -infinity.
      if spread <= Float(parameters.epsilon) {
        if active == rows.count { return }
        // Converged on the active documents: look at all documents once more.
        active = rows.count
        limits.forget()
        continue
      }
      for lane in 0..<laneCount {
        if !(greatest[lane] > 0) { greatest[lane] = .infinity }
        if !(least[lane] < 0) { least[lane] = -.infinity }
      }
    }
  }

  /// A step on a document solves min over a in (0, C) of the dual along that
  /// axis, ½ Q (a - a₀)² + z (a - a₀) + a ln a + (C - a) ln(C - a) with the
  /// margin z, by Newton's method.
  private func solveLogistic() {
    let start = Float(min(0.001 * parameters.cost, 1e-8))
    let memory = MatrixBuffer(zeros: 2, laneCount)
    let (margins, changes) = (memory.row(0), memory.row(1))
    for row in 0..<problem.count {
      lanes.duals.row(row).fill(start)
      changes.set(lanes.signs.row(row), times: start)
      lanes.add(changes, times: row)
    }
    var rows = Array(0..<Int32(problem.count))
    var random = RandomStream(seed: parameters.seed)
    for _ in 0..<parameters.passes {
      random.shuffle(&rows)
      var greatest = 0.0
      for row in rows.map({ Int($0) }) {
        let sign = lanes.signs.row(row)
        let dual = lanes.duals.row(row)
        lanes.products(row, into: margins)
        for lane in 0..<laneCount {
          let step = logisticStep(
            Double(dual[lane]), margin: Double(margins[lane] * sign[lane]),
            curvature: Double(problem.squaredLengths[row]))
          greatest = max(greatest, step.gradient)
          changes[lane] = (Float(step.dual) - dual[lane]) * sign[lane]
          dual[lane] = Float(step.dual)
        }
        lanes.add(changes, times: row)
      }
      if greatest <= parameters.epsilon { return }
    }
  }

  /// The new dual variable and the size of the gradient at the old one.
  private func logisticStep(
    _ old: Double, margin: Double, curvature: Double
  ) -> (dual: Double, gradient: Double) {
    let cost = parameters.cost
    var a = old
    let first = margin + log(a / (cost - a))
    var gradient = first
    for _ in 0..<20 {
      if abs(gradient) < 1e-6 { break }
      let next = a - gradient / (curvature + cost / (a * (cost - a)))
      // A step beyond a bound goes nine tenths of the way to it instead. The
      // bounds keep both logarithms finite in single precision.
      if next <= 0 {
        a *= 0.1
      } else if next >= cost {
        a = cost - 0.1 * (cost - a)
      } else {
        a = next
      }
      a = min(max(a, 1e-30), cost * (1 - 1e-6))
      gradient = curvature * (a - old) + margin + log(a / (cost - a))
    }
    return (a, abs(first))
  }

  private func pruned() -> TrainedWeights<UInt8> {
    let pruning = Float(parameters.pruning)
    func isKept(_ weight: Float) -> Bool { abs(weight) >= pruning && weight != 0 }
    let counts = problem.features.indices.map { column in
      UInt8((0..<classes).count { isKept(lanes.weights[column, $0]) })
    }
    let columns = counts.indices.filter { counts[$0] > 0 }
    let entries = counts.reduce(0) { $0 + Int($1) }
    var kept = TrainedWeights(
      columns: columns.map { Int32($0) }, counts: columns.map { counts[$0] }, classes: [], values: [],
      biases: lanes.biases[0..<classes].values)
    kept.classes.reserveCapacity(entries)
    kept.values.reserveCapacity(entries)
    for column in columns {
      for lane in 0..<classes where isKept(lanes.weights[column, lane]) {
        kept.classes.append(UInt8(lane))
        kept.values.append(lanes.weights[column, lane])
      }
    }
    return kept
  }
}
