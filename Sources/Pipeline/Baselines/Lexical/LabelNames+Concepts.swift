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
    self.init()
    for (label, concept) in concepts.numbers(of: labels).enumerated() {
      let before = names.count
      for name in concept < 0 ? [] : concepts.names(of: Int(concept)) {
        let kind: Kind
        switch name.kind {
        case .preferred: kind = .preferred
        case .alternative: kind = .alternative
        case .hidden: kind = .hidden
        default: continue
        }
        add(concepts.text(of: name), of: Int32(label), kind: kind)
      }
      if names.count == before { add(labels[label], of: Int32(label), kind: .preferred) }
    }
  }

  /// `labels`, followed by the other concepts of a vocabulary except deprecated ones: labels
  /// that a model can suggest although training never saw them.
  public static func labels(_ labels: [String], and concepts: ConceptTable) -> [String] {
    let known = Set(concepts.numbers(of: labels))
    return labels
      + (0..<concepts.count).filter { !concepts.isDeprecated[$0] && !known.contains(Int32($0)) }
      .map { concepts.identifier($0) }
  }
}
