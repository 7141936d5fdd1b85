// The files that train reads.
import ArgumentParser
import PipelineNetworks
import StageSupport

/// The files that train reads.
struct TrainInputs: ParsableArguments {
  @Option(help: "The output of preprocess.")
  var documents: String

  @Option(help: "The output of split.")
  var split: String

  @Option(help: "The output of build-vocab.")
  var vocabulary: String

  @Option(help: "Word vectors, the output of embed; JMAN-e reads none.")
  var vectors: String?

  @Option(
    help: ArgumentHelp(
      "Vectors of titles and sentences, for JMAN-e: the output of encode --unit sentences.",
      valueName: "file"))
  var encoded: String?

  @Option(help: "Label relations, the output of build-sim-sub.")
  var relations: String?

  @Option(
    name: .customLong("label-embedding"),
    help: """
      Vectors of the labels, an output of embed: what the network knows about a label starts \
      from its unit vector, as far as the sizes allow.
      """)
  var labelEmbedding: String?

  @OptionGroup var foldOptions: Options<FoldParameters>

  var fold: Int { foldOptions.parameters().fold }

  /// Checks the inputs against what the network reads.
  ///
  /// - Throws: `ValidationError` if one is missing or is for other networks.
  func validate(for network: NetworkModel) throws {
    if network.readsVectors {
      guard encoded != nil else {
        throw ValidationError(
          "\(network.rawValue) reads sentence vectors of an encoder: give --encoded, the output of "
            + "encode --unit sentences.")
      }
      guard vectors == nil else {
        throw ValidationError("\(network.rawValue) reads no word vectors: leave out --vectors.")
      }
    } else {
      guard vectors != nil else {
        throw ValidationError(
          "\(network.rawValue) reads word vectors: give --vectors, the output of embed.")
      }
      guard encoded == nil else {
        throw ValidationError(
          "\(network.rawValue) reads words: --encoded is for JMAN-e, and for models of train-baseline.")
      }
    }
  }

  var files: [(role: String, path: String)] {
    givenFiles([
      ("documents", documents), ("split", split), ("vocabulary", vocabulary),
      ("vectors", vectors), ("encoded", encoded), ("relations", relations),
      ("labelEmbedding", labelEmbedding),
    ])
  }
}
