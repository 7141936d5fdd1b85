// What can be chosen about what is trained: the network, its losses and targets. How it is
// trained is in TrainingParameters.
import Formats
import PipelineText

/// The network, its losses and targets; `declarations` says what each is for.
public struct ModelParameters: DeclaredParameters {
  /// The architecture.
  public var network = NetworkModel.jman
  /// Labels per document that HLAN and HA-GRU score; 0 for all, nil for the default.
  public var shortlist: Int?
  /// h, the length of a word-level state in each direction.
  public var hiddenSize = 100
  /// S, the maximum number of sentences per document.
  public var sentences = 10
  /// L, the maximum number of words per sentence.
  public var words = 30
  /// The maximum number of words per title.
  public var titleWords = 30
  /// Whether a linear model lies beneath the network (docs/networks.md); the original has none.
  public var linearPart = true
  /// Parts of the training documents, each scored by a linear model trained without it; nil: by their number.
  public var linearFolds: Int?
  /// Whether the linear model learns the names of labels; nil: chosen on the validation documents.
  public var learnNames: Bool?
  /// λ1, the weight of Lsim, at least 0.
  public var lambdaSim: Float = 0
  /// λ2, the weight of Lsub, at least 0.
  public var lambdaSub: Float = 0
  /// What Lsub does with scores; nil: soft, in the original rounded (docs/original.md, M9).
  public var subsumptionForm: SubsumptionForm?
  /// The pairs of labels over which Lsim and Lsub run.
  public var pairScope = LabelPairScope.document
  /// Whether Sim and Sub are trained too (docs/original.md, M10).
  public var dynamicSem = false
  /// Whether the L2 term includes the trained Sim and Sub.
  public var dynamicSemL2 = false
  /// Whether both directions of a GRU have the same weights (docs/original.md, M3).
  public var shareDirections = true
  /// The share of each target that is given to the labels' frequencies, in [0, 1).
  public var labelSmoothing: Float = 0
  /// P of the weights (n_max / n)^P, at most 20, of true labels that n documents have; 0 for no weights.
  public var rareLabelPower = 0.0
  /// Labels drawn for each batch in addition to its true ones; 0 for all labels.
  public var sampledLabels = 0
  /// The share of each training document's labels that is kept, in (0, 1] (docs/original.md, D4).
  public var keepLabelPercent = 1.0
  /// The number of tags for a cut by rank.
  public var topK = 5

  public init() {}

  /// The defaults.
  public init(like behaviour: Behaviour) { linearPart = behaviour == .own }

  private static let defaultShortlist = 50

  /// From this many training documents on, a linear model of half of them is nearly that of all.
  private static let manyDocuments = 10_000

