// The recurrent unit and attention as their formulas say, in double precision and plain
// loops: what the fast layers are compared with. Nothing is shared with them but the
// formulas (docs/original.md, Networks).
import Foundation

typealias Vector = [Double]
/// Rows.
typealias Matrix = [[Double]]

func product(_ x: Vector, _ matrix: Matrix) -> Vector {
  var result = Vector(repeating: 0, count: matrix.first?.count ?? 0)
  for (i, row) in matrix.enumerated() {
    for (j, value) in row.enumerated() { result[j] += x[i] * value }
  }
  return result
}

/// matrix · y
func product(_ matrix: Matrix, _ y: Vector) -> Vector {
  matrix.map { zip($0, y).reduce(0) { $0 + $1.0 * $1.1 } }
}

/// matrix += aᵀ b
func addOuter(_ a: Vector, _ b: Vector, to matrix: inout Matrix) {
  for i in a.indices { for j in b.indices { matrix[i][j] += a[i] * b[j] } }
}

func add(_ a: Vector, to b: inout Vector) { for i in a.indices { b[i] += a[i] } }

/// One direction of a gated recurrent unit.
struct ReferenceGRU {
  var input: Matrix
  var recurrent: Matrix
  var bias: Vector
  var initial: Double

  struct Step {
    var before, z, r, c, product, state: Vector
  }

  func forward(_ inputs: [Vector]) -> [Step] {
    let h = recurrent.count
    var state = Vector(repeating: initial, count: h)
    return inputs.map { x in
      var given = PipelineTests.product(x, input)
      add(bias, to: &given)
      let own = PipelineTests.product(state, recurrent)
      var step = Step(before: state, z: [], r: [], c: [], product: [], state: [])
      for i in 0..<h {
        step.z.append(1 / (1 + exp(-given[i] - own[i])))
        step.r.append(1 / (1 + exp(-given[h + i] - own[h + i])))
        step.c.append(tanh(given[2 * h + i] + step.r[i] * own[2 * h + i]))
        step.product.append(own[2 * h + i])
        step.state.append((1 - step.z[i]) * state[i] + step.z[i] * step.c[i])
      }
      state = step.state
      return step
    }
  }

  /// Adds the gradients of the weights to `gradient`; returns those of the inputs.
  func backward(
    _ inputs: [Vector], _ steps: [Step], _ dStates: [Vector], _ gradient: inout ReferenceGRU
  ) -> [Vector] {
    let h = recurrent.count
    var carried = Vector(repeating: 0, count: h)
    var dInputs: [Vector] = Array(repeating: [], count: inputs.count)
    for t in steps.indices.reversed() {
      let step = steps[t]
      var dGiven = Vector(repeating: 0, count: 3 * h)
      var dOwn = dGiven
      var next = Vector(repeating: 0, count: h)
      for i in 0..<h {
        let d = dStates[t][i] + carried[i]
        let dz = d * (step.c[i] - step.before[i]) * step.z[i] * (1 - step.z[i])
        let dc = d * step.z[i] * (1 - step.c[i] * step.c[i])
        let dr = dc * step.product[i] * step.r[i] * (1 - step.r[i])
        (dGiven[i], dGiven[h + i], dGiven[2 * h + i]) = (dz, dr, dc)
        (dOwn[i], dOwn[h + i], dOwn[2 * h + i]) = (dz, dr, dc * step.r[i])
        next[i] = d * (1 - step.z[i])
      }
      add(PipelineTests.product(recurrent, dOwn), to: &next)
      addOuter(step.before, dOwn, to: &gradient.recurrent)
      addOuter(inputs[t], dGiven, to: &gradient.input)
      add(dGiven, to: &gradient.bias)
      dInputs[t] = PipelineTests.product(input, dGiven)
      carried = next
    }
    return dInputs
  }
}

/// Attention by a query: the context vector or a guide.
struct ReferenceAttention {
  var kernel: Matrix
  var bias: Vector

  struct Result {
    var u: [Vector]
    var weights: Vector
    var pooled: Vector
  }

  func forward(_ states: [Vector], query: Vector) -> Result {
    let u = states.map { state in
      var sum = product(state, kernel)
      add(bias, to: &sum)
      return sum.map(tanh)
    }
    let scores = product(u, query)
    let greatest = scores.max() ?? 0
    let powers = scores.map { exp($0 - greatest) }
    let total = powers.reduce(0, +)
    let weights = powers.map { $0 / total }
    var pooled = Vector(repeating: 0, count: kernel.count)
    for (weight, state) in zip(weights, states) { add(state.map { weight * $0 }, to: &pooled) }
    return Result(u: u, weights: weights, pooled: pooled)
  }

  /// Adds to the gradients; returns that of the query.
  func backward(
    _ states: [Vector], _ result: Result, query: Vector, dPooled: Vector,
    _ gradient: inout ReferenceAttention, dStates: inout [Vector]
  ) -> Vector {
    let dWeights = product(states, dPooled)
    let mean = zip(dWeights, result.weights).reduce(0) { $0 + $1.0 * $1.1 }
    var dQuery = Vector(repeating: 0, count: query.count)
    for t in states.indices {
      let dScore = result.weights[t] * (dWeights[t] - mean)
      add(result.u[t].map { $0 * dScore }, to: &dQuery)
      let dSum = query.indices.map { query[$0] * dScore * (1 - result.u[t][$0] * result.u[t][$0]) }
      addOuter(states[t], dSum, to: &gradient.kernel)
      add(dSum, to: &gradient.bias)
      add(dPooled.map { $0 * result.weights[t] }, to: &dStates[t])
      add(product(kernel, dSum), to: &dStates[t])
    }
    return dQuery
  }
}
