// Trains linear classifiers by dual coordinate descent (Hsieh et al. 2008; for
// logistic regression Yu, Huang, Lin 2011), sixteen at a time: a document's
// features are read once for sixteen labels, and the sixteen weights of a
// feature fill one cache line. What the solution is does not depend on that;
// each lane makes the steps it would make alone, but for documents left aside.

/// The number of classifiers trained together.
let laneCount = 16
typealias Lanes = SIMD16<Float>

/// One group of at most `laneCount` classifiers on one problem.
struct LaneSolver {
  private let problem: LinearProblem
  private let parameters: LinearParameters
  private let weights: AlignedBuffer<Lanes>
  private let duals: AlignedBuffer<Lanes>
  private let signs: AlignedBuffer<Lanes>
  private let classes: Int

  /// - Parameter positives: for each class the rows that belong to it.
  /// - Precondition: at most `laneCount` classes.
  init(_ problem: LinearProblem, positives: ArraySlice<[Int32]>, parameters: LinearParameters) {
    precondition(positives.count <= laneCount, "classes fit into lanes")
    self.problem = problem
    self.parameters = parameters
    classes = positives.count
    weights = AlignedBuffer(zeros: problem.features.count + 1)
    duals = AlignedBuffer(zeros: problem.count)
    signs = AlignedBuffer(zeros: problem.count)
    let signs = signs.base
    for row in 0..<problem.count { signs[row] = Lanes(repeating: -1) }
    for (lane, rows) in positives.enumerated() {
      for row in rows { signs[Int(row)][lane] = 1 }
    }
  }

  /// The weights and biases of the classes.
  func solve() -> TrainedWeights {
    switch parameters.loss {
    case .squaredHinge, .hinge: solveHinge()
    case .logistic: solveLogistic()
    }
    return pruned()
  }

  // MARK: - Support vector machines

  /// A step on document i moves its dual variable a ≥ 0 to the minimum along
  /// that axis, a ← clip(a - G / Q) with G = y w·x - 1 + D a; for the hinge
  /// a ≤ C and D = 0, for the squared hinge D = 1 / (2 C). A document is left
  /// aside while all lanes have it at a bound and pushed outwards.
  private func solveHinge() {
    let isSquared = parameters.loss == .squaredHinge
    let diagonal = isSquared ? Float(0.5 / parameters.cost) : 0
    let bound = Lanes(repeating: isSquared ? .infinity : Float(parameters.cost))
    let epsilon = Float(parameters.epsilon)
    let zero = Lanes.zero
    let duals = duals.base
    let signs = signs.base
    var active = (0..<Int32(problem.count)).map { $0 }
    var activeCount = active.count
    var random = RandomStream(seed: parameters.seed)
    var greatestBefore = Lanes(repeating: .infinity)
    var leastBefore = Lanes(repeating: -.infinity)
    for _ in 0..<parameters.passes {
      shuffle(&active, activeCount, &random)
      var greatest = Lanes(repeating: -.infinity)
      var least = Lanes(repeating: .infinity)
      var at = 0
      while at < activeCount {
        let row = Int(active[at])
        let sign = signs[row]
        let dual = duals[row]
        var gradient = product(row) * sign
        gradient -= Lanes(repeating: 1)
        gradient += dual * diagonal
        let atZero = dual .<= zero
        let atBound = dual .>= bound
        let isStuck =
          (atZero .& (gradient .> greatestBefore)) .| (atBound .& (gradient .< leastBefore))
        if all(isStuck) {
          activeCount -= 1
          active.swapAt(at, activeCount)
          continue
        }
        var projected = gradient
        projected.replace(with: pointwiseMin(gradient, zero), where: atZero)
        projected.replace(with: pointwiseMax(gradient, zero), where: atBound)
        greatest = pointwiseMax(greatest, projected)
        least = pointwiseMin(least, projected)
        let step = gradient / (problem.squaredLengths[row] + diagonal)
        let moved = pointwiseMin(pointwiseMax(dual - step, zero), bound)
        if any(moved .!= dual) {
          duals[row] = moved
          add((moved - dual) * sign, row)
        }
        at += 1
      }
      if (greatest - least).max() <= epsilon {
        if activeCount == active.count { return }
        // Settled on the active documents: look at all of them once more.
        activeCount = active.count
        greatestBefore = Lanes(repeating: .infinity)
        leastBefore = Lanes(repeating: -.infinity)
        continue
      }
      greatestBefore = greatest
      greatestBefore.replace(with: Lanes(repeating: .infinity), where: greatest .<= zero)
      leastBefore = least
      leastBefore.replace(with: Lanes(repeating: -.infinity), where: least .>= zero)
    }
  }

