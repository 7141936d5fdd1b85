// Principal label space transformation: few regressions instead of a classifier
// for each label.
import Formats
import PipelineFeatures
import PipelineNumerics
import PipelineText

/// PLST (Tai, Lin 2012): labels as ±1, less their means, are projected on their
/// first principal directions; these codes are predicted by ridge regression and
/// projected back. A label is given where code · direction + mean ≥ 0.
public struct PrincipalLabelSpace: DocumentScorer {
  /// What can be chosen.
  public struct Parameters: Equatable, Codable, Sendable {
    /// m, the number of directions.
    public var codes = 100
    var ridge = 1.0
    /// Codes are directions times 0/1 labels that are not centred, as MEKA makes
    /// them (docs/original.md, X7); they do not fit the means that are added
    /// when they are projected back.
    var isUncentred = false
    /// The seed of the random start from which the directions are found.
    public var seed: UInt64 = 1

    public init() {}

    /// As a program runs it.
    public init(like behaviour: Behaviour) {
      isUncentred = behaviour.leavesCodesUncentred
      if behaviour == .original { ridge = 1e-8 }
    }

  }

  public static let form = ScoreForm.margins

  /// One row per feature, one number per code.
  private let weights: [Float]
  private let biases: [Float]
  /// One row per label, one number per code.
  private let directions: [Float]
  /// The mean of labels as ±1.
  private let means: [Float]

  private var codes: Int { biases.count }

  /// Projects the labels of the training documents and fits one ridge regression per direction.
  public init(
    _ training: TrainingSet, parameters: Parameters, pool: WorkerPool,
    progress: @escaping WorkReport = { _, _ in }
  ) {
    let space = LabelSubspace(
      training.labels, labelCount: training.labelCount,
      directions: min(parameters.codes, training.labelCount), seed: parameters.seed)
    let regression = RidgeRegression(training.features, ridge: parameters.ridge)
    let counter = ProgressCounter(total: space.directions.count, report: progress)
    let solutions = pool.map(space.directions.count) { code in
      defer { counter.advance() }
      let direction = space.directions[code]
      let shift = zip(direction, space.means).reduce(0) { $0 + $1.0 * $1.1 }
      return regression.solve(
        training.labels.map { labels in
          let sum = labels.reduce(0) { $0 + direction[Int($1)] }
          return parameters.isUncentred ? sum : 2 * (sum - shift)
        })
    }
    biases = solutions.map { Float($0.bias) }
    weights = (0..<training.features.columnCount).flatMap { feature in
      solutions.map { Float($0.weights[feature]) }
    }
    directions = (0..<training.labelCount).flatMap { label in
      space.directions.map { Float($0[label]) }
    }
    means = space.means.map { Float(2 * $0 - 1) }
  }

  public func scores(of features: SparseMatrix, pool: WorkerPool) -> SparseMatrix {
    let all = Array(0..<Int32(means.count))
    let rows = pool.map(features.count) { number in
      var code = biases
      for entry in features.entries(of: number) {
        let start = Int(features.columns[entry]) * codes
        let value = features.values[entry]
        for i in code.indices { code[i] += value * weights[start + i] }
      }
      let scores = means.indices.map { label in
        code.indices.reduce(means[label]) { $0 + code[$1] * directions[label * codes + $1] }
      }
      return SparseRow(columns: all, values: scores)
    }
    return SparseMatrix(columnCount: means.count, rows: rows)
  }

  public func write(to writer: StageWriter) throws {
    try writer.write("model/weights", weights)
    try writer.write("model/biases", biases)
    try writer.write("model/directions", directions)
    try writer.write("model/means", means)
  }

  public init(_ contents: StageContents, labels: Int, features: Int) throws {
    biases = try contents.floats("model/biases")
    weights = try contents.floats("model/weights", count: biases.count * features)
    directions = try contents.floats("model/directions", count: biases.count * labels)
    means = try contents.floats("model/means", count: labels)
  }
}

extension PrincipalLabelSpace.Parameters: DeclaredParameters {
  public static let declarations: [Declaration<Self>] = [
    .init("codes", \.codes, in: .atLeast(1), "The number of principal directions of the tags."),
    .init(
      "ridge", \.ridge, in: .atLeast(0), "The penalty on large weights.",
      default: "\(Self().ridge); original: \(Self(like: .original).ridge)"),
    .init("uncentred", \.isUncentred, "As MEKA makes codes.", isOption: false),
  ]
}
