// Gradient-boosted regression trees for yes-or-no questions: the learned rankers of the
// lexical model and of fusions. They see a few dozen numbers per case; documents with
// thousands of features are for linear models.
import Formats
import PipelineNumerics
import Foundation

/// A sum of regression trees whose logistic function is a probability.
///
/// Trained as scikit-learn's HistGradientBoostingClassifier does it: logistic loss,
/// columns cut into 255 bins, trees grown leaf by leaf where the loss falls most.
///
/// - Source: Friedman 2001; Ke et al. 2017 (leaf-wise growth over histograms).
package struct BoostedTrees: Equatable, Sendable {
  /// What can be chosen.
  package struct Parameters: Equatable, Sendable {
    /// The number of trees.
    package var rounds = 100
    /// The maximum number of leaves of a tree.
    package var leaves = 15
    /// The factor by which each tree counts.
    package var learningRate = 0.08
    /// The least number of cases in a leaf.
    package var minimumCases = 30
    /// How much large leaf values cost.
    package var l2 = 0.0

    package init() {}
  }

  /// A node of a tree. `feature` is -1 in a leaf.
  struct Node: Equatable, Sendable {
    var feature: Int32 = -1
    /// A value up to this goes left.
    var threshold: Float = 0
    /// The numbers of the children among all nodes.
    var left: Int32 = 0
    var right: Int32 = 0
    /// What a leaf adds to the sum.
    var value: Float = 0
  }

  /// The number of columns of the table.
  let width: Int
  /// The sum before the first tree: the log odds of yes.
  let base: Float
  /// The number of each tree's root; its other nodes follow it.
  private(set) var roots: [Int32] = []
  private(set) var nodes: [Node] = []

  /// Trains on cases; `truth` says for which of them the answer is yes.
  ///
  /// The result does not depend on the number of threads: a histogram is summed by one
  /// thread, in the order of the rows.
  ///
  /// - Precondition: an answer for each row.
  package init(_ table: FeatureTable, truth: [Bool], parameters: Parameters, pool: WorkerPool) {
    precondition(table.count == truth.count, "an answer for each row")
    width = table.width
    let positives = truth.count { $0 }
    // Softened, so that it is finite if all answers are the same.
    let share = (Double(positives) + 0.5) / (Double(truth.count) + 1)
    base = Float(log(share / (1 - share)))
    guard positives > 0, positives < truth.count else { return }
    var grower = TreeGrower(FeatureBins(table, pool: pool), parameters: parameters, pool: pool)
    var sums = [Float](repeating: base, count: truth.count)
    for _ in 0..<parameters.rounds {
      let tree = grower.grow(truth: truth, sums: &sums)
      // A tree without a split would be followed by others without.
      guard tree.count > 1 else { break }
      let first = Int32(nodes.count)
      roots.append(first)
      nodes += tree.map {
        var node = $0
        if node.feature >= 0 {
          node.left += first
          node.right += first
        }
        return node
      }
    }
  }

  /// The probability of yes for a row of `width` numbers.
  func probability(_ row: UnsafeBufferPointer<Float>) -> Float {
    1 / (1 + expf(-sum(row)))
  }

  /// The probability of yes for each row of a table.
  ///
  /// - Precondition: the table is as wide as the one trained on.
  package func probabilities(_ table: FeatureTable) -> [Float] {
    precondition(table.width == width, "as many columns as in training")
    return table.values.withUnsafeBufferPointer { values in
      (0..<table.count).map {
        probability(UnsafeBufferPointer(rebasing: values[$0 * width..<($0 + 1) * width]))
      }
    }
  }

  private func sum(_ row: UnsafeBufferPointer<Float>) -> Float {
    nodes.withUnsafeBufferPointer { nodes in
      var sum = base
      for root in roots {
        var node = nodes[Int(root)]
        while node.feature >= 0 {
          node = nodes[Int(row[Int(node.feature)] <= node.threshold ? node.left : node.right)]
        }
        sum += node.value
      }
      return sum
    }
  }
}

extension BoostedTrees {
  /// Writes the sections `NAME/base` (f32 [1]), `NAME/roots` (i32 [t]),
  /// `NAME/nodes` (i32 [n, 3]: feature, left, right) and `NAME/values` (f32 [n, 2]:
  /// threshold, value).
  package func write(to writer: StageWriter, named name: String) throws {
    try writer.write("\(name)/base", [base])
    try writer.write("\(name)/roots", roots)
    try writer.write(
      "\(name)/nodes", nodes.flatMap { [$0.feature, $0.left, $0.right] },
      shape: [nodes.count, 3])
    try writer.write(
      "\(name)/values", nodes.flatMap { [$0.threshold, $0.value] }, shape: [nodes.count, 2])
  }

  /// Reads what `write(to:named:)` wrote, for tables of `width` columns.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  package init(_ contents: StageContents, named name: String, width: Int) throws {
    self.width = width
    base = try contents.floats("\(name)/base", count: 1)[0]
    roots = try contents.integers("\(name)/roots")
    let links = try contents.integers("\(name)/nodes")
    let count = links.count / 3
    let values = try contents.floats("\(name)/values", count: 2 * count)
    // The sum of the values of a million leaves stays finite.
    guard links.count % 3 == 0, base.magnitude < 1e30, values.allSatisfy({ $0.magnitude < 1e30 }),
      roots.allSatisfy({ $0 >= 0 && $0 < count })
    else { throw contents.invalid("\(name)/nodes", "they are not trees") }
    for number in 0..<count {
      let node = Node(
        feature: links[3 * number], threshold: values[2 * number], left: links[3 * number + 1],
        right: links[3 * number + 2], value: values[2 * number + 1])
      // Children come after their parent, so that every descent ends.
      guard
        node.feature == -1
          || (0..<width).contains(Int(node.feature))
            && [node.left, node.right].allSatisfy({ $0 > number && $0 < count })
      else { throw contents.invalid("\(name)/nodes", "node \(number) has an impossible child") }
      nodes.append(node)
    }
  }
}
