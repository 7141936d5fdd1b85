// Files of vectors that the stage encode wrote, for stored models that read them.
import PipelineAnnotation
import PipelineFeatures

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
