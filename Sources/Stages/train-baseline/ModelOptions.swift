// The options of each model; defaults come from Pipeline.
import ArgumentParser
import Formats
import PipelineBaselines
import PipelineEvaluation
import StageSupport

/// Linear classifiers, alone or in a tree.
struct LinearOptions: ParsableArguments {
  @Option(help: "The loss: squared-hinge, hinge or logistic.")
  var loss: MarginLoss = LinearParameters().loss

  @Option(
    help: """
      How much errors weigh against small weights (C; default: \(LinearParameters().cost); chosen \
      on the validation documents for ovr and tree).
      """)
  var cost: Double?

  @Option(help: "Stop where the gradient varies less than this.")
  var epsilon = LinearParameters().epsilon

  @Option(help: "The greatest number of passes over the documents.")
  var passes = LinearParameters().passes

  @Option(
    help: """
      Drop weights of a smaller absolute value (default: \(LinearParameters().pruning); tree: \
      \(LabelTrees.Parameters().linear.pruning)).
      """)
  var pruning: Double?

  @Option(help: "The seed of all random numbers.")
  var seed: UInt64 = LinearParameters().seed

  /// `defaults` with what was chosen.
  func parameters(_ defaults: LinearParameters) -> LinearParameters {
    var parameters = defaults
    parameters.loss = loss
    parameters.cost = cost ?? defaults.cost
    parameters.epsilon = epsilon
    parameters.passes = passes
    parameters.pruning = pruning ?? defaults.pruning
    parameters.seed = seed
    return parameters
  }
}

/// Label trees.
struct TreeOptions: ParsableArguments {
  private static let defaults = LabelTrees.Parameters()

  @Option(help: "balanced halves (Parabel) or shallow (Bonsai).")
  var shape: TreeShape = defaults.shape

  @Option(help: "The number of trees.")
  var trees = defaults.trees

  @Option(help: "Groups into which a node of a shallow tree is divided.")
  var branches = defaults.branches

  @Option(help: "A node of so many tags is not divided.")
  var leafLabels = defaults.leafLabels

  @Option(help: "Nodes looked into on each level.")
  var beam = defaults.beam

  func parameters(_ linear: LinearOptions) -> LabelTrees.Parameters {
    var parameters = Self.defaults
    parameters.shape = shape
    parameters.trees = trees
    parameters.branches = branches
    parameters.leafLabels = leafLabels
    parameters.beam = beam
    parameters.linear = linear.parameters(Self.defaults.linear)
    return parameters
  }
}

/// Nearest neighbours.
struct NeighbourOptions: ParsableArguments {
  @Option(
    help: """
      The number of similar documents (default: chosen on the validation documents for knn; \
      lda: \(TopicNeighbours.Parameters().neighbours), original: 3).
      """)
  var neighbours: Int?

  var parameters: NearestNeighbours.Parameters {
    var parameters = NearestNeighbours.Parameters()
    parameters.neighbours = neighbours ?? parameters.neighbours
    return parameters
  }
}

/// Several models as one.
struct SeveralOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help: """
      When all is chosen and tuned, train the models once more on the training and the \
      validation documents.
      """)
  var refit = true
}

/// How scores become tags.
struct DecisionOptions: ParsableArguments {
  @Option(help: "What the threshold is tuned for: exampleF1, f1OfMeans, microF1, or none.")
  var tune: Tuning = .exampleF1

  @Option(help: "The number of tags for a cut by rank, kept in the model.")
  var topK = 5

  /// A value of `--tune`.
  enum Tuning: String, CaseIterable, ExpressibleByArgument {
    case exampleF1, f1OfMeans, microF1
    /// Threshold 0.5, margins through the plain logistic function.
    case none

    init?(argument: String) { self.init(rawValue: metricName(argument)) }
  }

  func validate() throws {
    if topK < 1 { throw ValidationError("--top-k must be at least 1, but is \(topK).") }
  }

  /// Nil leaves the model's own decisions.
  var metric: ThresholdMetric? { ThresholdMetric(rawValue: tune.rawValue) }

  var described: [String: StageHeader.Value] {
    ["tune": .string(tune.rawValue), "topK": .int(topK)]
  }
}

extension MarginLoss: ExpressibleByArgument {}
extension TreeShape: ExpressibleByArgument {}
