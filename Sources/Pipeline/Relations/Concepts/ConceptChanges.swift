// What a later version of a vocabulary changes for a model that was trained with an
// earlier one.
import Formats
import FormatsFiles

/// Differences between the concepts of a model's labels and a vocabulary of today.
package struct ConceptChanges: Sendable {
  /// Labels whose preferred name in some language has changed.
  package var renamed: [(label: String, language: String, old: String, new: String)] = []
  /// Labels that the vocabulary calls deprecated now and did not before.
  package var deprecated: [String] = []
  /// Labels that are not in the vocabulary any more.
  package var gone: [String] = []
  /// How many more concepts the later vocabulary has.
  package var added = 0

  /// - Parameters:
  ///   - old: the concepts of the labels, as the model has them.
  package init(labels: [String], from old: ConceptTable, to new: ConceptTable) {
    for (label, number) in zip(labels, old.numbers(of: labels)) where number >= 0 {
      guard let now = new.number(of: label) else {
        gone.append(label)
        continue
      }
      if new.isDeprecated[now], !old.isDeprecated[Int(number)] { deprecated.append(label) }
      let before = Self.preferred(old, Int(number))
      let after = Self.preferred(new, now)
      for (language, name) in before.sorted(by: { $0.key < $1.key }) {
        if let later = after[language], later != name {
          renamed.append((label, language, name, later))
        }
      }
    }
    added = max(0, new.count - (old.partOf == 0 ? old.count : old.partOf))
  }

  /// The first preferred name by language.
  private static func preferred(_ table: ConceptTable, _ concept: Int) -> [String: String] {
    var names: [String: String] = [:]
    for name in table.names(of: concept) where name.kind == .preferred {
      let language = table.language(of: name)
      if names[language] == nil { names[language] = table.text(of: name) }
    }
    return names
  }

  package var isEmpty: Bool {
    renamed.isEmpty && deprecated.isEmpty && gone.isEmpty && added == 0
  }

  /// Lines for people, the first one with the counts; none if nothing changed.
  package var sentences: [String] {
    guard !isEmpty else { return [] }
    var counts: [String] = []
    let concepts = Set(renamed.map { ExactString($0.label) }).count
    func verb(_ count: Int, _ one: String, _ several: String) -> String {
      count == 1 ? one : several
    }
    if concepts > 0 {
      counts.append(
        "\(concepts, "concept") of the model \(verb(concepts, "has another name", "have other names"))")
    }
    if !deprecated.isEmpty {
      counts.append("\(deprecated.count) \(verb(deprecated.count, "is", "are")) deprecated now")
    }
    if !gone.isEmpty {
      counts.append("\(gone.count) \(verb(gone.count, "is", "are")) not in it any more")
    }
    if added > 0 { counts.append("it has \(added, "concept") more, which the model does not know") }
    var lines = ["the vocabulary has changed: " + counts.joined(separator: ", ")]
    for change in renamed.prefix(10) {
      let language = change.language.isEmpty ? "" : " (\(change.language))"
      lines.append("  \(change.label)\(language): “\(change.old)” is now “\(change.new)”")
    }
    if renamed.count > 10 { lines.append("  and \(renamed.count - 10) more names") }
    lines += deprecated.prefix(10).map { "  \($0) is deprecated" }
    lines += gone.prefix(10).map { "  \($0) is gone" }
    return lines
  }
}
