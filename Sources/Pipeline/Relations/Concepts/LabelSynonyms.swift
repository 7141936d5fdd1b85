// All names that say what a label means, for a sentence encoder. The names for people are in
// ConceptNames.
import Formats
import PipelineText

extension ConceptNames {
  /// For each label the preferred and the alternative names of its concept, each once, in one
  /// language: that of the name which people see, because an encoder knows few languages and a
  /// translation is not a second meaning. A label without a concept is its own name, with blanks
  /// for underscores.
  public static func synonyms(
    of labels: [String], concepts: ConceptTable?, languages: [String] = []
  ) -> [[String]] {
    let shown = ConceptNames(labels: labels, concepts: concepts, languages: languages).names
    let numbers = concepts?.numbers(of: labels) ?? labels.map { _ in -1 }
    return labels.indices.map { label in
      let own = shown[label].replacing("_", with: " ")
      guard let concepts, numbers[label] >= 0 else { return [own] }
      let names = concepts.names(of: Int(numbers[label]))
        .filter { $0.kind == .preferred || $0.kind == .alternative }
      guard
        let language = names.first(where: { concepts.text(of: $0) == shown[label] })?.language
      else { return [own] }
      var texts: [String] = []
      for name in names where name.language == language {
        let text = concepts.text(of: name).replacing("_", with: " ")
        if !texts.contains(text) { texts.append(text) }
      }
      return texts
    }
  }
}
