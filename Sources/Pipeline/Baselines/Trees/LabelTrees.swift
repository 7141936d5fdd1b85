// Several label trees that differ in their random start, averaged.
import Formats
import PipelineFeatures
import PipelineNumerics
import Foundation

/// Probabilistic label trees: Parabel's balanced ones and Bonsai's shallow ones.
public struct LabelTrees: DocumentScorer {
  /// What can be chosen.
  public struct Parameters: Equatable, Codable, Sendable {
    /// Balanced as Parabel's trees, or shallow as Bonsai's.
    public var shape = TreeShape.balanced
    /// The number of trees whose scores are averaged.
    public var trees = 3
    /// The number of groups into which a shallow tree divides a node.
    public var branches = 100
    /// A node of at most this many labels is not divided.
    public var leafLabels = 256
    /// The number of nodes explored on each level.
    public var beam = 10
    /// The parameters of the classifiers at the branches.
    public var linear = LinearParameters()

    /// All at their defaults.
    public init() {
      linear.pruning = 0.03
    }

  }

  public static let form = ScoreForm.probabilities

  let beam: Int
  let labelCount: Int
  let trees: [LabelTree]

  init(trees: [LabelTree], beam: Int, labelCount: Int) {
    self.trees = trees
    self.beam = beam
    self.labelCount = labelCount
  }

  /// Trains all trees, or those with certain numbers.
  public init(
    _ training: TrainingSet, parameters: Parameters, trees: Range<Int>? = nil, pool: WorkerPool,
    progress: @escaping WorkReport = { _, _ in }
  ) {
    let documents = training.documentsByLabel()
    let labels = (0..<Int32(training.labelCount)).filter { !documents[Int($0)].isEmpty }
    let vectors = Self.labelVectors(training, documents, pool)
    let own = trees ?? 0..<parameters.trees
    let outlines = pool.map(own.count) { place in
      var random = RandomStream(seed: parameters.linear.seed, at: UInt64(own.lowerBound + place))
      return TreeOutline(
        labels: labels, vectors: vectors, parameters: parameters, random: &random)
    }
    let counter = ProgressCounter(
      total: outlines.reduce(0) { $0 + $1.nodes.count }, report: progress)
    let classifiers = NodeTraining(
      features: training.features, documents: documents, parameters: parameters.linear)
    self.init(
      trees: outlines.map { outline in
        LabelTree(nodes: classifiers.nodes(of: outline, pool: pool) { counter.advance() })
      }, beam: parameters.beam, labelCount: training.labelCount)
  }

  /// The greatest number of entries in the vectors of all labels: 400 MB.
  private static let vectorEntries = 50_000_000

  /// For each label the sum of its documents' features, of unit length. A label with more
  /// features than its share of `vectorEntries` keeps the greatest.
  private static func labelVectors(
    _ training: TrainingSet, _ documents: [[Int32]], _ pool: WorkerPool
  ) -> SparseMatrix {
    let most = max(1_000, vectorEntries / max(documents.count, 1))
    let parts = pool.mapChunks(of: documents.count, size: 64) { labels in
      var sum = SparseSum(columnCount: training.features.columnCount)
      return labels.reduce(into: SparseMatrix(columnCount: training.features.columnCount)) { vectors, label in
        for document in documents[label] {
          for entry in training.features.entries(of: Int(document)) {
            sum.add(training.features.values[entry], at: training.features.columns[entry])
          }
        }
        var row = sum.take()
        row.keepGreatest(most)
        row.scaleToUnitLength()
        vectors.append(row)
      }
    }
    return SparseMatrix(columnCount: training.features.columnCount, parts: parts)
  }

  public func scores(of features: SparseMatrix, pool: WorkerPool) -> SparseMatrix {
    // Enough documents for each leaf to be worth reading, few enough for answers of some ten MB.
    let batch = pool.share(of: features.count, most: 2_048)
    let parts = pool.mapChunks(of: features.count, size: batch) { scores(of: features, $0) }
    return SparseMatrix(columnCount: labelCount, rows: parts.flatMap { $0 })
  }

