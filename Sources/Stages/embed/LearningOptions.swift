// The options of learning vectors. Their defaults are those of
// `Word2vec.Parameters`.
import ArgumentParser
import Formats
import PipelineEmbedding
import StageSupport

struct LearningOptions: ParsableArguments {
  @Option(help: "The output of preprocess.")
  var documents: String?

  @OptionGroup var scope: ScopeOptions

  @Option(
    help: """
      cbow (a word from the mean of its neighbours) or skip-gram (from each of them). \
      Default: \(Self.defaults { $0.model.rawValue }).
      """)
  var model: Word2vec.Model?

  @Option(
    help: ArgumentHelp(
      "Length of the vectors. Default: \(Self.defaults { "\($0.dimensions)" }).",
      valueName: "n"))
  var dimensions: Int?

  @Option(
    help: ArgumentHelp(
      """
      The farthest neighbour; 0 takes the whole sentence or tag list. \
      Default: \(Self.defaults { "\($0.window)" }).
      """, valueName: "n"))
  var window: Int?

  @Option(
    help: ArgumentHelp(
      "Passes over the documents. Default: \(Self.defaults { "\($0.epochs)" }).",
      valueName: "n"))
  var epochs: Int?

  @Option(
    help: ArgumentHelp(
      "Random words for each that was seen. Default: \(Word2vec.Parameters.words.negative).",
      valueName: "n"))
  var negative: Int?

  @Option(
    help: ArgumentHelp(
      """
      Thin out words whose share of the text is larger; 0 keeps all. \
      Default: \(Self.defaults { "\($0.sample)" }).
      """, valueName: "share"))
  var sample: Double?

  @Option(
    help: ArgumentHelp(
      """
      At the start. Default: \(Word2vec.Parameters.learningRate(of: .cbow)) with cbow, \
      \(Word2vec.Parameters.learningRate(of: .skipGram)) with skip-gram.
      """, valueName: "rate"))
  var learningRate: Double?

  @Option(
    help: ArgumentHelp(
      """
      The rate falls in a straight line and not below this. \
      Default: \(Word2vec.Parameters.words.minimumLearningRate), or the learning rate where \
      that is lower.
      """, valueName: "rate"))
  var minLearningRate: Double?

  @Option(help: "Of all random numbers.")
  var seed: UInt64 = 1

  /// The parameters in force.
  func parameters(_ what: Embed.Target) -> Word2vec.Parameters {
    var parameters: Word2vec.Parameters = what == .words ? .words : .labels
    parameters.model = model ?? parameters.model
    parameters.dimensions = dimensions ?? parameters.dimensions
    parameters.window = window ?? parameters.window
    parameters.epochs = epochs ?? parameters.epochs
    parameters.negative = negative ?? parameters.negative
    parameters.sample = sample ?? parameters.sample
    parameters.learningRate = learningRate ?? Word2vec.Parameters.learningRate(of: parameters.model)
    parameters.minimumLearningRate =
      minLearningRate ?? min(parameters.minimumLearningRate, parameters.learningRate)
    return parameters
  }

  /// Whether any of the options was given.
  var isUsed: Bool {
    documents != nil || scope.split != nil || scope.scope != nil || model != nil
      || dimensions != nil || window != nil || epochs != nil || negative != nil
      || sample != nil || learningRate != nil || minLearningRate != nil
  }

  private static func defaults(_ value: (Word2vec.Parameters) -> String) -> String {
    "\(value(.words)) for words, \(value(.labels)) for labels"
  }
}

/// The options of reading vectors from a file.
struct ReadingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A word2vec or fastText file to read instead of learning.", valueName: "file"))
  var from: String?

  @Flag(help: "Keep only the words (or labels) of the vocabulary.")
  var onlyVocabulary = false

  @Option(
    help: """
      What to do with words that are not UTF-8: error, or replace the wrong bytes. \
      Default: error.
      """)
  var invalidWords: WordVectorReader.InvalidWords?

  var effectiveInvalidWords: WordVectorReader.InvalidWords { invalidWords ?? .error }

  /// Whether an option was given that makes sense with `from` only.
  var isUsed: Bool { onlyVocabulary || invalidWords != nil }
}

extension Word2vec.Model: ExpressibleByArgument {}
extension WordVectorReader.InvalidWords: ExpressibleByArgument {}

extension Word2vec.Parameters {
  /// For the header of the output.
  var header: [String: StageHeader.Value] {
    [
      "model": .string(model.rawValue), "dimensions": .int(dimensions), "window": .int(window),
      "epochs": .int(epochs), "negative": .int(negative), "sample": .double(sample),
      "learningRate": .double(learningRate), "minLearningRate": .double(minimumLearningRate),
    ]
  }
}
