// A model file of any kind: a network or a baseline.
import Formats

/// What the stages train and train-baseline write.
public enum StoredModel {
  case network(TrainedModel)
  case baseline(BaselineModel)

  /// Reads a model file; the stage that made it tells the kind.
  ///
  /// - Throws: `InputError` when the file is damaged or no model.
  public init(path: String, pool: WorkerPool) throws {
    if try StageReader(path: path, expecting: .model).header.stage == "train-baseline" {
      self = .baseline(try BaselineModel(try StageContents(path: path, expecting: .model)))
    } else {
      self = .network(try TrainedModel(path: path, pool: pool))
    }
  }
}
