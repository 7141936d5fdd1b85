// Concepts and statements of a knowledge base in words, for explanations.
import FormatsRDF

extension KnowledgeBase {
  /// A concept for people: its preferred name, and the identifier if it has one.
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

  /// So many steps at each end of a long path are shown.
  private static let shownSteps = 10

  /// One line for each entry: the statements that make it, in order.
  func provenance(of entries: some Sequence<Subsumption>) -> [String] {
    let entries = Array(entries)
    var wanted: Set<Int32> = []
    for entry in entries {
      wanted.insert(entry.narrowerConcept)
      wanted.insert(entry.broaderConcept)
      for place in entry.path {
        wanted.insert(edges[Int(place)].narrower)
        wanted.insert(edges[Int(place)].broader)
      }
    }
    let names = preferredNames(of: wanted)
    return entries.map { chain($0.path, from: $0.narrowerConcept, to: $0.broaderConcept, names) }
  }

  /// A chain of statements.
  private func chain(
    _ path: [Int32], from start: Int32, to end: Int32, _ names: [Int32: Int32]
  ) -> String {
    var steps: [String] = []
    var at = start
    /// Equivalent concepts are one, but a chain says where it passes from one to
    /// the other.
    func pass(to next: Int32) {
      if hasIdentifiers, at != next {
        steps.append("\(describe(at, names)) is the same as \(describe(next, names))")
      }
      at = next
    }
    // All steps of all long paths would take more memory than everything else.
    let hidden = path.indices.dropFirst(Self.shownSteps).dropLast(Self.shownSteps)
    for (number, place) in path.enumerated() {
      let edge = edges[Int(place)]
      if hidden.contains(number) {
        if number == Self.shownSteps { steps.append("… \(hidden.count) more steps …") }
      } else {
        pass(to: edge.narrower)
        steps.append(statement(edge, names))
      }
      at = edge.broader
    }
    pass(to: end)
    return steps.joined(separator: "; ")
  }

  /// An edge as its file states it, and where.
  private func statement(_ edge: Edge, _ names: [Int32: Int32]) -> String {
    let narrower = describe(edge.narrower, names)
    let broader = describe(edge.broader, names)
    let word = predicates[Int(edge.predicate)]
    // An inverse predicate is shown as it is written in the file.
    let isInverse = self.isInverse[Int(edge.predicate)]
    // A vocabulary has no lines.
    let place =
      (files.count > 1 ? [files[Int(edge.file)].title] : [])
      + (edge.line > 0 ? ["line \(edge.line)"] : [])
    return "\(isInverse ? broader : narrower) \(word) \(isInverse ? narrower : broader)"
      + (place.isEmpty ? "" : " (\(place.joined(separator: " ")))")
  }
}
