// The search of one label tree for many documents side by side: a node's classifiers are
// read once for all documents that reach it. How trees are averaged is in LabelTrees.
import PipelineFeatures
import PipelineNumerics

/// The result of a search: for each document the leaves that it reached.
struct TreeAnswers: Sendable {
  /// A leaf of the tree, and where the logarithms of its labels' probabilities begin.
  struct Leaf {
    var node: Int32
    var start: Int
  }

  fileprivate(set) var leaves: [[Leaf]]
  fileprivate(set) var logProbabilities: [Float] = []
}

/// Beam search for the documents of a batch.
///
/// On each level a document looks into its `beam` best nodes; leaves looked into give all
/// their labels.
struct TreeSearch {
  private struct Visit {
    var node: Int32
    /// In the batch.
    var document: Int
    /// The logarithm of the node's probability.
    var score: Float
  }

  private let batch: Range<Int>
  private let maker: MarginMaker
  private let beam: Int

  /// - Parameter batch: rows of `documents`.
  init(_ documents: SparseMatrix, batch: Range<Int>, beam: Int) {
    self.batch = batch
    self.beam = beam
    maker = MarginMaker(documents, rows: batch)
  }

  func search(_ tree: LabelTree) -> TreeAnswers {
    var answers = TreeAnswers(leaves: Array(repeating: [], count: batch.count))
    var level = (0..<batch.count).map { Visit(node: 0, document: $0, score: 0) }
    while !level.isEmpty {
      let next = look(into: level, of: tree, &answers)
      level = next.flatMap { best($0) }
    }
    return answers
  }

  /// The children that the documents of a level reach, by document.
  private func look(
    into level: [Visit], of tree: LabelTree, _ answers: inout TreeAnswers
  ) -> [[Visit]] {
    var next = [[Visit]](repeating: [], count: batch.count)
    for visits in grouped(level, nodes: tree.nodes.count) {
      let number = visits[visits.startIndex].node
      let node = tree.nodes[Int(number)]
      let width = node.children.count
      let documents = visits.lazy.map { batch.lowerBound + $0.document }
      maker.withMargins(of: documents, by: node.scoring) { margins in
        for (i, visit) in visits.enumerated() {
          let own = margins.row(i)
          for child in 0..<width {
            own[child] = visit.score + LabelTree.logProbability(own[child])
          }
          if node.isLeaf {
            answers.leaves[visit.document].append(
              TreeAnswers.Leaf(node: number, start: answers.logProbabilities.count))
            answers.logProbabilities.append(contentsOf: own[0..<width].buffer)
          } else {
            for (child, node) in node.children.enumerated() {
              next[visit.document].append(
                Visit(node: node, document: visit.document, score: own[child]))
            }
          }
        }
      }
    }
    return next
  }

  /// The visits of each node that is visited.
  private func grouped(_ level: [Visit], nodes: Int) -> [ArraySlice<Visit>] {
    var starts = [Int](repeating: 0, count: nodes + 1)
    for visit in level { starts[Int(visit.node) + 1] += 1 }
    for node in 0..<nodes { starts[node + 1] += starts[node] }
    var next = starts
    var ordered = level
    for visit in level {
      ordered[next[Int(visit.node)]] = visit
      next[Int(visit.node)] += 1
    }
    return (0..<nodes).filter { starts[$0] < starts[$0 + 1] }.map {
      ordered[starts[$0]..<starts[$0 + 1]]
    }
  }

  private func best(_ visits: [Visit]) -> ArraySlice<Visit> {
    guard visits.count > beam else { return visits[...] }
    return visits.sorted {
      $0.score != $1.score ? $0.score > $1.score : $0.node < $1.node
    }.prefix(beam)
  }
}
