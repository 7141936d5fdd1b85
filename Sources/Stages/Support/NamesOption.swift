// The option by which people choose the language of names.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineText

/// The languages of names.
package struct NamesParameters: DeclaredParameters {
  package var languages: String?

  package init() {}

  package static let declarations: [Declaration<Self>] = [
    .init(
      "names", \.languages, "The language of the tags' names, or several by preference, as en,fi.",
      valueName: "tag", default: "the first language of the vocabulary",
      header: { .string($0.list.joined(separator: " ")) })
  ]

  /// The languages, the best first.
  package var list: [String] {
    (languages ?? "").split(whereSeparator: { ", ".contains($0) }).map(String.init)
  }
}

/// `--names`.
package struct NamesOptions: ParsableArguments {
  @OptionGroup var choices: Options<NamesParameters>

  package init() {}

  /// The choice.
  package var parameters: NamesParameters { choices.parameters() }

  /// The languages, the best first.
  package var names: [String] { parameters.list }

  /// Whether the option was given.
  package var areGiven: Bool { choices.isAnyGiven }

  /// The names of labels.
  ///
  /// - Throws: `InputError` for a language in which no concept has a name.
  package func names(of labels: [String], _ concepts: ConceptTable?) throws -> ConceptNames {
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
