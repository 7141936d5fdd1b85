// The files that train reads.
import ArgumentParser

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

  @Option(
    name: .customLong("label-embedding"),
    help: """
      Vectors of the labels, an output of embed: what the network knows about a label starts \
      from its unit vector, as far as the sizes allow.
      """)
  var labelEmbedding: String?

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
      + (labelEmbedding.map { [("labelEmbedding", $0)] } ?? [])
  }
}
