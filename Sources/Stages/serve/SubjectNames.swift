// The names of a model's labels, by language, as answers show them.
import Formats
import PipelineText
import Foundation
import StageSupport
import Synchronization

/// URI, names and notation of each label.
final class SubjectNames: Sendable {
  let count: Int
  /// The languages in which there are names.
  let languages: [String]
  /// The language of names if a client asks for none.
  let language: String
  private let labels: [String]
  private let concepts: ConceptTable?
  private let byLanguage: Mutex<[String: ConceptNames]>

  /// - Throws: `InputError` as `NamesOptions.names`.
  init(labels: [String], concepts: ConceptTable?, names: NamesOptions) throws {
    self.labels = labels
    self.concepts = concepts
    count = labels.count
    let known = concepts.map { table in table.languages.filter { !$0.isEmpty } } ?? []
    // BCP 47 for “undetermined”.
    language = names.names.first?.lowercased() ?? known.first ?? "und"
    languages = known.isEmpty ? [language] : known
    byLanguage = Mutex([language: try names.names(of: labels, concepts)])
  }

  /// The names in a language; nil if the vocabulary has none in it.
  func names(in language: String) -> ConceptNames? {
    byLanguage.withLock { made in
      if let names = made[language] { return names }
      guard let concepts, languages.contains(language) else { return nil }
      let names = ConceptNames(labels: labels, concepts: concepts, languages: [language])
      made[language] = names
      return names
    }
  }

  /// The label itself if it is a URI, else `#` and the label, percent-encoded.
  func uri(of label: Int) -> String { subjectURI(labels[label], prefix: "#") }

  /// The notation of the concept, if it has one.
  func notation(of label: Int) -> String? {
    guard let concepts, let concept = concepts.number(of: labels[label]) else { return nil }
    return concepts.names(of: concept).first { $0.kind == .notation }.map(concepts.text)
  }
}