  private func scores(of features: SparseMatrix, _ batch: Range<Int>) -> [SparseRow] {
    let search = TreeSearch(features, batch: batch, beam: beam)
    let answers = trees.map { search.search($0) }
    let share = 1 / Float(trees.count)
    var sum = SparseSum(columnCount: labelCount)
    return (0..<batch.count).map { document in
      for (tree, answers) in zip(trees, answers) {
        for leaf in answers.leaves[document] {
          var place = leaf.start
          for label in tree.nodes[Int(leaf.node)].children {
            sum.add(expf(answers.logProbabilities[place]) * share, at: label)
            place += 1
          }
        }
      }
      return sum.take()
    }
  }
}

/// Trains the classifiers of a tree's nodes.
struct NodeTraining: Sendable {
  let features: SparseMatrix
  /// By label, ascending.
  let documents: [[Int32]]
  let parameters: LinearParameters

  /// From this many documents on the classifiers of one node are spread over
  /// the threads; smaller nodes are spread as they are.
  private static let large = 4_000

  func nodes(
    of outline: TreeOutline, pool: WorkerPool, onNode: @escaping @Sendable () -> Void
  ) -> [LabelTree.Node] {
    let members = pool.map(outline.nodes.count) { union(of: outline.nodes[$0].labels) }
    let alone = WorkerPool(threads: 1)
    let large = members.indices.filter { members[$0].count >= Self.large }
    let small = members.indices.filter { members[$0].count < Self.large }
    var nodes = [LabelTree.Node?](repeating: nil, count: members.count)
    for number in large {
      nodes[number] = node(outline.nodes[number], members, number, pool)
      onNode()
    }
    let trained = pool.map(small.count) { index in
      defer { onNode() }
      return node(outline.nodes[small[index]], members, small[index], alone)
    }
    for (number, node) in zip(small, trained) { nodes[number] = node }
    return nodes.compactMap { $0 }
  }

  private func node(
    _ outline: TreeOutline.Node, _ members: [[Int32]], _ number: Int, _ pool: WorkerPool
  ) -> LabelTree.Node {
    let rows = members[number]
    let isLeaf = outline.children.isEmpty
    let children = isLeaf ? outline.labels : outline.children
    let positives = children.map { child in
      positions(of: isLeaf ? documents[Int(child)] : members[Int(child)], in: rows)
    }
    return LabelTree.Node(
      children: children, isLeaf: isLeaf,
      classifiers: LinearClassifiers(
        LinearProblem(features, rows: rows), positives: positives, parameters: parameters,
        pool: pool))
  }

  /// The documents of any of the labels, ascending.
  private func union(of labels: [Int32]) -> [Int32] {
    if labels.count == 1 { return documents[Int(labels[0])] }
    var isMember = [Bool](repeating: false, count: features.count)
    for label in labels { for document in documents[Int(label)] { isMember[Int(document)] = true } }
    return (0..<Int32(features.count)).filter { isMember[Int($0)] }
  }

  /// The places of the `chosen` in `all`; both ascend, and `all` contains the chosen.
  private func positions(of chosen: [Int32], in all: [Int32]) -> [Int32] {
    var at = 0
    return chosen.map { document in
      while all[at] != document { at += 1 }
      return Int32(at)
    }
  }
}

extension LabelTrees.Parameters: DeclaredParameters {
  public static let declarations: [Declaration<Self>] =
    [
      .init("shape", \.shape, "Balanced halves (Parabel), or shallow (Bonsai)."),
      .init("trees", \.trees, in: .from(1, to: 10_000), "The number of trees."),
      .init(
        "branches", \.branches, in: .atLeast(2), "Groups into which a node of a shallow tree is divided.",
        isUsed: { $0.shape == .shallow }),
      .init("leafLabels", \.leafLabels, in: .atLeast(1), "A node of at most n tags is not divided.", valueName: "n"),
      .init("beam", \.beam, in: .atLeast(1), "Nodes explored on each level."),
    ] + Declaration<Self>.part { $0.linear }
}
