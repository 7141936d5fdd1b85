// A share of a model as its machine leaves it, in a file of kind `shard`:
//
//     shard   i32 [3]   its number from 1, how many there are, and the number of its labels
//     model/…           the classifiers or trees, as a model file has them
import Formats
import FormatsFiles
import PipelineFeatures
import PipelineNumerics

/// A trained share of a model.
package struct TrainedShard: Sendable {
  package let shard: Shard
  private let labels: Int
  private let scorer: any ShardedScorer

  /// Trains a share of `method` on the documents that it learns.
  ///
  /// - Throws: `FeatureRowsMissing` if a document has no given features; `ShardsTooMany` if the
  ///   method has fewer pieces than there are shares.
  package init(
    training method: BaselineMethod, features: FeatureExtractor,
    data: consuming BaselineModel.Data, shard: Shard, pool: WorkerPool,
    progress: @escaping WorkReport = { _, _ in }
  ) throws {
    let pieces = Self.pieces(of: method, labels: data.labels.count)
    guard shard.count <= pieces else { throw ShardsTooMany(pieces: pieces) }
    self.shard = shard
    let training = try data.takeTrainingSet(features, pool: pool)
    switch method {
    case .ovr(let parameters):
      let own = OneVersusRest.labels(of: shard, count: training.labelCount)
      labels = own.count
      scorer = OneVersusRest(
        training, labels: own, parameters: parameters, pool: pool, progress: progress)
    case .tree(let parameters):
      labels = training.labelCount
      scorer = LabelTrees(
        training, parameters: parameters, trees: shard.pieces(of: parameters.trees), pool: pool,
        progress: progress)
    default: preconditionFailure("only ovr and tree have shares")
    }
  }

  /// Whether a model has shares.
  package static func canDivide(_ name: BaselineMethod.Name) -> Bool { name.scorer is any ShardedScorer.Type }

  /// The most shares of a model.
  private static func pieces(of method: BaselineMethod, labels: Int) -> Int {
    switch method {
    case .ovr: (labels + laneCount - 1) / laneCount
    case .tree(let parameters): parameters.trees
    default: 0
    }
  }

  /// The scorer that training in one piece would have given.
  ///
  /// - Parameter shares: all shares of one training, in order.
  static func joined(_ shares: [TrainedShard]) -> any DocumentScorer {
    func join<Scorer: ShardedScorer>(_ first: Scorer) -> Scorer {
      Scorer(joining: shares.compactMap { $0.scorer as? Scorer })
    }
    return join(shares[0].scorer)
  }
}

/// There are more shares than pieces to divide.
package struct ShardsTooMany: Error {
  /// The number of shares that are possible.
  package let pieces: Int
}

extension TrainedShard {
  /// Writes the sections of a file of kind `shard`.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  package func write(to writer: StageWriter) throws {
    try writer.write("shard", [Int32(shard.number), Int32(shard.count), Int32(labels)])
    try scorer.write(to: writer)
  }

  /// Reads the share of a model.
  ///
  /// - Parameters:
  ///   - name: whose share it is.
  ///   - features: the number of features of the model.
  /// - Throws: `InputError` when the file is damaged.
  package init(_ contents: StageContents, of name: BaselineMethod.Name, features: Int) throws {
    let numbers = try contents.integers("shard", count: 3)
    guard let shard = Shard(Int(numbers[0]), of: Int(numbers[1])), numbers[2] >= 0 else {
      throw contents.invalid("shard", "a number is out of range")
    }
    guard let type = name.scorer as? any ShardedScorer.Type else {
      throw contents.invalid("shard", "\(name.rawValue) has no shares")
    }
    self.shard = shard
    labels = Int(numbers[2])
    scorer = try type.init(contents, labels: labels, features: features)
  }
}
