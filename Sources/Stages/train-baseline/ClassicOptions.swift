// The options of the models that the original was compared with; defaults come
// from Pipeline.
import ArgumentParser
import PipelineBaselines

/// Support vector machines with a kernel. C is --cost.
struct KernelOptions: ParsableArguments {
  private static let defaults = KernelParameters()

  @Option(help: "The kernel: rbf or linear.")
  var kernel: KernelShape = defaults.kernel

  @Option(
    help: """
      rbf: gamma of exp(-gamma |u - v|²) (default: 1 / (number of features · their variance)).
      """)
  var gamma: Double?

  @Option(help: "Stop where no pair of documents violates optimality by more.")
  var tolerance = defaults.tolerance

  @Option(help: ArgumentHelp("Memory for the kernel matrix.", valueName: "MiB"))
  var kernelMemory = defaults.memory

  func parameters(cost: Double) -> KernelParameters {
    var parameters = Self.defaults
    parameters.kernel = kernel
    parameters.cost = cost
    parameters.gamma = gamma
    parameters.tolerance = tolerance
    parameters.memory = kernelMemory
    return parameters
  }
}

/// Classifier chains.
struct ChainOptions: ParsableArguments {
  private static let defaults = ClassifierChains.Parameters()

  @Option(help: "random, or frequency: one chain, most frequent tag first.")
  var chainOrder: ChainOrder = defaults.order

  @Option(help: "The number of random chains.")
  var chains = defaults.chains

  func parameters(_ linear: LinearOptions, isOriginal: Bool) -> ClassifierChains.Parameters {
    var parameters = Self.defaults
    parameters.order = chainOrder
    parameters.chains = chains
    parameters.votes = isOriginal
    parameters.linear = linear.parameters(Self.defaults.linear)
    return parameters
  }
}

/// A value of `--branch`.
enum BranchClassifier: String, CaseIterable, ExpressibleByArgument {
  case linear, svm
}

/// A hierarchy of labels.
struct HierarchyOptions: ParsableArguments {
  @Option(help: "Groups into which tags are divided, again and again.")
  var clusters = LabelHierarchy.Parameters().clusters

  @Option(help: "What decides at a branch: linear, or svm with --kernel.")
  var branch: BranchClassifier = .linear

  func parameters(
    _ linear: LinearOptions, _ kernel: KernelOptions, isOriginal: Bool
  ) -> LabelHierarchy.Parameters {
    var parameters = LabelHierarchy.Parameters()
    parameters.clusters = clusters
    parameters.linear = linear.parameters(parameters.linear)
    if branch == .svm {
      var own = kernel.parameters(cost: linear.cost ?? parameters.linear.cost)
      if isOriginal {
        // HOMER's numbers are cut to whole ones on their way to MEKA.
        own.cost = own.cost.rounded(.towardZero)
        own.gamma = own.gamma?.rounded(.towardZero)
      }
      parameters.kernel = own
    }
    return parameters
  }
}

/// Principal label space transformation.
struct LabelSpaceOptions: ParsableArguments {
  private static let defaults = PrincipalLabelSpace.Parameters()

  @Option(help: "The number of principal directions of the tags.")
  var codes = defaults.codes

  @Option(help: "How much large weights cost (default: \(defaults.ridge); original: 1e-8).")
  var ridge: Double?

  func parameters(seed: UInt64, isOriginal: Bool) -> PrincipalLabelSpace.Parameters {
    var parameters = Self.defaults
    parameters.codes = codes
    parameters.ridge = ridge ?? (isOriginal ? 1e-8 : Self.defaults.ridge)
    parameters.isUncentred = isOriginal
    parameters.seed = seed
    return parameters
  }
}

/// Topics. The number of neighbours is --neighbours.
struct TopicOptions: ParsableArguments {
  private static let defaults = TopicNeighbours.Parameters()

  @Option(help: "The number of topics.")
  var topics = defaults.topics

  @Option(help: "Sweeps of Gibbs sampling over all words.")
  var iterations = defaults.iterations

  @Option(
    help: """
      The prior weight of topics in a document, all together (default: \(defaults.alphaSum); \
      original: 50).
      """)
  var alphaSum: Double?

  @Option(help: "The prior weight of each word in a topic.")
  var beta = defaults.beta

  @Option(help: "Leave out words that more than this share of the documents hold.")
  var maxDocumentShare = defaults.maximumShare

  func parameters(
    neighbours: Int?, seed: UInt64, isOriginal: Bool
  ) -> TopicNeighbours.Parameters {
    var parameters = Self.defaults
    parameters.topics = topics
    parameters.iterations = iterations
    parameters.alphaSum = alphaSum ?? (isOriginal ? 50 : Self.defaults.alphaSum)
    parameters.beta = beta
    parameters.maximumShare = maxDocumentShare
    parameters.neighbours = neighbours ?? (isOriginal ? 3 : Self.defaults.neighbours)
    parameters.isOriginal = isOriginal
    parameters.seed = seed
    return parameters
  }
}

extension KernelShape: ExpressibleByArgument {}
extension ChainOrder: ExpressibleByArgument {}
