// The option by which people choose the language of names.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineText

/// `--names`.
public struct NamesOptions: ParsableArguments {
  @Option(
    name: .customLong("names"),
    help: ArgumentHelp(
      """
      The language of the tags' names, or several by preference, as en,fi (default: the first \
      language of the vocabulary).
      """, valueName: "tag"))
  public var languages: String?

  public init() {}

  /// The languages, the best first.
  public var names: [String] {
    (languages ?? "").split(whereSeparator: { ", ".contains($0) }).map(String.init)
  }

  /// The names of labels.
  ///
  /// - Throws: `InputError` for a language in which no concept has a name.
  public func names(of labels: [String], _ concepts: ConceptTable?) throws -> ConceptNames {
    if let concepts, !names.isEmpty {
      let missing = ConceptNames.missing(names, in: concepts)
      if let first = missing.first {
        let known = concepts.languages.filter { !$0.isEmpty }
        throw InputError(
          .option("--names"), problem: "no tag has a name in “\(first)”",
          remedy: known.isEmpty
            ? "The names of this vocabulary have no language; leave the option out"
            : "There are names in " + known.joined(separator: ", "))
      }
    }
    return ConceptNames(labels: labels, concepts: concepts, languages: names)
  }
}
