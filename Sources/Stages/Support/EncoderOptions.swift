// Vectors for models that were trained on those of an encoder: from a file, or computed on
// the fly.
import ArgumentParser
import Formats
import PipelineAnnotation
import PipelineFeatures

/// `--encoder`.
package struct EncoderOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of the encoder, for models that were trained on its vectors.",
      valueName: "folder"))
  package var encoder: String?

  package init() {}

  /// The files of the encoder, as inputs of a stage.
  ///
  /// - Throws: `InputError` as `EncoderFolder`.
  package func files() throws -> [(role: String, path: String)] {
    try encoder.map { try EncoderFolder(path: $0).files } ?? []
  }

  /// A source that encodes documents as in the training of a model; nil if the model needs no
  /// encoder, or no folder was given.
  ///
  /// - Throws: `InputError` when it is another encoder, or cannot be used.
  package func source(for model: StoredModel) throws -> GivenFeatures? {
    let encodings = model.encodings
    guard let first = encodings.first, let encoder else { return nil }
    let folder = try EncoderFolder(path: encoder)
    let hash = try folder.contentHash()
    guard encodings.allSatisfy({ $0.encoder == hash }) else {
      var found = first
      found.encoder = hash
      return try naming(nil) { throw FeatureRowsMissing.encoding(found: found, wanted: first) }
    }
    let sentences = try SentenceEncoder(folder)
    return GivenFeatures(
      vectors: try encodings.map {
        try TextVectoriser(
          sentences, hash: hash, unit: $0.unit, prefix: $0.prefix, longest: $0.longest)
      })
  }
}
