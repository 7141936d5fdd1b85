// Which baselines there are: the one list that names them all.
import Formats

/// A baseline and its parameters.
public enum BaselineMethod: Sendable {
  case ovr(LinearParameters)
  case tree(LabelTrees.Parameters)
  case knn(NearestNeighbours.Parameters)

  /// The name by which users choose a baseline.
  public enum Name: String, CaseIterable, Sendable {
    /// One-versus-rest linear classifiers.
    case ovr
    /// Probabilistic label trees.
    case tree
    /// Nearest neighbours.
    case knn
  }

  public var name: Name {
    switch self {
    case .ovr: .ovr
    case .tree: .tree
    case .knn: .knn
    }
  }

  /// What is wrong with the parameters; nil if nothing is.
  public func violation() -> String? {
    switch self {
    case .ovr(let parameters): parameters.violation()
    case .tree(let parameters): parameters.violation()
    case .knn(let parameters): parameters.violation()
    }
  }

  /// The parameters for the header of a stage file.
  public var described: [String: StageHeader.Value] {
    switch self {
    case .ovr(let parameters): parameters.described
    case .tree(let parameters): parameters.described
    case .knn(let parameters): parameters.described
    }
  }

  /// The seed, where the training draws random numbers.
  public var seed: UInt64? {
    switch self {
    case .ovr(let parameters): parameters.seed
    case .tree(let parameters): parameters.linear.seed
    case .knn: nil
    }
  }

  /// Trains the baseline.
  public func trained(
    on training: TrainingSet, pool: WorkerPool, progress: @escaping WorkReport
  ) -> any DocumentScorer {
    switch self {
    case .ovr(let parameters):
      OneVersusRest(training, parameters: parameters, pool: pool, progress: progress)
    case .tree(let parameters):
      LabelTrees(training, parameters: parameters, pool: pool, progress: progress)
    case .knn(let parameters):
      NearestNeighbours(training, parameters: parameters)
    }
  }
}

extension BaselineMethod.Name {
  /// The type of the trained model, for reading it back.
  var scorer: any DocumentScorer.Type {
    switch self {
    case .ovr: OneVersusRest.self
    case .tree: LabelTrees.self
    case .knn: NearestNeighbours.self
    }
  }
}
