// Trains one support vector machine by sequential minimal optimisation with
// second-order selection (Fan, Chen, Lin 2005), step by step as LIBSVM does, but
// without shrinking: a step reads two rows of the existing kernel matrix.
import PipelineNumerics

/// A trained machine: f(x) = Σ coefficient · k(row, x) + bias; above 0 is yes.
struct SupportVectors: Equatable, Sendable {
  /// Training documents with a coefficient, ascending.
  var rows: [Int32] = []
  /// cost ≥ |coefficient| > 0.
  var coefficients: [Float] = []
  var bias: Float = 0
}

/// One binary problem on a kernel matrix.
struct SupportVectorSolver {
  private let kernel: KernelMatrix
  private let cost: Double
  private let tolerance: Double
  /// The signs y of LIBSVM's problem, in which scikit-learn makes the class "yes" the
  /// negative one; ties between documents are resolved as there.
  private let signs: [Double]
  private let duals: AlignedBuffer<Double>
  private let violations: Violations

  /// - Parameter positives: the rows that belong to the class, some but not all.
  init(_ kernel: KernelMatrix, positives: [Int32], parameters: KernelParameters) {
    self.kernel = kernel
    cost = parameters.cost
    tolerance = parameters.tolerance
    var signs = [Double](repeating: 1, count: kernel.count)
    for row in positives { signs[Int(row)] = -1 }
    self.signs = signs
    duals = AlignedBuffer(zeros: kernel.stride)
    violations = Violations(count: kernel.stride)
    for i in 0..<kernel.count {
      violations.values[i] = signs[i]
      bound(i)
    }
  }

  /// Notes in which directions the document may move.
  private func bound(_ i: Int) {
    let mayGrow = duals[i] < cost
    let mayShrink = duals[i] > 0
    violations.set(
      i, mayRise: signs[i] > 0 ? mayGrow : mayShrink, mayFall: signs[i] > 0 ? mayShrink : mayGrow)
  }

  /// The machine.
  func solve() -> SupportVectors {
    let steps = max(10_000_000, 100 * kernel.count)
    var spread = violations.subtract(kernel.row(0), times: 0, kernel.row(0), times: 0)
    for _ in 0..<steps where spread.greatest - spread.least >= tolerance {
      let i = spread.row
      let j = violations.partner(
        of: i, kernels: kernel.row(i), diagonal: kernel.diagonal, greatest: spread.greatest)
      guard let j else { break }
      let (a, b) = move(i, j)
      bound(i)
      bound(j)
      spread = violations.subtract(kernel.row(i), times: a, kernel.row(j), times: b)
    }
    return machine()
  }

  /// Moves the two duals to the minimum along their line; returns the changes
  /// of y · dual.
  private func move(_ i: Int, _ j: Int) -> (Double, Double) {
    let (yi, yj) = (signs[i], signs[j])
    let (gi, gj) = (-yi * violations.values[i], -yj * violations.values[j])
    let (oldI, oldJ) = (duals[i], duals[j])
    var curve =
      Double(kernel.diagonal[i]) + Double(kernel.diagonal[j])
      - 2 * Double(kernel.row(i)[j])
    if curve <= 0 { curve = 1e-12 }
    var (a, b) = (oldI, oldJ)
    if yi != yj {
      let delta = (-gi - gj) / curve
      let difference = a - b
      a += delta
      b += delta
      if difference > 0, b < 0 { (a, b) = (difference, 0) }
      if difference <= 0, a < 0 { (a, b) = (0, -difference) }
      if difference > 0, a > cost { (a, b) = (cost, cost - difference) }
      if difference <= 0, b > cost { (a, b) = (cost + difference, cost) }
    } else {
      let delta = (gi - gj) / curve
      let sum = a + b
      a -= delta
      b += delta
      if sum > cost, a > cost { (a, b) = (cost, sum - cost) }
      if sum <= cost, b < 0 { (a, b) = (sum, 0) }
      if sum > cost, b > cost { (a, b) = (sum - cost, cost) }
      if sum <= cost, a < 0 { (a, b) = (0, sum) }
    }
    duals[i] = a
    duals[j] = b
    return (yi * (a - oldI), yj * (b - oldJ))
  }

  /// The trained machine. Its bias is the mean over documents on the margin, or, if there
  /// are none, the middle of the interval that all others allow.
  private func machine() -> SupportVectors {
    var machine = SupportVectors()
    var (sum, free) = (0.0, 0)
    var (high, low) = (Double.infinity, -Double.infinity)
    for i in 0..<kernel.count {
      let dual = duals[i]
      let value = -violations.values[i]
      if dual >= cost {
        if signs[i] < 0 { high = min(high, value) } else { low = max(low, value) }
      } else if dual <= 0 {
        if signs[i] > 0 { high = min(high, value) } else { low = max(low, value) }
      } else {
        sum += value
        free += 1
      }
      if dual > 0 {
        machine.rows.append(Int32(i))
        machine.coefficients.append(Float(-signs[i] * dual))
      }
    }
    machine.bias = Float(free > 0 ? sum / Double(free) : (high + low) / 2)
    return machine
  }
}
