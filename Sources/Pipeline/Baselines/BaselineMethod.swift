// Which baselines there are: the one list that names them all.
import Formats
import PipelineNumerics

/// A baseline and its parameters.
public enum BaselineMethod: Sendable {
  case ovr(LinearParameters)
  case tree(LabelTrees.Parameters)
  case knn(NearestNeighbours.Parameters)
  case svm(KernelParameters)
  case cc(ClassifierChains.Parameters)
  case homer(LabelHierarchy.Parameters)
  case plst(PrincipalLabelSpace.Parameters)
  case lda(TopicNeighbours.Parameters)

  /// The name by which users choose a baseline.
  public enum Name: String, CaseIterable, Sendable {
    /// One-versus-rest linear classifiers.
    case ovr
    /// Probabilistic label trees.
    case tree
    /// Nearest neighbours.
    case knn
    /// One-versus-rest support vector machines with a kernel.
    case svm
    /// Classifier chains.
    case cc
    /// A hierarchy of labels.
    case homer
    /// Regression on principal directions of the labels.
    case plst
    /// Nearest neighbours by topics.
    case lda
  }

  /// The method without its parameters.
  public var name: Name {
    switch self {
    case .ovr: .ovr
    case .tree: .tree
    case .knn: .knn
    case .svm: .svm
    case .cc: .cc
    case .homer: .homer
    case .plst: .plst
    case .lda: .lda
    }
  }

  /// What can be chosen about it.
  public var parameters: any DeclaredParameters {
    switch self {
    case .ovr(let parameters): parameters
    case .tree(let parameters): parameters
    case .knn(let parameters): parameters
    case .svm(let parameters): parameters
    case .cc(let parameters): parameters
    case .homer(let parameters): parameters
    case .plst(let parameters): parameters
    case .lda(let parameters): parameters
    }
  }

  /// The seed, if the training draws random numbers.
  public var seed: UInt64? {
    switch self {
    case .ovr(let parameters): parameters.seed
    case .tree(let parameters): parameters.linear.seed
    case .knn, .svm: nil
    case .cc(let parameters): parameters.linear.seed
    case .homer(let parameters): parameters.linear.seed
    case .plst(let parameters): parameters.seed
    case .lda(let parameters): parameters.seed
    }
  }

  /// Trains the baseline.
  ///
  /// - Throws: `KernelTooLarge`, `FeaturesNotCounts`.
  public func trained(
    on training: TrainingSet, pool: WorkerPool, progress: @escaping WorkReport
  ) throws -> any DocumentScorer {
    switch self {
    case .ovr(let parameters):
      OneVersusRest(training, parameters: parameters, pool: pool, progress: progress)
    case .tree(let parameters):
      LabelTrees(training, parameters: parameters, pool: pool, progress: progress)
    case .knn(let parameters):
      NearestNeighbours(training, parameters: parameters)
    case .svm(let parameters):
      try SupportVectorMachines(
        training, parameters: parameters, pool: pool, progress: progress)
    case .cc(let parameters):
      ClassifierChains(training, parameters: parameters, pool: pool, progress: progress)
    case .homer(let parameters):
      try LabelHierarchy(training, parameters: parameters, pool: pool, progress: progress)
    case .plst(let parameters):
      PrincipalLabelSpace(training, parameters: parameters, pool: pool, progress: progress)
    case .lda(let parameters):
      try TopicNeighbours(training, parameters: parameters, pool: pool, progress: progress)
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
    case .svm: SupportVectorMachines.self
    case .cc: ClassifierChains.self
    case .homer: LabelHierarchy.self
    case .plst: PrincipalLabelSpace.self
    case .lda: TopicNeighbours.self
    }
  }
}
