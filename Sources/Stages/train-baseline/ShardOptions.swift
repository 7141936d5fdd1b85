// The options of a training that several machines share.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineBaselines
import StageSupport

/// Which share of a model is trained, or which shares are joined.
struct ShardOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Train the k-th of n shares of the model only: groups of labels of ovr, trees of tree. Train \
      each with the same options, perhaps on several machines, then --join them.
      """, valueName: "k/n"))
  var shard: Shard?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      The outputs of all n shares: nothing is trained, and the model has the bytes that it would have \
      without shares.
      """, valueName: "file"))
  var join: [String] = []

  /// - Throws: `ValidationError` if the model has no shares, or both options are given.
  func validate(for model: ModelName) throws {
    guard shard != nil || !join.isEmpty else { return }
    guard case .baseline(let name) = model, TrainedShard.canDivide(name) else {
      throw ValidationError("--shard and --join are for --model ovr and tree.")
    }
    if shard != nil, !join.isEmpty { throw ValidationError("Give --shard or --join, not both.") }
  }

  /// The header values of a share. A joined model has none: it is the same as if it had been trained
  /// in one piece.
  var described: [String: StageHeader.Value] {
    shard.map { ["shard": .string($0.description)] } ?? [:]
  }

  /// Checks that the files to join are the shares of one training, the one that `header` describes.
  ///
  /// - Throws: `InputError` naming the first file that is not, or if one is the output too.
  func check(against header: StageHeader, output: String) throws {
    try checkOutputs([output], inputs: join)
    var expected = header
    for (number, path) in join.enumerated() {
      expected.parameters["shard"] = Shard(number + 1, of: join.count).map { .string($0.description) }
      let found = try StageReader(path: path, expecting: .shard).header
      let differences = expected.differences(from: found)
      if !differences.isEmpty {
        throw InputError(
          file: path,
          problem:
            "is not share \(number + 1) of \(join.count) of this training: \(differences.joined(separator: "; "))",
          remedy: "Name the outputs of all shares in order, trained with the same options and files as this command, "
            + "each with its --shard")
      }
    }
  }

  /// The shares to join, in order.
  ///
  /// - Throws: `InputError` when a file is damaged.
  func shares(of name: BaselineMethod.Name, features: Int) throws -> [TrainedShard] {
    try join.map {
      try TrainedShard(StageContents(path: $0, expecting: .shard), of: name, features: features)
    }
  }
}

extension Shard: ExpressibleByArgument {}
