// The options of learning vectors and of reading them.
import ArgumentParser
import Formats
import PipelineEmbedding
import StageSupport

struct LearningOptions: ParsableArguments {
  @Option(help: "The output of preprocess.")
  var documents: String?

  @OptionGroup var scope: ScopeOptions

  @OptionGroup var choices: Options<Word2vec.Parameters>

  /// The parameters in force.
  func parameters(_ what: Embed.Target) -> Word2vec.Parameters {
    var parameters = choices.parameters(what == .words ? .words : .labels)
    parameters.learningRate = choices[\.learningRate] ?? Word2vec.Parameters.learningRate(of: parameters.model)
    parameters.minimumLearningRate =
      choices[\.minimumLearningRate] ?? min(parameters.minimumLearningRate, parameters.learningRate)
    return parameters
  }

  /// Whether any of the options was given.
  var isUsed: Bool {
    documents != nil || scope.isUsed || choices.isAnyGiven
  }
}

/// The options of reading vectors from a file.
struct ReadingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A word2vec or fastText file to read instead of learning.", valueName: "file"))
  var from: String?

  @OptionGroup var choices: Options<ReadingParameters>

  var parameters: ReadingParameters { choices.parameters() }

  /// Whether an option was given that only makes sense with `from`.
  var isUsed: Bool { parameters.onlyVocabulary || parameters.invalidWords != nil }
}

/// What is taken of a file of vectors.
struct ReadingParameters: DeclaredParameters {
  var onlyVocabulary = false
  /// Nil is an error.
  var invalidWords: WordVectorReader.InvalidWords?

  static let declarations: [Declaration<Self>] = [
    .init("onlyVocabulary", \.onlyVocabulary, "Keep only the words (or labels) of the vocabulary."),
    .init(
      "invalidWords", \.invalidWords,
      "What to do with words that are not UTF-8: stop with an error, or replace the wrong bytes.", default: "error",
      header: { .string($0.effectiveInvalidWords.rawValue) }),
  ]

  var effectiveInvalidWords: WordVectorReader.InvalidWords { invalidWords ?? .error }
}

/// Whether words or labels get vectors.
struct EmbeddedParameters: DeclaredParameters {
  var what: Target?

  enum Target: String, CaseIterable, ExpressibleByArgument {
    case words, labels
  }

  static let declarations: [Declaration<Self>] = [
    .init("what", \.what, "What to embed.", header: { .string($0.what?.rawValue ?? "") })
  ]
}

extension Word2vec.Model: ExpressibleByArgument {}
extension WordVectorReader.InvalidWords: ExpressibleByArgument {}
