// Vectors of tags' names, checked against those of the documents.
import Formats
import FormatsFiles
import PipelineEmbedding
import StageSupport

extension FeatureOptions {
  /// The vectors of --label-vectors; nil if there are none.
  ///
  /// - Parameter encoding: the encoding of the documents.
  /// - Throws: `InputError` when the file is damaged or of another encoder.
  func namesEncoded(as encoding: TextEncoding?) throws -> WordVectors? {
    guard let labelVectors, let encoding else { return nil }
    let contents = try StageContents(path: labelVectors, expecting: .vectors)
    guard let own = try TextEncoding(contents) else {
      throw InputError(
        file: labelVectors, problem: "was not made by an encoder",
        remedy: "Give the output of encode --vocabulary")
    }
    guard own.encoder == encoding.encoder else {
      throw InputError(
        file: labelVectors, problem: "was made by another encoder than the vectors of documents",
        remedy: "Encode both with the same one")
    }
    return try WordVectors(contents)
  }
}
