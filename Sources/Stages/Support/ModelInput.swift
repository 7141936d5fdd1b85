// The one place where stages open a trained model to use it.
import Formats
import Pipeline

/// Reads the model at `path` for scoring.
///
/// - Throws: `InputError` when the file is damaged or no model.
public func loadModel(_ path: String, threads: ThreadOptions) throws -> TrainedModel {
  guard
    case .network(let model) = try StoredModel(
      path: path, pool: WorkerPool(threads: threads.count))
  else {
    throw InputError(
      file: path, problem: "is a baseline, which scores documents of a split only",
      remedy: "Use predict")
  }
  return model
}
