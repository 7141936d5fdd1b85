// The names of labels that are concepts of a vocabulary.
import Formats

extension LabelNames {
  /// The names that a vocabulary has for its labels, in all its languages; a label that
  /// it does not have is its own name.
  public init(_ labels: [String], concepts: ConceptTable?) {
    guard let concepts else {
      self.init(tags: labels)
      return
    }
    var names: [Name] = []
    for (label, concept) in concepts.numbers(of: labels).enumerated() {
      let own: [Name] =
        concept < 0
        ? []
        : concepts.names(of: Int(concept)).compactMap { name in
          let kind: Kind
          switch name.kind {
          case .preferred: kind = .preferred
          case .alternative: kind = .alternative
          case .hidden: kind = .hidden
          default: return nil
          }
          return Name(label: Int32(label), text: concepts.text(of: name), kind: kind)
        }
      names += own.isEmpty
        ? LabelNames(tags: [labels[label]]).names.map {
          Name(label: Int32(label), text: $0.text, kind: $0.kind)
        } : own
    }
    self.init(names)
  }
}
