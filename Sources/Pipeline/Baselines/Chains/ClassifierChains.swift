// Classifier chains: each label's classifier also sees the labels before it.
import Formats
import PipelineFeatures
import PipelineNumerics

/// The order of labels in chains.
public enum ChainOrder: String, CaseIterable, Codable, Sendable {
  /// As in the vocabulary, most frequent first: MEKA's CC as the original runs it,
  /// a single chain.
  case frequency
  /// Chain i in the order of NumPy's permutation seeded with seed + i, as the
  /// original's program with scikit-learn, where the seed is 0.
  case random
}

/// Chains of linear classifiers (Read et al. 2009), one or an ensemble. True labels
/// are seen in training, given ones in use.
public struct ClassifierChains: DocumentScorer {
  /// What can be chosen.
  public struct Parameters: Equatable, Codable, Sendable {
    /// The order of the labels in each chain.
    public var order = ChainOrder.random
    /// The number of chains; those in the order of frequency would all be the same.
    public var chains = 10
    /// The score of a label is the share of chains that give it, half being
    /// enough, as in the original; otherwise the mean margin.
    public var votes = false
    /// The parameters of the classifiers.
    public var linear = LinearParameters()

    public init() {}

    var count: Int { order == .frequency ? 1 : chains }
  }

  public static let form = ScoreForm.margins

  private let votes: Bool
  private let labelCount: Int
  private let absent: [Bool]
  private let chains: [Chain]

  /// One chain. Feature `features + label` is 1 if the label was given before.
  struct Chain: Sendable {
    let order: [Int32]
    let classifiers: LinearClassifiers
  }

  /// Trains all nodes of all chains in parallel.
  public init(
    _ training: TrainingSet, parameters: Parameters, pool: WorkerPool,
    progress: @escaping WorkReport = { _, _ in }
  ) {
    let positives = training.documentsByLabel()
    let present = (0..<Int32(training.labelCount)).filter { !positives[Int($0)].isEmpty }
    let orders = (0..<parameters.count).map { number -> [Int32] in
      guard parameters.order == .random else { return present }
      var generator = MersenneTwister(
        plainSeed: UInt32(truncatingIfNeeded: parameters.linear.seed &+ UInt64(number)))
      return generator.numpyPermutation(present.count).map { present[Int($0)] }
    }
    let counter = ProgressCounter(total: orders.count * present.count, report: progress)
    let featureCount = training.features.columnCount + training.labelCount
    chains = orders.map { order in
      let places = Self.places(of: order, labelCount: training.labelCount)
      let groups = pool.map(order.count) { place in
        defer { counter.advance() }
        return Self.node(
          training, places, place: place, label: order[place],
          positives: positives[Int(order[place])], parameters: parameters.linear)
      }
      return Chain(
        order: order,
        classifiers: LinearClassifiers(
          merging: groups, count: training.labelCount, featureCount: featureCount, missing: -1))
    }
    absent = positives.map(\.isEmpty)
    labelCount = training.labelCount
    votes = parameters.votes
  }

  /// The place of each label in the chain.
  private static func places(of order: [Int32], labelCount: Int) -> [Int] {
    var places = [Int](repeating: .max, count: labelCount)
    for (place, label) in order.enumerated() { places[Int(label)] = place }
    return places
  }

  private static func node(
    _ training: TrainingSet, _ places: [Int], place: Int, label: Int32, positives: [Int32],
    parameters: LinearParameters
  ) -> TrainedGroup<UInt8> {
    let documents = training.features
    var rows = SparseMatrix(columnCount: documents.columnCount + training.labelCount)
    for document in 0..<documents.count {
      var row = documents[document]
      for label in training.labels[document] where places[Int(label)] < place {
        row.columns.append(Int32(documents.columnCount) + label)
        row.values.append(1)
      }
      rows.append(row)
    }
    let problem = LinearProblem(rows, rows: Array(0..<Int32(documents.count)))
    return TrainedGroup(
      features: problem.features,
      trained: LaneSolver(problem, positives: [positives], parameters: parameters).solve(),
      classes: [label])
  }

  public func scores(of features: SparseMatrix, pool: WorkerPool) -> SparseMatrix {
    let present = (0..<Int32(labelCount)).filter { !absent[Int($0)] }
    let rows = pool.map(features.count) { number in
      var sums = [Float](repeating: 0, count: labelCount)
      for chain in chains {
        let margins = chain.margins(of: features[number], featureCount: features.columnCount)
        for label in present.map({ Int($0) }) {
          sums[label] += votes ? (margins[label] > 0 ? 1 : 0) : margins[label]
        }
      }
      let values = present.map { label -> Float in
        let mean = sums[Int(label)] / Float(chains.count)
        // Half of the votes is a yes, and so must be above 0.
        return votes ? mean - 0.5 + 1e-6 : mean
      }
      return SparseRow(columns: present, values: values)
    }
    return SparseMatrix(columnCount: labelCount, rows: rows)
  }

  public func write(to writer: StageWriter) throws {
    try writer.write("model/votes", [votes ? UInt8(1) : 0])
    try writer.write("model/absent", absent.map { $0 ? UInt8(1) : 0 })
    try writer.write("model/chains", [Int64(chains.count)])
    for (number, chain) in chains.enumerated() {
      try writer.write("model/\(number)/order", chain.order)
      try chain.classifiers.write(to: writer, named: "model/\(number)")
    }
  }

  public init(_ contents: StageContents, labels: Int, features: Int) throws {
    votes = try contents.bytes("model/votes", count: 1)[0] != 0
    absent = try contents.bytes("model/absent", count: labels).map { $0 != 0 }
    let count = try contents.longs("model/chains", count: 1)[0]
    guard count > 0 else { throw contents.invalid("model/chains", "is not positive") }
    var chains: [Chain] = []
    // Sections that are missing end this early, however great the number.
    for number in 0..<Int(count) {
      let order = try contents.integers("model/\(number)/order")
      guard order.allSatisfy({ $0 >= 0 && $0 < labels }), Set(order).count == order.count else {
        throw contents.invalid("model/\(number)/order", "names impossible labels")
      }
      chains.append(
        Chain(
          order: order,
          classifiers: try LinearClassifiers(
            contents, named: "model/\(number)", classes: labels, featureCount: features + labels)))
    }
    self.chains = chains
    labelCount = labels
  }
}

extension ClassifierChains.Chain {
  /// The margins of all labels, each given the labels before it.
  func margins(of document: SparseRow, featureCount: Int) -> [Float] {
    var margins = [Float](repeating: 0, count: classifiers.count)
    classifiers.addMargins(of: document, to: &margins)
    for label in order where margins[Int(label)] > 0 {
      // Only labels after it have a weight there.
      classifiers.addWeights(of: Int32(featureCount) + label, to: &margins)
    }
    return margins
  }
}

extension ClassifierChains.Parameters: DeclaredParameters {
  public static let declarations: [Declaration<Self>] =
    [
      .init("chainOrder", \.order, "Random orders of the tags, or one chain with the most frequent tag first."),
      .init(
        "chains", \.chains, in: .from(1, to: 10_000), "The number of random chains.", header: { .int($0.count) }),
      .init("votes", \.votes, "Scores are shares of chains, as in the original.", isOption: false),
    ] + Declaration<Self>.part { $0.linear }
}
