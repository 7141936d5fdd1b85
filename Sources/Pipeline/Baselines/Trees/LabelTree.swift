// One probabilistic label tree: how labels are divided, and a linear classifier for each
// branch. TreeSearch finds the best labels of documents.
import PipelineFeatures
import PipelineNumerics

/// A tree over labels. An inner node's children are nodes, a leaf's are labels;
/// each child has a classifier that decides whether a document of the node is
/// also one of the child's. The probability of a label is the product along its
/// path.
struct LabelTree: Sendable {
  /// A node with its classifiers; nodes are numbered, 0 being the root.
  struct Node: Sendable {
    /// The numbers of child nodes, or of labels.
    let children: [Int32]
    let isLeaf: Bool
    let scoring: ScoringClassifiers
    var classifiers: LinearClassifiers { scoring.classifiers }

    init(children: [Int32], isLeaf: Bool, classifiers: LinearClassifiers) {
      self.children = children
      self.isLeaf = isLeaf
      scoring = ScoringClassifiers(classifiers)
    }
  }

  let nodes: [Node]

  /// ln p = -max(0, 1 - margin)², the squared hinge as a likelihood.
  static func logProbability(_ margin: Float) -> Float {
    let missing = max(0, 1 - margin)
    return -missing * missing
  }
}

/// The labels of a tree without its classifiers.
struct TreeOutline {
  struct Node {
    var labels: [Int32]
    /// The numbers of child nodes; none in a leaf.
    var children: [Int32] = []
  }

  private(set) var nodes: [Node] = []

  /// Divides the labels that have a vector until each leaf has at most `leafSize`.
  init(
    labels: [Int32], vectors: SparseMatrix, parameters: LabelTrees.Parameters,
    random: inout RandomStream
  ) {
    let clustering = LabelClustering(vectors: vectors)
    nodes.append(Node(labels: labels))
    var open = 0
    while open < nodes.count {
      defer { open += 1 }
      guard nodes[open].labels.count > parameters.leafLabels else { continue }
      let groups = clustering.groups(
        of: nodes[open].labels, shape: parameters.shape, branches: parameters.branches,
        random: &random)
      // Labels that cannot be distinguished stay together.
      guard groups.count > 1 else { continue }
      for group in groups {
        nodes[open].children.append(Int32(nodes.count))
        nodes.append(Node(labels: group))
      }
    }
  }
}
