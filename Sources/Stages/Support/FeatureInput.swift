// Sentences for features that do not fit their documents.
import Formats
import Pipeline

/// Runs `body` and turns what is wrong with the features, or a `KernelTooLarge`, into the
/// sentence a user reads.
///
/// - Parameter features: the features file the user gave.
/// - Throws: `InputError`, or whatever else `body` throws.
public func naming<Result>(_ features: String?, _ body: () throws -> Result) throws -> Result {
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
        problem: "has \(found) columns, but the model was trained on \(wanted)", remedy: remedy)
    }
  } catch let large as KernelTooLarge {
    throw InputError(
      .option("--kernel-memory"),
      problem: "the kernels of \(large.documents) documents take \(large.needed) MiB, "
        + "\(large.allowed) are allowed",
      remedy: "Allow more, or use --model ovr --loss hinge, which needs no kernels")
  } catch is NoWordsLeft {
    throw InputError(
      .option("--max-document-share"),
      problem: "leaves no word of the training documents for the topics",
      remedy: "Raise it, or lower --min-documents")
  } catch is FeaturesNotCounts {
    throw InputError(
      features.map { .file($0) } ?? .option("--features"),
      problem: "holds values that are no numbers of occurrences",
      remedy: "Give lda whole numbers, at most 2,147,483,647 in all")
  }
}
