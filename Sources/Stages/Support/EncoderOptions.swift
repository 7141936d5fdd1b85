// Vectors for models that were trained on those of an encoder: from a file, or made on the
// spot.
import ArgumentParser
import Formats
import Pipeline

/// `--encoder`.
public struct EncoderOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of the encoder, for models that were trained on its vectors.",
      valueName: "folder"))
  public var encoder: String?

  public init() {}

  /// The files of the encoder, as inputs of a stage.
  ///
  /// - Throws: `InputError` as `EncoderFolder`.
  public func files() throws -> [(role: String, path: String)] {
    try encoder.map { try EncoderFolder(path: $0).files } ?? []
  }

  /// What encodes documents as in the training of a model; nil where the model needs no
  /// encoder, or no folder was given.
  ///
  /// - Throws: `InputError` when it is another encoder, or cannot be used.
  public func source(for model: StoredModel) throws -> GivenFeatures? {
    guard let encoding = model.encoding, let encoder else { return nil }
    let folder = try EncoderFolder(path: encoder)
    let hash = try folder.contentHash()
    guard hash == encoding.encoder else {
      var found = encoding
      found.encoder = hash
      return try naming(nil) { throw FeatureRowsMissing.encoding(found: found, wanted: encoding) }
    }
    return GivenFeatures(
      vectors: try TextVectoriser(
        SentenceEncoder(folder), hash: hash, unit: encoding.unit, prefix: encoding.prefix,
        longest: encoding.longest))
  }
}
