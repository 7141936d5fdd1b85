// Scores of documents by a trained network.
import Formats
import PipelineEvaluation
import PipelineFeatures
import PipelineNumerics

extension TrainedModel {
  /// The scores of documents that are not below `floor`, together with their true labels.
  ///
  /// - Parameters:
  ///   - given: the source of vectors, if the network reads those.
  ///   - progress: is called with the number of documents done.
  /// - Throws: `FeatureRowsMissing` if vectors are missing or made in another way.
  package func score(
    _ documents: [Document], given: GivenFeatures?, batchSize: Int, floor: Float,
    pool: WorkerPool, progress: (Int) -> Void = { _ in }
  ) throws -> ScoredDocuments {
    let scorer = Scorer(network, form: form, batchSize: batchSize, floor: floor, pool: pool)
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
