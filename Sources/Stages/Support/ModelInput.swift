// The one place where stages open a trained model to use it.
import Formats
import Pipeline

/// Reads the model at `path` for scoring.
///
/// - Throws: `InputError` when the file is damaged or no model.
public func loadModel(_ path: String, threads: ThreadOptions) throws -> TrainedModel {
  try TrainedModel(path: path, pool: WorkerPool(threads: threads.count))
}
