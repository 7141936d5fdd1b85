// Scores of documents by a trained network.
import Formats
import PipelineEvaluation
import PipelineFeatures
import PipelineNumerics

extension TrainedModel {
  /// How many documents are read at a time: enough for each thread to read the weights of the output and of the
  /// linear model for 128 of them, and few enough for little memory, of which label-wise networks need more.
  package func batchSize(threads: Int) -> Int {
    network.configuration.model.isLabelwise ? 128 : min(128 * threads, 512)
  }

  /// The scores of documents that are not below `floor`, together with their true labels.
  ///
  /// - Parameters:
  ///   - batchSize: how many documents the network reads at a time; the scores do not depend on it.
  ///   - given: the source of vectors, if the network reads those.
  ///   - progress: is called with the number of documents done.
  /// - Throws: `FeatureRowsMissing` if vectors are missing or made in another way.
  package func score(
    _ documents: [Document], given: GivenFeatures?, batchSize: Int? = nil, floor: Float,
    pool: WorkerPool, progress: (Int) -> Void = { _ in }
  ) throws -> ScoredDocuments {
    let scorer = Scorer(
      network, form: form, batchSize: batchSize ?? self.batchSize(threads: pool.threads), floor: floor, pool: pool)
    // Words are numbered while the batch before is read; encoders need the pool themselves.
    if encoding != nil {
      let encoded = try encoded(documents, given: given, pool: pool)
      return scorer.score(documents.count, progress: progress) { Array(encoded[$0]) }
    }
    let encoder = documentEncoder
    return scorer.score(documents.count, progress: progress) {
      encoder.encode(Array(documents[$0]))
    }
  }
}