  public static let declarations: [Declaration<Self>] = [
    .init("model", \.network, "The network."),
    .init(
      "shortlist", \.shortlist, in: .atLeast(0),
      """
      Labels per document that HLAN and HA-GRU score: those that the linear model ranks \
      highest; 0 for all.
      """, valueName: "n",
      default: "\(defaultShortlist), and all if there are at most twice as many",
      header: { $0.shortlist.map { .int($0) } ?? .string("default") },
      validate: { $0.shortlist ?? 0 > 0 && !$0.linearPart ? "needs the linear part" : nil }),
    .init("hiddenSize", \.hiddenSize, in: .from(1, to: 8_192), "The size of a word-level state in each direction (h)."),
    .init("sentences", \.sentences, in: .from(1, to: Double(DocumentShape.limit)), "Sentences per document."),
    .init("words", \.words, in: .from(1, to: Double(DocumentShape.limit)), "Words per sentence."),
    .init("titleWords", \.titleWords, in: .from(1, to: Double(DocumentShape.limit)), "Words per title."),
    .init(
      "linearPart", \.linearPart,
      """
      Add a linear model of words and n-grams, as ovr trains it, to the network, which then \
      learns what it misses.
      """, default: "yes; original: no"),
    .init(
      "linearFolds", \.linearFolds, in: .from(2, to: 1_000),
      """
      In training each document gets the margins of a linear model that has not seen it, \
      trained without one of n parts.
      """, valueName: "n", default: "5, and 2 from \(manyDocuments) training documents on",
      header: { $0.linearFolds.map { .int($0) } ?? .string("default") },
      validate: { $0.linearFolds != nil && !$0.linearPart ? "needs the linear part" : nil }),
    .init(
      "learnNames", key: "names", \.learnNames,
      "Let the linear model learn the names of tags as documents; with a vocabulary, all names of its concepts.",
      default: "chosen on the validation documents",
      header: { .string($0.learnNames.map { $0 ? "learnt" : "not learnt" } ?? "chosen") },
      validate: { $0.learnNames == true && !$0.linearPart ? "needs the linear part" : nil }),
    .init("lambdaSim", \.lambdaSim, in: .atLeast(0), "The weight of the label similarity loss."),
    .init("lambdaSub", \.lambdaSub, in: .atLeast(0), "The weight of the label subsumption loss."),
    .init(
      "subsumptionForm", \.subsumptionForm,
      """
      How the subsumption loss treats scores: soft (differentiable) or rounded (the \
      original's, without a gradient).
      """, default: "soft; original: rounded",
      header: { .string($0.subsumptionForm?.rawValue ?? "default") }),
    .init(
      "pairScope", \.pairScope,
      """
      Label pairs over which the two losses run: document (each document's own labels, the \
      original's) or batch (pairs that occur in the batch, in all its documents).
      """),
    .init("dynamicSem", \.dynamicSem, "Train the similarity and subsumption matrices too."),
    .init(
      "dynamicSemL2", \.dynamicSemL2, "Include the trained matrices in the L2 term.",
      validate: { $0.dynamicSemL2 && !$0.dynamicSem ? "needs \(parameter: "dynamicSem")" : nil }),
    .init(
      "shareDirections", \.shareDirections,
      "One set of weights for both directions of a GRU. The original always has one."),
    .init(
      "labelSmoothing", \.labelSmoothing, in: .from(0, below: 1),
      "The share of each target that is given to the labels' frequencies (label smoothing)."),
    .init(
      "rareLabelPower", \.rareLabelPower, in: .from(0, to: 1),
      "True labels weigh (n_max / n)^P, at most 20, for n documents with the label; 0 for no weights."),
    .init(
      "sampledLabels", \.sampledLabels, in: .atLeast(0),
      """
      For tens of thousands of labels: a batch learns from its true labels and n others, \
      drawn anew each time and weighted to represent all; 0 for all labels.
      """, valueName: "n", isUsed: { $0.sampledLabels != 0 },
      validate: {
        guard $0.sampledLabels != 0 else { return nil }
        if $0.network.isLabelwise { return "is not for \($0.network.rawValue), which has \(parameter: "shortlist")" }
        return $0.dynamicSem ? "cannot be used with \(parameter: "dynamicSem"), which needs all labels" : nil
      }),
    .init(
      "keepLabelPercent", \.keepLabelPercent, in: .above(0, to: 1),
      "The share of each training document's labels that is kept."),
    .rankCut(\.topK),
  ]

  /// The sizes to which documents are cut; the encoder of JMAN-e has its own limits for words.
  public var shape: DocumentShape {
    network.readsVectors
      ? DocumentShape(
        sentences: sentences, words: DocumentShape.limit, titleWords: DocumentShape.limit)
      : DocumentShape(sentences: sentences, words: words, titleWords: titleWords)
  }

  /// Into how many parts so many training documents are divided for the linear models beside which
  /// they learn.
  public func linearFolds(documents: Int) -> Int {
    linearFolds ?? (documents < Self.manyDocuments ? 5 : 2)
  }

  /// The labels that a label-wise network looks at, 0 for all.
  public func shortlist(labels: Int) -> Int {
    guard network.isLabelwise, linearPart else { return 0 }
    return shortlist ?? (labels <= 2 * Self.defaultShortlist ? 0 : Self.defaultShortlist)
  }
}
