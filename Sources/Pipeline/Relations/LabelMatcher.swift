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
    for (number, label) in labels.enumerated() {
      let form = matchesAsOriginal ? Array(label.utf8) : names.normalise(label.utf8)
      let place = forms.intern(form)
      if place == members.count { members.append([]) }
      members[place].append(Int32(number))
    }
  }

  /// The labels with the same form as `name`; several where they differ only
  /// in what normalisation folds.
  public func labels(for name: some Collection<UInt8>) -> [Int32] {
    forms.find(normaliser.normalise(name)).map { members[$0] } ?? []
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
    var cache = [[Int32]?](repeating: nil, count: base.texts.count)
    var found: [Match] = []
    for name in base.names where kinds.contains(name.kind) {
      if skipsDeprecated, base.deprecated.contains(name.concept) { continue }
      let labels: [Int32]
      if let known = cache[Int(name.text)] {
        labels = known
      } else {
        labels = index.labels(for: base.texts[Int(name.text)])
        cache[Int(name.text)] = labels
      }
      let concept = hierarchy.representative[Int(name.concept)]
      for label in labels {
        found.append(Match(concept: concept, label: label, kind: name.kind))
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