  // MARK: - Logistic regression

  /// A step on document i solves min over a in (0, C) of the dual along that
  /// axis, ½ Q (a - a₀)² + y w·x (a - a₀) + a ln a + (C - a) ln(C - a), by
  /// Newton's method.
  private func solveLogistic() {
    let cost = parameters.cost
    let start = min(0.001 * cost, 1e-8)
    let duals = duals.base
    let signs = signs.base
    for row in 0..<problem.count {
      duals[row] = Lanes(repeating: Float(start))
      add(signs[row] * Float(start), row)
    }
    var order = (0..<Int32(problem.count)).map { $0 }
    var random = RandomStream(seed: parameters.seed)
    for _ in 0..<parameters.passes {
      shuffle(&order, order.count, &random)
      var greatest = 0.0
      for number in order {
        let row = Int(number)
        let sign = signs[row]
        let margins = product(row) * sign
        var moved = duals[row]
        for lane in 0..<classes {
          let (dual, gradient) = logisticStep(
            Double(moved[lane]), margin: Double(margins[lane]),
            curvature: Double(problem.squaredLengths[row]), cost: cost)
          greatest = max(greatest, gradient)
          moved[lane] = Float(dual)
        }
        let change = moved - duals[row]
        duals[row] = moved
        add(change * sign, row)
      }
      if greatest <= parameters.epsilon { return }
    }
  }

  /// The new dual variable and the size of the gradient at the old one.
  private func logisticStep(
    _ old: Double, margin: Double, curvature: Double, cost: Double
  ) -> (dual: Double, gradient: Double) {
    var a = old
    let first = margin + logarithm(a / (cost - a))
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
      a = min(max(a, 1e-30), cost * (1 - 1e-7))
      gradient = curvature * (a - old) + margin + logarithm(a / (cost - a))
    }
    return (a, abs(first))
  }

  // MARK: - Weights

  /// w·x + b of a row, for all lanes.
  @inline(__always)
  private func product(_ row: Int) -> Lanes {
    let weights = weights.base
    var sum = weights[problem.features.count]
    problem.columns.withUnsafeBufferPointer { columns in
      problem.values.withUnsafeBufferPointer { values in
        for entry in problem.starts[row]..<problem.starts[row + 1] {
          sum += weights[Int(columns[entry])] * values[entry]
        }
      }
    }
    return sum
  }

  /// w += change · x, b += change.
  @inline(__always)
  private func add(_ change: Lanes, _ row: Int) {
    let weights = weights.base
    weights[problem.features.count] += change
    problem.columns.withUnsafeBufferPointer { columns in
      problem.values.withUnsafeBufferPointer { values in
        for entry in problem.starts[row]..<problem.starts[row + 1] {
          weights[Int(columns[entry])] += change * values[entry]
        }
      }
    }
  }

  private func shuffle(_ rows: inout [Int32], _ count: Int, _ random: inout RandomStream) {
    var i = count - 1
    while i > 0 {
      rows.swapAt(i, random.next(below: i + 1))
      i -= 1
    }
  }

  private func pruned() -> TrainedWeights {
    let pruning = Float(parameters.pruning)
    var kept = SparseMatrix(columnCount: classes)
    for column in problem.features.indices {
      var row = SparseRow()
      let lanes = weights.base[column]
      for lane in 0..<classes where abs(lanes[lane]) >= pruning && lanes[lane] != 0 {
        row.columns.append(Int32(lane))
        row.values.append(lanes[lane])
      }
      kept.append(row)
    }
    let biases = weights.base[problem.features.count]
    return TrainedWeights(weights: kept, biases: (0..<classes).map { biases[$0] })
  }
}
