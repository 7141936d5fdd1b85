// The options of train; defaults come from Pipeline.
import ArgumentParser
import Formats
import Pipeline
import StageSupport

/// The files that train reads.
struct TrainInputs: ParsableArguments {
  @Option(help: "The output of preprocess.")
  var documents: String

  @Option(help: "The output of split.")
  var split: String

  @Option(help: "The output of build-vocab.")
  var vocabulary: String

  @Option(help: "Word vectors, the output of embed.")
  var vectors: String

  @Option(help: "Label relations, the output of build-sim-sub.")
  var relations: String?

  @Option(help: "The fold to train, from 0.")
  var fold = 0

  func validate() throws {
    if fold < 0 { throw ValidationError("--fold must not be negative, but is \(fold).") }
  }

  var files: [(role: String, path: String)] {
    [
      ("documents", documents), ("split", split), ("vocabulary", vocabulary),
      ("vectors", vectors),
    ] + (relations.map { [("relations", $0)] } ?? [])
  }
}

/// The network and its losses.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .customLong("model"),
    help: """
      The network: \(NetworkModel.allCases.map(\.rawValue).joined(separator: ", ")).
      """)
  var network: NetworkModel = .jman

  @Option(help: "The size of a word level state in each direction (h).")
  var hiddenSize = 100

  @Option(help: "Sentences a document.")
  var sentences = 10

  @Option(help: "Words a sentence.")
  var words = 30

  @Option(help: "Words a title.")
  var titleWords = 30

  @Option(
    help: """
      The width of the wide part, a bag of words and word pairs beside the network: 0 for none. \
      Default: \(ModelOptions.defaultWide), with --compat original 0.
      """)
  var wide: Int?

  @Option(help: "The greatest number of words and word pairs of the wide part.")
  var wideFeatures = 60_000

  @Option(
    help: """
      What the wide part starts from: linear (a linear model of the training documents, which \
      training then improves) or random. Default: linear.
      """)
  var wideStart: WideStart = .linear

  static let defaultWide = 256

  var featureParameters: TextFeatures.Parameters {
    var parameters = TextFeatures.Parameters()
    parameters.maximumFeatures = wideFeatures
    return parameters
  }

  func wideSize(isOriginal: Bool) -> Int { wide ?? (isOriginal ? 0 : Self.defaultWide) }

  func startsLinear(isOriginal: Bool) -> Bool {
    wideStart == .linear && wideSize(isOriginal: isOriginal) > 0 && !isOriginal
  }

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

  var shape: DocumentShape {
    DocumentShape(sentences: sentences, words: words, titleWords: titleWords)
  }

  func check() throws {
    for (name, value) in [
      ("--sentences", sentences), ("--words", words), ("--title-words", titleWords),
    ] {
      try checkBounds(name, value, in: 1...DocumentShape.limit)
    }
    try checkBounds("--hidden-size", hiddenSize, in: 1...8_192)
    if let wide, wide < 0 {
      throw ValidationError("--wide must not be negative, but is \(wide).")
    }
    try checkBounds("--wide", wide, in: 0...8_192)
    try checkBounds("--wide-features", wideFeatures, in: 1...Int(Int32.max))
    for (name, value) in [("--lambda-sim", lambdaSim), ("--lambda-sub", lambdaSub)]
    where !(value >= 0 && value.isFinite) {
      throw ValidationError("\(name) must not be negative, but is \(value).")
    }
  }

  func described(isOriginal: Bool) -> [String: StageHeader.Value] {
    [
      "wide": .int(wideSize(isOriginal: isOriginal)), "wideFeatures": .int(wideFeatures),
      "wideStart": .string(startsLinear(isOriginal: isOriginal) ? "linear" : "random"),
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

/// The training loop.
struct LoopOptions: ParsableArguments {
  private static let defaults = TrainingParameters()

  @Option(help: "The greatest number of epochs.")
  var epochs = defaults.epochs

  @Option(help: "Documents a batch.")
  var batchSize = defaults.batchSize

  @Option(
    help: "The learning rate at the start. Default: 0.003, with --compat original 0.01.")
  var learningRate: Double?

  @Option(
    help: """
      How the rate falls: plateau (halved when the validation loss has not fallen), linear or \
      cosine (to 0 at --epochs), constant.
      """)
  var schedule = defaults.schedule

  @Option(help: "Epochs, or a part of one, over which the rate rises from 0.")
  var warmUp = defaults.warmUp

  @Option(help: "The probability of keeping an element of the document vector (dropout).")
  var keep = defaults.keep

  @Option(help: "The probability of keeping a word while training (word dropout).")
  var keepWords = defaults.keepWords

  @Option(help: "The weight of the L2 term. Default: 0, with --compat original 0.0001.")
  var l2: Float?

  @Option(help: "Decoupled weight decay (AdamW), times the rate.")
  var weightDecay = defaults.weightDecay

  @Option(
    help: """
      What an update leaves of the weights' moving average, which is validated and kept: 0 for \
      no averaging.
      """)
  var averageDecay = defaults.averageDecay

  @Option(
    help: """
      The share of each target that is given to the labels' frequencies (label smoothing).
      """)
  var labelSmoothing: Float = 0

  @Option(
    help: """
      True labels weigh (n_max / n)^P, at most 20, n the documents of a label: 0 for no weights.
      """)
  var rareLabelPower = 0.0

  @Option(
    help: """
      What makes an epoch the best: example-f1, micro-f1, p@1, ndcg@5 or loss, on the validation \
      documents.
      """)
  var select = defaults.selection

  @Option(help: "Stop when the learning rate has fallen below this.")
  var stopRate = defaults.stopRate

  @Option(help: "Stop after so many epochs without a better model.")
  var patience = defaults.patience

  @Option(
    help: """
      Over what the clipping norm is taken: summed, or slices as in TensorFlow 1. Default: \
      summed, with --compat original slices.
      """)
  var clipNorm: ClipNorm?

  @Option(help: "The share of each training document's labels that is kept.")
  var keepLabelPercent = 1.0

  @Option(help: "The number of tags for a cut by rank, kept in the model.")
  var topK = 5

  @Option(help: "The seed of all random numbers.")
  var seed: UInt64 = 1

  func validate() throws {
    if !(keepLabelPercent > 0 && keepLabelPercent <= 1) {
      throw ValidationError(
        "--keep-label-percent must be above 0 and at most 1, but is \(keepLabelPercent).")
    }
    if !(labelSmoothing >= 0 && labelSmoothing < 1) {
      throw ValidationError(
        "--label-smoothing must be from 0 to below 1, but is \(labelSmoothing).")
    }
    if !(rareLabelPower >= 0 && rareLabelPower <= 1) {
      throw ValidationError(
        "--rare-label-power must be from 0 to 1, but is \(rareLabelPower).")
    }
    if topK < 1 { throw ValidationError("--top-k must be at least 1, but is \(topK).") }
  }

  func parameters(isOriginal: Bool) -> TrainingParameters {
    var parameters = TrainingParameters()
    parameters.epochs = epochs
    parameters.batchSize = batchSize
    parameters.learningRate = learningRate ?? (isOriginal ? Self.defaults.learningRate : 0.003)
    parameters.schedule = schedule
    parameters.warmUp = warmUp
    parameters.weightDecay = weightDecay
    parameters.averageDecay = averageDecay
    parameters.selection = select
    parameters.keep = keep
    parameters.keepWords = keepWords
    parameters.l2 = l2(isOriginal: isOriginal)
    parameters.stopRate = stopRate
    parameters.patience = patience
    parameters.clipNorm = clipNorm ?? (isOriginal ? .slices : .summed)
    parameters.seed = seed
    parameters.isOriginal = isOriginal
    return parameters
  }

  func l2(isOriginal: Bool) -> Float { l2 ?? (isOriginal ? Self.defaults.l2 : 0) }

  func described(isOriginal: Bool) -> [String: StageHeader.Value] {
    let parameters = parameters(isOriginal: isOriginal)
    return [
      "epochs": .int(epochs), "batchSize": .int(batchSize),
      "learningRate": .double(parameters.learningRate), "keep": .double(Double(keep)),
      "keepWords": .double(isOriginal ? 1 : keepWords),
      "schedule": .string(schedule.rawValue), "warmUp": .double(warmUp),
      "weightDecay": .double(weightDecay), "labelSmoothing": .double(Double(labelSmoothing)),
      "rareLabelPower": .double(rareLabelPower), "select": .string(select.rawValue),
      "averageDecay": .double(averageDecay),
      "l2": .double(Double(parameters.l2)), "stopRate": .double(stopRate), "patience": .int(patience),
      "clipNorm": .string(parameters.clipNorm.rawValue),
      "keepLabelPercent": .double(keepLabelPercent), "topK": .int(topK),
    ]
  }
}

extension NetworkModel: ExpressibleByArgument {}
extension SubsumptionForm: ExpressibleByArgument {}
extension WideStart: ExpressibleByArgument {}
extension LabelPairScope: ExpressibleByArgument {}
extension LearningRateSchedule: ExpressibleByArgument {}
extension SelectionMetric: ExpressibleByArgument {}
extension ClipNorm: ExpressibleByArgument {}
