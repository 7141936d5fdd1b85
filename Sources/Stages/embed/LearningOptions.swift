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

  @Option(help: "Of all random numbers.")
  var seed: UInt64 = 1

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
    documents != nil || scope.split != nil || scope.scope != nil || choices.isAnyGiven
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
