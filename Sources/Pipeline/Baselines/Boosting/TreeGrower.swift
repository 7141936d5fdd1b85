// Grows one regression tree after another on the gradients of the logistic loss.
import PipelineNumerics
import Foundation

/// Grows trees leaf by leaf: of all leaves the one whose best split gains most is split.
struct TreeGrower {
  /// The sums over the cases of a bin.
  struct Bin {
    var gradient = 0.0
    var curvature = 0.0
    var count = 0
  }

  private struct Leaf {
    /// The number of its node.
    var node: Int
    /// Its cases: a range of `order`.
    var cases: Range<Int>
    var total: Bin
    /// [width, 256]
    var histogram: [Bin]
    var split: Split?
  }

  private struct Split {
    var gain: Double
    var feature: Int
    /// The last bin that goes left.
    var bin: Int
    var left: Bin
  }

  private static let binCount = 256
  /// A leaf of less curvature is too certain to be split.
  private static let leastCurvature = 1e-3

  private let data: FeatureBins
  private let parameters: BoostedTrees.Parameters
  private let pool: WorkerPool
  private var order: [Int32]
  private var scratch: [Int32] = []
  private var gradients: [Float]
  private var curvatures: [Float]

  private var width: Int { data.bounds.count }

  init(_ data: FeatureBins, parameters: BoostedTrees.Parameters, pool: WorkerPool) {
    self.data = data
    self.parameters = parameters
    self.pool = pool
    order = Array(0..<Int32(data.count))
    gradients = Array(repeating: 0, count: data.count)
    curvatures = Array(repeating: 0, count: data.count)
  }

  /// The nodes of the next tree, its root first, and children after their parents. Adds the
  /// tree's value for each case to `sums`.
  mutating func grow(truth: [Bool], sums: inout [Float]) -> [BoostedTrees.Node] {
    var total = Bin(count: data.count)
    for row in 0..<data.count {
      let p = 1 / (1 + expf(-sums[row]))
      gradients[row] = p - (truth[row] ? 1 : 0)
      curvatures[row] = p * (1 - p)
      total.gradient += Double(gradients[row])
      total.curvature += Double(curvatures[row])
      order[row] = Int32(row)
    }
    var nodes = [BoostedTrees.Node()]
    var leaves = [
      Leaf(node: 0, cases: 0..<data.count, total: total, histogram: histogram(0..<data.count))
    ]
    leaves[0].split = bestSplit(leaves[0])
    while leaves.count < parameters.leaves {
      // If gains are equal, the earliest leaf wins.
      var next: Int?
      for (number, leaf) in leaves.enumerated() {
        guard let split = leaf.split else { continue }
        if let best = next, split.gain <= leaves[best].split?.gain ?? 0 { continue }
        next = number
      }
      guard let next, let split = leaves[next].split else { break }
      let (left, right) = divide(leaves[next], split, nodes.count)
      nodes[leaves[next].node] = BoostedTrees.Node(
        feature: Int32(split.feature), threshold: data.bounds[split.feature][split.bin],
        left: Int32(left.node), right: Int32(right.node))
      nodes += [BoostedTrees.Node(), BoostedTrees.Node()]
      leaves[next] = left
      leaves.append(right)
    }
    for leaf in leaves {
      let value = Float(
        -parameters.learningRate * leaf.total.gradient / (leaf.total.curvature + parameters.l2))
      nodes[leaf.node].value = value.isFinite ? value : 0
      for row in order[leaf.cases] { sums[Int(row)] += nodes[leaf.node].value }
    }
    return nodes
  }

  /// Divides the cases of a leaf, keeping the order of those on each side.
  private mutating func divide(_ leaf: Leaf, _ split: Split, _ node: Int) -> (Leaf, Leaf) {
    scratch.removeAll(keepingCapacity: true)
    var end = leaf.cases.lowerBound
    let column = split.feature * data.count
    for place in leaf.cases {
      let row = order[place]
      if Int(data.bins[column + Int(row)]) <= split.bin {
        order[end] = row
        end += 1
      } else {
        scratch.append(row)
      }
    }
    for (place, row) in zip(end..<leaf.cases.upperBound, scratch) { order[place] = row }
    let rest = Self.difference(leaf.total, split.left)
    var left = Leaf(
      node: node, cases: leaf.cases.lowerBound..<end, total: split.left, histogram: [])
    var right = Leaf(
      node: node + 1, cases: end..<leaf.cases.upperBound, total: rest, histogram: [])
    // The smaller half is counted, the other one follows by subtraction.
    if left.cases.count <= right.cases.count {
      left.histogram = histogram(left.cases)
      right.histogram = zip(leaf.histogram, left.histogram).map(Self.difference)
    } else {
      right.histogram = histogram(right.cases)
      left.histogram = zip(leaf.histogram, right.histogram).map(Self.difference)
    }
    left.split = bestSplit(left)
    right.split = bestSplit(right)
    return (left, right)
  }

  private static func difference(_ a: Bin, _ b: Bin) -> Bin {
    Bin(
      gradient: a.gradient - b.gradient, curvature: a.curvature - b.curvature,
      count: a.count - b.count)
  }

  /// The bins of all columns: [width, 256].
  private func histogram(_ cases: Range<Int>) -> [Bin] {
    // Small leaves are not worth waking threads for.
    let pool = cases.count * width < 20_000 ? WorkerPool(threads: 1) : self.pool
    return pool.map(width) { feature in
      let first = feature * data.count
      var column = [Bin](repeating: Bin(), count: Self.binCount)
      column.withUnsafeMutableBufferPointer { column in
        data.bins.withUnsafeBufferPointer { bins in
          order.withUnsafeBufferPointer { order in
            for place in cases {
              let row = Int(order[place])
              let bin = Int(bins[first + row])
              column[bin].gradient += Double(gradients[row])
              column[bin].curvature += Double(curvatures[row])
              column[bin].count += 1
            }
          }
        }
      }
      return column
    }.flatMap { $0 }
  }

  /// The split that gains most; of equal ones that of the first column, at its lowest
  /// bin. Nil if none gains anything.
  private func bestSplit(_ leaf: Leaf) -> Split? {
    guard leaf.cases.count >= 2 * parameters.minimumCases else { return nil }
    func strength(_ bin: Bin) -> Double {
      bin.gradient * bin.gradient / (bin.curvature + parameters.l2)
    }
    let whole = strength(leaf.total)
    var best: Split?
    for feature in 0..<width {
      var left = Bin()
      for bin in data.bounds[feature].indices {
        let own = leaf.histogram[feature * Self.binCount + bin]
        guard own.count > 0 else { continue }
        left.gradient += own.gradient
        left.curvature += own.curvature
        left.count += own.count
        let right = Self.difference(leaf.total, left)
        guard left.count >= parameters.minimumCases, left.curvature >= Self.leastCurvature else {
          continue
        }
        guard right.count >= parameters.minimumCases, right.curvature >= Self.leastCurvature
        else { break }
        let gain = strength(left) + strength(right) - whole
        if gain > best?.gain ?? 1e-9 {
          best = Split(gain: gain, feature: feature, bin: bin, left: left)
        }
      }
    }
    return best
  }
}
