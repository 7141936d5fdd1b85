// Error messages for features that do not fit their documents.
import Formats
import FormatsFiles
import PipelineBaselines
import PipelineFeatures

/// Runs `body` and turns what is wrong with the features, or a `KernelTooLarge`, into the
/// sentence a user reads.
///
/// - Parameter features: the features file the user gave.
/// - Throws: `InputError`, or whatever else `body` throws.
package func naming<Result>(_ features: String?, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let missing as FeatureRowsMissing {
    let remedy = "Give --features, the features file of these documents"
    switch missing {
    case .file:
      throw InputError(
        .option("--features"),
        problem: "is missing, but the model was trained on given features",
        remedy: remedy)
    case .row(let id):
      throw InputError(
        features.map { .file($0) } ?? .option("--features"),
        problem: "has no row for the document \(id)",
        remedy: remedy)
    case .columns(let found, let wanted):
      throw InputError(
        features.map { .file($0) } ?? .option("--features"),
        problem: "has \(found, "column"), but the model was trained on \(wanted)", remedy: remedy)
    case .vectors:
      throw InputError(
        .option("--encoder"),
        problem: "is missing, but the model was trained on vectors of an encoder",
        remedy: "Give --encoder, the folder of the encoder")
    case .vector(let id):
      throw InputError(
        .option("--encoded"), problem: "has no vectors of the document \(id)",
        remedy: "Run encode on these documents")
    case .encoding(let found, let wanted):
      throw InputError(
        .option(found.encoder == wanted.encoder ? "--encoded" : "--encoder"),
        problem: found.encoder == wanted.encoder
          ? "the documents were encoded with other options than those of the training"
          : "is not the encoder of the training (\(wanted.encoder.hexadecimal.prefix(12))…, "
            + "but this is \(found.encoder.hexadecimal.prefix(12))…)",
        remedy: "Give the encoder of the training, or train again")
    }
  } catch let large as KernelTooLarge {
    throw InputError(
      .option("--kernel-memory"),
      problem: "the kernels of \(large.documents, "document") take \(large.needed) MiB, "
        + "\(large.allowed) are allowed",
      remedy: "Allow more, or use --model ovr --loss hinge, which needs no kernels")
  } catch is LanguageUnknown {
    throw InputError(
      .option("--terms"), problem: "the language of the texts could not be detected",
      remedy: "Give --stem-language, or --terms without stems")
  } catch is NoWordsLeft {
    throw InputError(
      .option("--max-document-share"),
      problem: "leaves no word of the training documents for the topics",
      remedy: "Raise it, or lower --min-documents")
  } catch let error as ShardsTooMany {
    throw InputError(
      .option("--shard"), problem: "asks for more shares than there are parts to divide, which are \(error.pieces)",
      remedy: "Use at most \(error.pieces) shares: groups of 16 labels with ovr, trees with tree")
  } catch is FeaturesNotCounts {
    throw InputError(
      features.map { .file($0) } ?? .option("--features"),
      problem: "holds values that are not counts",
      remedy: "Give lda whole numbers, at most 2,147,483,647 in all")
  }
}
