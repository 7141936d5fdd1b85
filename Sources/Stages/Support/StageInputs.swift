// The files that a stage reads, as options name them and as headers record them.
import Formats
import PipelineAnnotation
import PipelineFeatures

/// The files that were given, each with its role, in their order.
package func givenFiles(_ files: [(role: String, path: String?)]) -> [(role: String, path: String)] {
  files.compactMap { role, path in path.map { (role, $0) } }
}

extension StageHeader {
  /// The hash of the one model among the inputs, by which a decision finds the predictions that it
  /// was tuned for.
  package var modelHash: String? {
    inputHash("model").map { "\($0)" }
  }
}

/// The files of `--encoded` as inputs of a stage.
package func encodedInputs(_ paths: [String]) -> [(role: String, path: String)] {
  paths.enumerated().map { ($0 == 0 ? "encoded" : "encoded \($0 + 1)", $1) }
}

/// The vectors of files, for models that read such; nil if none of them does.
///
/// - Throws: `InputError` when a file is damaged or of another kind.
package func storedVectors(_ paths: [String], for models: [StoredModel]) throws -> GivenFeatures? {
  guard !paths.isEmpty, models.contains(where: { !$0.encodings.isEmpty }) else { return nil }
  let withSentences = models.contains(where: \.readsSentenceVectors)
  return GivenFeatures(
    vectors: try paths.map { try StoredDocumentVectors(path: $0, withSentences: withSentences) })
}
