// Finds labels of a model by any name that a person may use for them.
import Formats
import FormatsFiles
import FormatsRDF

/// Finds labels by identifier, by name in any language and spelling, or by the type,
/// scheme or collection that their concepts belong to.
public struct LabelLookup: Sendable {
  private var exact: [ExactString: [Int32]] = [:]
  private var forms: [[UInt8]: [Int32]] = [:]
  private let normaliser = LabelNormaliser()

  /// - Parameter concepts: the concepts that the labels name, if known.
  public init(_ labels: [String], concepts: ConceptTable?) {
    func add(_ label: Int, form text: some Collection<UInt8>) {
      let form = normaliser.normalise(text)
      if forms[form]?.contains(Int32(label)) != true {
        forms[form, default: []].append(Int32(label))
      }
    }
    for (label, text) in labels.enumerated() {
      exact[ExactString(text), default: []].append(Int32(label))
      // Spelling is folded for names only: tags differ as their users wrote them.
      if concepts != nil { add(label, form: text.utf8) }
    }
    guard let concepts else { return }
    for (label, concept) in concepts.numbers(of: labels).enumerated() where concept >= 0 {
      for name in concepts.names(of: Int(concept)) {
        add(label, form: concepts.texts[Int(name.text)])
      }
      for group in concepts.memberships[Int(concept)] {
        exact[ExactString(concepts.groups.text(Int(group))), default: []].append(Int32(label))
      }
    }
  }

  /// The labels that a text means; an IRI may be in angle brackets.
  public func labels(for text: String) -> [Int32] {
    let isBracketed = text.hasPrefix("<") && text.hasSuffix(">")
    let plain = isBracketed ? String(text.dropFirst().dropLast()) : text
    return exact[ExactString(plain)] ?? forms[normaliser.normalise(plain.utf8)] ?? []
  }
}
