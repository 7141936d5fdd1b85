// Which of the user's labels name which concepts. Ambiguity is kept and
// counted, never resolved in silence.
import Formats

/// The user's labels by their normal form.
public struct LabelIndex: Sendable {
  public let labels: [String]
  /// How names are brought to the form of the labels.
  public let normaliser: LabelNormaliser
  private var forms = ByteTable()
  private var members: [[Int32]] = []
  private var synonyms = SynonymClasses()
  private let matchesAsOriginal: Bool

  /// - Parameter matchesAsOriginal: labels are compared as they are, names
  ///   lower-cased, as the original program does (reference-behaviour 4.5).
  public init(
    _ labels: [String], normaliser: LabelNormaliser = LabelNormaliser(),
    matchesAsOriginal: Bool = false
  ) {
    self.labels = labels
    var names = normaliser
    if matchesAsOriginal {
      names.foldsCase = true
      names.foldsCompatibility = false
      names.foldsSeparators = false
      names.foldsPlurals = false
    }
    self.normaliser = names
    self.matchesAsOriginal = matchesAsOriginal
    for (number, label) in labels.enumerated() {
      let form = matchesAsOriginal ? Array(label.utf8) : names.normalise(label.utf8)
      let place = forms.intern(form)
      if place == members.count { members.append([]) }
      members[place].append(Int32(number))
    }
  }

  /// The form of each label.
  var labelForms: [[UInt8]] {
    labels.map { matchesAsOriginal ? Array($0.utf8) : normaliser.normalise($0.utf8) }
  }

  /// The labels with the same form as `name`; several where they differ only
  /// in what normalisation folds.
  public func labels(for name: some Collection<UInt8>) -> [Int32] {
    forms.find(normaliser.normalise(name)).map { members[$0] } ?? []
  }

  /// The labels that a list of synonyms gives to `name`, without those that
  /// have its form.
  public func synonymousLabels(for name: some Collection<UInt8>) -> [Int32] {
    guard !synonyms.isEmpty else { return [] }
    let form = normaliser.normalise(name)
    return synonyms.others(of: form).flatMap { other in
      forms.find(Array(other)).map { members[$0] } ?? []
    }
  }

  /// A copy that knows the synonyms of these lists too.
  func adding(synonymsOf bases: [KnowledgeBase]) -> LabelIndex {
    var copy = self
    for base in bases { copy.synonyms.add(base, normaliser: normaliser) }
    return copy
  }

  /// Pairs of concepts that are other names of each other, in a base whose
  /// concepts are normal forms.
  func equivalences(in base: KnowledgeBase) -> [(Int32, Int32)] {
    guard !synonyms.isEmpty else { return [] }
    return (0..<base.concepts.count).flatMap { concept in
      synonyms.others(of: Array(base.concepts[concept])).compactMap { other in
        base.concepts.find(Array(other)).map { (Int32(concept), Int32($0)) }
      }
    }
  }

  /// Groups of labels that normalisation makes one.
  public var sharedForms: [[Int32]] { members.filter { $0.count > 1 } }
}

/// The labels of each concept of one knowledge base, and the reverse.
public struct LabelMatches: Sendable {
  public struct Match: Sendable, Equatable {
    public var concept: Int32
    public var label: Int32
    public var kind: NameKind
  }
  /// By concept, then label; the best kind of name of each pair.
  public private(set) var byConcept: [Match]
  /// By label, then concept.
  public private(set) var byLabel: [Match]
  /// Labels that name several concepts.
  public private(set) var ambiguousLabels: [Int32] = []

  /// - Parameter kinds: which names count.
  public init(
    _ base: KnowledgeBase, _ hierarchy: ConceptHierarchy, _ index: LabelIndex,
    kinds: Set<NameKind>, skipsDeprecated: Bool
  ) {
    // By text: the labels of its form, then those of its synonyms.
    var cache = [(own: [Int32], others: [Int32])?](repeating: nil, count: base.texts.count)
    var found: [Match] = []
    for name in base.names where kinds.contains(name.kind) {
      if skipsDeprecated, base.deprecated.contains(name.concept) { continue }
      let labels: (own: [Int32], others: [Int32])
      if let known = cache[Int(name.text)] {
        labels = known
      } else {
        let text = base.texts[Int(name.text)]
        labels = (index.labels(for: text), index.synonymousLabels(for: text))
        cache[Int(name.text)] = labels
      }
      let concept = hierarchy.representative[Int(name.concept)]
      for label in labels.own {
        found.append(Match(concept: concept, label: label, kind: name.kind))
      }
      guard kinds.contains(.synonym) else { continue }
      for label in labels.others {
        found.append(Match(concept: concept, label: label, kind: .synonym))
      }
    }
    found.sort {
      ($0.concept, $0.label, $0.kind.rawValue) < ($1.concept, $1.label, $1.kind.rawValue)
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
  }

  /// The matches of one concept.
  public func labels(of concept: Int32) -> ArraySlice<Match> {
    Self.equalRange(byConcept, concept) { $0.concept }
  }

  /// The matches of one label.
  public func concepts(of label: Int32) -> ArraySlice<Match> {
    Self.equalRange(byLabel, label) { $0.label }
  }

  private static func equalRange(
    _ matches: [Match], _ value: Int32, _ key: (Match) -> Int32
  ) -> ArraySlice<Match> {
    func lowerBound(_ value: Int32) -> Int {
      var low = 0, high = matches.count
      while low < high {
        let middle = (low + high) / 2
        if key(matches[middle]) < value { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return matches[lowerBound(value)..<lowerBound(value + 1)]
  }
}
