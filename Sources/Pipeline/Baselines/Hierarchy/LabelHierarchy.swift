// HOMER: a hierarchy of labels with a binary classifier for each branch.
import Formats
import PipelineFeatures
import PipelineNumerics

/// Hierarchy of multi-label classifiers (Tsoumakas et al. 2008): labels are
/// divided by balanced clustering, recursively; a branch is trained on the
/// documents of its node, and a label is given if all branches on its path
/// say yes. Its score is the least margin on the path.
public struct LabelHierarchy: DocumentScorer {
  /// What can be chosen.
  public struct Parameters: Equatable, Codable, Sendable {
    /// Groups into which a node is divided.
    public var clusters = 3
    /// What decides at a branch: a kernel machine, or nil for a linear one.
    public var kernel: KernelParameters?
    /// The parameters of linear classifiers at the branches.
    public var linear = LinearParameters()

    public init() {}

  }

  /// A node's branches, consecutive numbers over all nodes.
  struct Node: Equatable, Sendable {
    /// A label, or -1 - n for node n, which comes later.
    var children: [Int32]
    var firstBranch: Int
  }

  private enum Branches: Sendable {
    case linear(LinearClassifiers)
    case kernel(KernelClassifiers)
  }

  public static let form = ScoreForm.margins

  let nodes: [Node]
  private let labelCount: Int
  private let branches: Branches

  /// - Throws: `KernelTooLarge`.
  public init(
    _ training: TrainingSet, parameters: Parameters, pool: WorkerPool,
    progress: @escaping WorkReport = { _, _ in }
  ) throws {
    let plan = HierarchyPlan(training, clusters: parameters.clusters, seed: parameters.linear.seed)
    nodes = plan.nodes
    labelCount = training.labelCount
    let counter = ProgressCounter(total: plan.branchCount, report: progress)
    if let kernel = parameters.kernel {
      let function = kernel.function(for: training.features)
      let whole = try KernelMatrix(
        training.features, function, memory: kernel.memory, pool: pool)
      var machines: [SupportVectors] = []
      for work in plan.work {
        let isRoot = work.documents.count == training.features.count
        let matrix = isRoot ? whole : KernelMatrix(whole, rows: work.documents)
        machines += pool.map(work.positives.count) { branch in
          defer { counter.advance() }
          var machine = SupportVectors(
            matrix, positives: work.positives[branch], parameters: kernel)
          machine.rows = machine.rows.map { work.documents[Int($0)] }
          return machine
        }
      }
      branches = .kernel(KernelClassifiers(training.features, function, machines: machines))
    } else {
      let groups = pool.map(plan.work.count) { number in
        let work = plan.work[number]
        let first = Int32(plan.nodes[number].firstBranch)
        let problem = LinearProblem(training.features, rows: work.documents)
        // Groups of lanes, one after another.
        return stride(from: 0, to: work.positives.count, by: laneCount).map { start in
          let end = min(start + laneCount, work.positives.count)
          defer { for _ in start..<end { counter.advance() } }
          return TrainedGroup(
            features: problem.features,
            trained: LaneSolver(
              problem, positives: work.positives[start..<end], parameters: parameters.linear
            ).solve(),
            classes: (start..<end).map { first + Int32($0) })
        }
      }
      branches = .linear(
        LinearClassifiers(
          merging: groups.flatMap { $0 }, count: plan.branchCount,
          featureCount: training.features.columnCount, missing: -1))
    }
  }

  public func scores(of features: SparseMatrix, pool: WorkerPool) -> SparseMatrix {
    switch branches {
    case .kernel(let classifiers):
      let rows = classifiers.margins(of: features, pool: pool).map { walk($0) }
      return SparseMatrix(columnCount: labelCount, rows: rows)
    case .linear(let classifiers):
      let rows = pool.map(features.count) { number in
        var margins = [Float](repeating: 0, count: classifiers.count)
        classifiers.addMargins(of: features[number], to: &margins)
        return walk(margins)
      }
      return SparseMatrix(columnCount: labelCount, rows: rows)
    }
  }

  /// The least margin on the path of each label.
  private func walk(_ margins: [Float]) -> SparseRow {
    var least = [Float](repeating: .infinity, count: nodes.count)
    var found: [(label: Int32, score: Float)] = []
    for (number, node) in nodes.enumerated() {
      for (place, child) in node.children.enumerated() {
        let margin = min(least[number], margins[node.firstBranch + place])
        if child < 0 { least[Int(-1 - child)] = margin } else { found.append((child, margin)) }
      }
    }
    found.sort { $0.label < $1.label }
    return SparseRow(columns: found.map(\.label), values: found.map(\.score))
  }

