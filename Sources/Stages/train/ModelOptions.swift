// The network and its losses, as options of train.
import ArgumentParser
import Formats
import PipelineNetworks
import StageSupport

/// The network and its losses.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .customLong("model"),
    help: """
      The network: \(NetworkModel.allCases.map(\.rawValue).joined(separator: ", ")).
      """)
  var network: NetworkModel = .jman

  @Option(
    help: ArgumentHelp(
      """
      Labels per document that HLAN and HA-GRU look at, those that the linear model finds \
      likeliest; 0 for all. Default: \(ModelOptions.defaultShortlist), and all where there are \
      not more than twice as many.
      """, valueName: "n"))
  var shortlist: Int?

  static let defaultShortlist = 50

  /// The labels that a label-wise network looks at, 0 for all.
  func shortlist(labels: Int, isOriginal: Bool) -> Int {
    guard network.isLabelwise, hasLinearPart(isOriginal: isOriginal) else { return 0 }
    return shortlist ?? (labels <= 2 * Self.defaultShortlist ? 0 : Self.defaultShortlist)
  }

  @Option(help: "The size of a word level state in each direction (h).")
  var hiddenSize = 100

  @Option(help: "Sentences a document.")
  var sentences = 10

  @Option(help: "Words a sentence.")
  var words = 30

  @Option(help: "Words a title.")
  var titleWords = 30

  @Flag(
    name: .customLong("linear-part"), inversion: .prefixedNo,
    help: """
      Add a linear model of words and n-grams, as ovr trains it, to the network, which then \
      learns what it misses. Default: yes, with --compat original no.
      """)
  var linearPart: Bool?

  @Option(
    help: ArgumentHelp(
      """
      Training documents learn beside linear models that have not seen them, trained without \
      one of n parts.
      """, valueName: "n"))
  var linearFolds = 5

  @Flag(
    inversion: .prefixedNo,
    help: """
      Let the linear model learn the names of tags as documents, with a vocabulary all names of \
      its concepts (default: chosen on the validation documents).
      """)
  var learnNames: Bool?

  func hasLinearPart(isOriginal: Bool) -> Bool { linearPart ?? !isOriginal }

  @Option(help: "The weight of the label similarity loss.")
  var lambdaSim: Float = 0

  @Option(help: "The weight of the label subsumption loss.")
  var lambdaSub: Float = 0

  @Option(
    help: """
      How the subsumption loss treats scores: soft (differentiable) or rounded (the \
      original's, without a gradient). Default: soft, with --compat original rounded.
      """)
  var subsumptionForm: SubsumptionForm?

  @Option(
    help: """
      The pairs of labels that the two losses hold: document (each document's own labels, the \
      original's) or batch (pairs that occur in the batch, in all its documents).
      """)
  var pairScope: LabelPairScope = .document

  @Flag(help: "Train the similarity and subsumption matrices too.")
  var dynamicSem = false

  @Flag(help: "Hold the trained matrices in the L2 term.")
  var dynamicSemL2 = false

  @Flag(
    name: .customLong("share-directions"), inversion: .prefixedNo,
    help: "One set of weights for both directions of a GRU. Always on with --compat original.")
  var shareDirections = true

  /// The encoder of JMAN-e has limits of its own for words.
  var shape: DocumentShape {
    network.readsVectors
      ? DocumentShape(
        sentences: sentences, words: DocumentShape.limit, titleWords: DocumentShape.limit)
      : DocumentShape(sentences: sentences, words: words, titleWords: titleWords)
  }

  func check(isOriginal: Bool) throws {
    if isOriginal, !network.isOriginal {
      throw ValidationError(
        "--compat original: the original program has no \(network.rawValue).")
    }
    if learnNames == true, !hasLinearPart(isOriginal: isOriginal) {
      throw ValidationError("--learn-names is for the linear model (--linear-part).")
    }
    for (name, value) in [
      ("--sentences", sentences), ("--words", words), ("--title-words", titleWords),
    ] {
      try checkBounds(name, value, in: 1...DocumentShape.limit)
    }
    try checkBounds("--hidden-size", hiddenSize, in: 1...8_192)
    try checkBounds("--shortlist", shortlist, in: 0...Int(Int32.max))
    try checkBounds("--linear-folds", linearFolds, in: 2...1_000)
    for (name, value) in [("--lambda-sim", lambdaSim), ("--lambda-sub", lambdaSub)]
    where !(value >= 0 && value.isFinite) {
      throw ValidationError("\(name) must not be negative, but is \(value).")
    }
  }

  func described(isOriginal: Bool) -> [String: StageHeader.Value] {
    [
      "linearPart": .bool(hasLinearPart(isOriginal: isOriginal)),
      "linearFolds": .int(linearFolds),
      "names": .string(learnNames.map { $0 ? "learnt" : "not learnt" } ?? "chosen"),
      "shortlist": shortlist.map { .int($0) } ?? .string("default"),
      "model": .string(network.rawValue), "hiddenSize": .int(hiddenSize),
      "sentences": .int(sentences), "words": .int(words), "titleWords": .int(titleWords),
      "lambdaSim": .double(Double(lambdaSim)), "lambdaSub": .double(Double(lambdaSub)),
      "subsumptionForm": .string(subsumptionForm?.rawValue ?? "default"),
      "pairScope": .string(pairScope.rawValue),
      "dynamicSem": .bool(dynamicSem), "dynamicSemL2": .bool(dynamicSemL2),
      "shareDirections": .bool(shareDirections),
    ]
  }
}

extension NetworkModel: ExpressibleByArgument {}
extension SubsumptionForm: ExpressibleByArgument {}
extension LabelPairScope: ExpressibleByArgument {}
