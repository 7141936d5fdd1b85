// What can be chosen about word2vec.
import Formats

extension Word2vec.Parameters: DeclaredParameters {
  /// The defaults for words.
  public init() { self = .words }

  public static let declarations: [Declaration<Self>] = [
    .init(
      "model", \.model, "Predict a word from the mean of its neighbours (cbow), or from each of them (skip-gram).",
      default: defaults { $0.model.rawValue }),
    .init(
      "dimensions", \.dimensions, in: .from(1, to: 65_536), "Length of the vectors.", valueName: "n",
      default: defaults { "\($0.dimensions)" }),
    .init(
      "window", \.window, in: .atLeast(0), "The farthest neighbour; 0 takes the whole sentence or tag list.",
      valueName: "n", default: defaults { "\($0.window)" }),
    .init(
      "epochs", \.epochs, in: .atLeast(1), "Passes over the documents.", valueName: "n", default: "\(words.epochs)"),
    .init(
      "negative", \.negative, in: .from(1, to: 1_000), "Random words per word that was seen.", valueName: "n",
      default: "\(words.negative)"),
    .init(
      "sample", \.sample, in: .from(0, to: 1), "Thin out words whose share of the text is larger; 0 keeps all.",
      valueName: "share", default: defaults { "\($0.sample)" }),
    .init(
      "learningRate", \.learningRate, in: .above(0, to: 1), "The learning rate at the start.", valueName: "rate",
      default: "\(learningRate(of: .cbow)) with cbow, \(learningRate(of: .skipGram)) with skip-gram"),
    .init(
      "minLearningRate", \.minimumLearningRate, in: .atLeast(0),
      "The rate falls linearly, but not below this.", valueName: "rate",
      default: "\(words.minimumLearningRate), or the learning rate if that is lower",
      validate: {
        $0.minimumLearningRate <= $0.learningRate
          ? nil : "must be at most the learning rate \($0.learningRate), but is \($0.minimumLearningRate)"
      }),
    .init("seed", \.seed, "The seed of all random numbers."),
  ]

  private static func defaults(_ value: (Self) -> String) -> String {
    "\(value(.words)) for words, \(value(.labels)) for labels"
  }
}
