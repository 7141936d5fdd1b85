// The features of texts as JSON: all that another program needs to count them in words.
import Formats
import FormatsFiles

extension TextFeatures {
  /// `{"weighting":…,"titleWeight":…,"characterWeight":…,"language":…,"blocks":[…]}`.
  ///
  /// A block has its `kind` (words, stems, characters), the `shortest` and `longest` n-gram,
  /// its `terms` in the order of the features, the units of a term separated by blanks, and
  /// their `weights`. docs/onnx.md counts them.
  package var json: String {
    let facts = [
      "\"weighting\":\(JSONText.quoted(parameters.weighting.rawValue))",
      "\"titleWeight\":\(parameters.titleWeight)",
      "\"characterWeight\":\(parameters.characterWeight)",
      "\"language\":\(parameters.language.map(JSONText.quoted) ?? "null")",
      "\"blocks\":[" + zip(parameters.terms, blocks).map(json).joined(separator: ",") + "]",
    ]
    return "{" + facts.joined(separator: ",") + "}"
  }

  private func json(_ kind: TermKind, _ block: Block) -> String {
    let (shortest, longest, terms): (Int, Int, [String]) =
      switch block.terms {
      case .words(let grams), .stems(let grams):
        (1, grams.longest, (0..<grams.count).map(grams.text))
      case .characters(let characters):
        (characters.lengths.lowerBound, characters.lengths.upperBound, characters.grams)
      }
    return "{\"kind\":\(JSONText.quoted(kind.rawValue)),\"shortest\":\(shortest),"
      + "\"longest\":\(longest),"
      + "\"terms\":[\(terms.map(JSONText.quoted).joined(separator: ","))],"
      + "\"weights\":[\(block.weights.map { "\($0)" }.joined(separator: ","))]}"
  }
}
