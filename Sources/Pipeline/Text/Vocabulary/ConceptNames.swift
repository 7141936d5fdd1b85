// The names under which a person knows the labels of a model.
import Formats

/// Names of labels for people: those of their concepts in a language, or the tags as
/// their users write them.
public struct ConceptNames: Sendable {
  /// By label.
  public let names: [String]
  /// Whether labels are identifiers, which are shown next to the names.
  public let haveIdentifiers: Bool
  /// The languages in the order of preference.
  public let languages: [String]

  /// - Parameters:
  ///   - concepts: of the labels; each label is its own name if it is nil.
  ///   - languages: the best first; if empty, the order of the vocabulary. If a
  ///     concept has no name in them, any other language is used.
  public init(labels: [String], concepts: ConceptTable?, languages: [String] = []) {
    guard let concepts else {
      names = labels
      haveIdentifiers = false
      self.languages = []
      return
    }
    let order = languages.map { $0.lowercased() }
    self.languages = order
    haveIdentifiers = !concepts.isFlat
    let ranks = concepts.languages.enumerated().map { place, tag in
      // `en` itself comes before `en-GB`.
      order.firstIndex(of: tag).map { 2 * $0 } ?? order.firstIndex { tag.hasPrefix($0 + "-") }.map { 2 * $0 + 1 }
        ?? 2 * order.count + place
    }
    names = zip(labels, concepts.numbers(of: labels)).map { label, concept in
      guard concept >= 0 else { return label }
      let best = concepts.names(of: Int(concept)).filter { $0.kind != .notation }
        .min { a, b in
          (a.kind.rank, ranks[Int(a.language)]) < (b.kind.rank, ranks[Int(b.language)])
        }
      return best.map { concepts.text(of: $0) } ?? label
    }
  }

  /// Those of `languages` in which no concept has a name, for a message.
  public static func missing(_ languages: [String], in concepts: ConceptTable) -> [String] {
    languages.filter { wanted in
      let wanted = wanted.lowercased()
      return !concepts.languages.contains { $0 == wanted || $0.hasPrefix(wanted + "-") }
    }
  }
}
