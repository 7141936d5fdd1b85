// Which of the user's labels name which concepts of a knowledge base: by
// identifier first, by name second. Ambiguity is kept and counted, never
// silently resolved.
import Formats
import FormatsFiles
import FormatsRDF

/// The labels that match the texts of a knowledge base: each text is looked up once,
/// however many concepts have it as a name.
final class TextLabels {
  private let index: LabelIndex
  private var cache: [(own: [Int32], others: [Int32])?] = []

  init(_ index: LabelIndex) { self.index = index }

  /// The labels with the form of a text of `base`, which must always be the same base; then
  /// those of its synonyms.
  func labels(of text: Int, in base: KnowledgeBase) -> (own: [Int32], others: [Int32]) {
    while cache.count < base.texts.count { cache.append(nil) }
    if let known = cache[text] { return known }
    let bytes = base.texts[text]
    let labels = (index.labels(for: bytes), index.synonymousLabels(for: bytes))
    cache[text] = labels
    return labels
  }
}

/// The labels of each concept of one knowledge base, and the reverse.
struct LabelMatches: Sendable {
  struct Match: Sendable, Equatable {
    /// The concept that represents this one and its equivalents.
    var concept: Int32
    var label: Int32
    var kind: NameKind
    /// The concept that has the name itself.
    var named: Int32
    /// The source of the name.
    var source: UInt8
  }
  /// Why a name of a concept did not count.
  enum Reason: Sendable, Equatable {
    case deprecated
    case kind(NameKind)
    case otherLanguage(String)
  }
  /// By concept, then label; the best kind of name of each pair.
  private(set) var byConcept: [Match]
  /// By label, then concept.
  private(set) var byLabel: [Match]
  /// Labels that name several concepts.
  private(set) var ambiguousLabels: [Int32] = []
  /// For labels without a match: a concept with such a name that did not count.
  private(set) var missed: [Int32: (concept: Int32, reason: Reason)] = [:]

  /// - Parameter kinds: which names count.
  init(
    _ base: KnowledgeBase, _ hierarchy: ConceptHierarchy, _ index: LabelIndex,
    _ texts: TextLabels, kinds: Set<NameKind>, skipsDeprecated: Bool
  ) {
    var found: [Match] = []
    func add(_ label: Int32, _ name: KnowledgeBase.Name, _ kind: NameKind) {
      found.append(
        Match(
          concept: hierarchy.representative[Int(name.concept)], label: label, kind: kind,
          named: name.concept, source: name.source))
    }
    let isIdentified = Self.addIdentified(base, hierarchy, index, skipsDeprecated, &found)
    for name in base.names where kinds.contains(name.kind) {
      if skipsDeprecated, base.deprecated.contains(name.concept) { continue }
      let labels = texts.labels(of: Int(name.text), in: base)
      for label in labels.own where !isIdentified[Int(label)] { add(label, name, name.kind) }
      guard kinds.contains(.synonym) else { continue }
      for label in labels.others where !isIdentified[Int(label)] { add(label, name, .synonym) }
    }
    // Plurals are folded only for labels that no name matches as they are.
    if index.normaliser.foldsPlurals {
      var isMatched = isIdentified
      for match in found { isMatched[Int(match.label)] = true }
      for name in base.names where kinds.contains(name.kind) {
        if skipsDeprecated, base.deprecated.contains(name.concept) { continue }
        for label in index.pluralLabels(for: base.texts[Int(name.text)])
        where !isMatched[Int(label)] { add(label, name, name.kind) }
      }
    }
    found.sort {
      ($0.concept, $0.label, $0.kind.rank, $0.named)
        < ($1.concept, $1.label, $1.kind.rank, $1.named)
    }
    var unique: [Match] = []
    for match in found
    where unique.last?.concept != match.concept || unique.last?.label != match.label {
      unique.append(match)
    }
    byConcept = unique
    byLabel = unique.sorted { ($0.label, $0.concept) < ($1.label, $1.concept) }
    for place in byLabel.indices.dropFirst()
    where byLabel[place].label == byLabel[place - 1].label
      && ambiguousLabels.last != byLabel[place].label
    {
      ambiguousLabels.append(byLabel[place].label)
    }
    findMissed(base, index, texts, kinds)
  }

  /// Adds the labels that are identifiers of concepts; for these no name counts.
  private static func addIdentified(
    _ base: KnowledgeBase, _ hierarchy: ConceptHierarchy, _ index: LabelIndex,
    _ skipsDeprecated: Bool, _ found: inout [Match]
  ) -> [Bool] {
    var isIdentified = [Bool](repeating: false, count: index.labels.count)
    guard !index.matchesAsTheyAre else { return isIdentified }
    for label in index.labels.indices {
      guard let concept = index.concept(of: label, in: base) else { continue }
      if skipsDeprecated, base.deprecated.contains(concept) { continue }
      isIdentified[label] = true
      found.append(
        Match(
          concept: hierarchy.representative[Int(concept)], label: Int32(label),
          kind: .identifier, named: concept, source: 255))
    }
    return isIdentified
  }

  /// Looks for names that would have matched the labels without a match.
  private mutating func findMissed(
    _ base: KnowledgeBase, _ index: LabelIndex, _ texts: TextLabels, _ kinds: Set<NameKind>
  ) {
    var isMatched = [Bool](repeating: false, count: index.labels.count)
    for match in byLabel { isMatched[Int(match.label)] = true }
    guard isMatched.contains(false) else { return }
    func note(_ name: KnowledgeBase.Name, _ reason: Reason) {
      for label in texts.labels(of: Int(name.text), in: base).own
      where !isMatched[Int(label)] && missed[label] == nil {
        missed[label] = (name.concept, reason)
      }
    }
    for name in base.names {
      if base.deprecated.contains(name.concept) {
        note(name, .deprecated)
      } else if !kinds.contains(name.kind) {
        note(name, .kind(name.kind))
      }
    }
    for name in base.otherNames where Int(name.language) < base.languages.count {
      note(name, .otherLanguage(base.languages[Int(name.language)]))
    }
    for label in index.labels.indices where !isMatched[label] {
      if let concept = index.concept(of: label, in: base), base.deprecated.contains(concept) {
        missed[Int32(label)] = (concept, .deprecated)
      }
    }
  }

  /// The matches of one concept.
  func labels(of concept: Int32) -> ArraySlice<Match> {
    Self.equalRange(byConcept, concept) { $0.concept }
  }

  /// The matches of one label.
  func concepts(of label: Int32) -> ArraySlice<Match> {
    Self.equalRange(byLabel, label) { $0.label }
  }

  /// Whether two labels mean a concept in common.
  func shareMeaning(_ a: Int32, _ b: Int32) -> Bool {
    let others = meanings(of: b)
    return meanings(of: a).contains { match in
      others.contains { $0.concept == match.concept }
    }
  }

  /// The concepts of a label without those that it only finds, by a hidden label that is
  /// another concept's name too: such as a misspelling.
  private func meanings(of label: Int32) -> [Match] {
    let all = concepts(of: label)
    let open = all.filter { $0.kind != .hidden }
    return open.isEmpty ? Array(all) : open
  }

  private static func equalRange(
    _ matches: [Match], _ value: Int32, _ key: (Match) -> Int32
  ) -> ArraySlice<Match> {
    let start = matches.partitioningIndex { key($0) >= value }
    return matches[start..<matches.partitioningIndex(in: start..<matches.count) { key($0) > value }]
  }
}