  public func write(to writer: StageWriter) throws {
    var starts: [Int64] = [0]
    for node in nodes { starts.append(starts[starts.count - 1] + Int64(node.children.count)) }
    try writer.write("model/starts", starts)
    try writer.write("model/children", nodes.flatMap(\.children))
    switch branches {
    case .linear(let classifiers): try classifiers.write(to: writer, named: "model/linear")
    case .kernel(let classifiers): try classifiers.write(to: writer, named: "model/kernel")
    }
  }

  public init(_ contents: StageContents, labels: Int, features: Int) throws {
    let starts = try contents.longs("model/starts")
    let children = try contents.integers("model/children")
    guard starts.first == 0, starts.last == Int64(children.count),
      zip(starts, starts.dropFirst()).allSatisfy(<=)
    else { throw contents.invalid("model/starts", "they do not ascend to the number of children") }
    let count = starts.count - 1
    var seen: Set<Int32> = []
    nodes = try (0..<count).map { number in
      let own = Array(children[Int(starts[number])..<Int(starts[number + 1])])
      // Nodes come after their parents, and nothing has two parents.
      let isValid = own.allSatisfy {
        ($0 < 0 ? (number + 1..<count).contains(-1 - Int($0)) : $0 < labels)
          && seen.insert($0).inserted
      }
      guard isValid else {
        throw contents.invalid("model/children", "node \(number) has an impossible child")
      }
      return Node(children: own, firstBranch: Int(starts[number]))
    }
    labelCount = labels
    branches =
      contents.has("model/kernel/gamma")
      ? .kernel(
        try KernelClassifiers(
          contents, named: "model/kernel", machines: children.count, features: features))
      : .linear(
        try LinearClassifiers(
          contents, named: "model/linear", classes: children.count, featureCount: features))
  }
}

/// The hierarchy before its branches are trained.
struct HierarchyPlan {
  /// What is trained at a node.
  struct Work {
    /// The node's documents, ascending.
    var documents: [Int32]
    /// For each child the places in `documents` that belong to it.
    var positives: [[Int32]]
  }

  private(set) var nodes: [LabelHierarchy.Node] = []
  private(set) var work: [Work] = []
  private(set) var branchCount = 0

  /// Labels without a training document have no place in it.
  init(_ training: TrainingSet, clusters: Int, seed: UInt64) {
    let byLabel = training.documentsByLabel()
    var random = RandomStream(seed: seed, for: .clusters)
    let present = (0..<Int32(training.labelCount)).filter { !byLabel[Int($0)].isEmpty }
    guard !present.isEmpty else { return }
    // Nodes in the order in which they are numbered.
    var queue = [(labels: present, documents: Array(0..<Int32(training.features.count)))]
    var at = 0
    while at < queue.count {
      let (labels, documents) = queue[at]
      at += 1
      var places = [Int32](repeating: -1, count: training.features.count)
      for (place, document) in documents.enumerated() { places[Int(document)] = Int32(place) }
      let members = labels.map { byLabel[Int($0)].map { places[Int($0)] } }
      let groups = BalancedClustering(members: members, documents: documents.count)
        .groups(clusters, random: &random)
      var node = LabelHierarchy.Node(children: [], firstBranch: branchCount)
      var positives: [[Int32]] = []
      for group in groups {
        let own = Set(group.flatMap { members[$0] }).sorted()
        positives.append(own)
        if group.count == 1 {
          node.children.append(labels[group[0]])
        } else {
          node.children.append(-1 - Int32(queue.count))
          queue.append((group.map { labels[$0] }, own.map { documents[Int($0)] }))
        }
      }
      nodes.append(node)
      work.append(Work(documents: documents, positives: positives))
      branchCount += groups.count
    }
  }
}

extension LabelHierarchy.Parameters: DeclaredParameters {
  public static let declarations: [Declaration<Self>] =
    [.init("clusters", \.clusters, in: .atLeast(2), "Groups into which tags are divided, recursively.")]
    + Declaration<Self>.part { $0.kernel } + Declaration<Self>.part { $0.kernel == nil ? $0.linear : nil }
}
