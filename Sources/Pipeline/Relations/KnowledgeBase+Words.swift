// Concepts and statements of a knowledge base in words, for explanations.
import Formats

extension KnowledgeBase {
  /// A concept for people: its preferred name, and the identifier where it
  /// has one.
  func describe(_ concept: Int32, _ preferred: [Int32: Int32]) -> String {
    let identifier = concepts.text(Int(concept))
    guard let text = preferred[concept] else { return "<\(identifier)>" }
    let name = texts.text(Int(text))
    return hasIdentifiers ? "“\(name)” <\(identifier)>" : "“\(name)”"
  }

  /// The text of the best preferred name of each concept in `wanted`.
  func preferredNames(of wanted: Set<Int32>) -> [Int32: Int32] {
    var best: [Int32: Name] = [:]
    for name in names where wanted.contains(name.concept) {
      guard let old = best[name.concept] else {
        best[name.concept] = name
        continue
      }
      if (name.kind.rawValue, name.language) < (old.kind.rawValue, old.language) {
        best[name.concept] = name
      }
    }
    return best.mapValues(\.text)
  }

  /// The concepts of each group in words.
  func descriptions(of groups: [[Int32]]) -> [[String]] {
    let names = preferredNames(of: Set(groups.joined()))
    return groups.map { $0.map { describe($0, names) } }
  }

  /// One line for each entry: the statements that make it, in order.
  func provenance(of entries: some Sequence<Subsumption>) -> [String] {
    let entries = Array(entries)
    var wanted: Set<Int32> = []
    for entry in entries {
      for place in entry.path {
        wanted.insert(edges[Int(place)].narrower)
        wanted.insert(edges[Int(place)].broader)
      }
    }
    let names = preferredNames(of: wanted)
    return entries.map { entry in
      entry.path.map { place in
        let edge = edges[Int(place)]
        let narrower = describe(edge.narrower, names), broader = describe(edge.broader, names)
        let word = predicates[Int(edge.predicate)]
        // An inverse predicate is told as it stands in the file.
        let isInverse = self.isInverse[Int(edge.predicate)]
        return "\(isInverse ? broader : narrower) \(word) "
          + "\(isInverse ? narrower : broader) (line \(edge.line))"
      }.joined(separator: "; ")
    }
  }
}
