// The user's labels, in which names are looked up: by identifier, by the form of
// the label and of its names, by synonyms.
import Formats
import FormatsRDF

/// The user's labels by their identifiers and normal forms.
public struct LabelIndex: Sendable {
  /// The labels as the user writes them, by number.
  public let labels: [String]
  /// How names are brought to the form of the labels.
  public let normaliser: LabelNormaliser
  private var forms = ByteTable()
  private var members: [[Int32]] = []
  /// The same without plural endings, if these are folded.
  private var pluralForms = ByteTable()
  private var pluralMembers: [[Int32]] = []
  private var synonyms = SynonymClasses()
  /// Whether names are compared as the original program does.
  let matchesAsTheyAre: Bool
  private let concepts: ConceptTable?
  private let conceptOfLabel: [Int32]

  /// - Parameters:
  ///   - concepts: the concepts of the labels; their preferred names match like the
  ///     labels, and alternative ones if no label has that preferred name.
  ///   - matchesAsTheyAre: labels are compared as they are, names
  ///     lower-cased, as the original program does (docs/original.md, Data).
  public init(
    _ labels: [String], concepts: ConceptTable? = nil,
    normaliser: LabelNormaliser = LabelNormaliser(), matchesAsTheyAre: Bool = false
  ) {
    self.labels = labels
    var names = normaliser
    if matchesAsTheyAre {
      names.foldsCase = true
      names.foldsCompatibility = false
      names.foldsSeparators = false
      names.foldsPlurals = false
    }
    self.normaliser = names
    self.matchesAsTheyAre = matchesAsTheyAre
    self.concepts = concepts
    conceptOfLabel = concepts?.numbers(of: labels) ?? []
    addForms(folded: false)
    if names.foldsPlurals { addForms(folded: true) }
  }

  private mutating func addForms(folded: Bool) {
    func add(_ form: [UInt8], _ label: Int32) {
      if folded {
        let place = pluralForms.intern(form)
        if place == pluralMembers.count { pluralMembers.append([]) }
        if !pluralMembers[place].contains(label) { pluralMembers[place].append(label) }
      } else {
        let place = forms.intern(form)
        if place == members.count { members.append([]) }
        if !members[place].contains(label) { members[place].append(label) }
      }
    }
    for number in labels.indices { add(form(ofLabel: number, folded), Int32(number)) }
    guard let concepts else { return }
    for kind in [NameKind.preferred, .alternative] {
      var found: [([UInt8], Int32)] = []
      for (label, concept) in conceptOfLabel.enumerated() where concept >= 0 {
        for name in concepts.names(of: Int(concept)) where name.kind == kind {
          let form = form(of: concepts.texts[Int(name.text)], folded)
          let known = folded ? pluralForms.find(form) : forms.find(form)
          if kind == .preferred || known == nil { found.append((form, Int32(label))) }
        }
      }
      for (form, label) in found { add(form, label) }
    }
  }

  private func form(ofLabel label: Int, _ folded: Bool) -> [UInt8] {
    let bytes = Array(labels[label].utf8)
    return matchesAsTheyAre ? bytes : form(of: bytes, folded)
  }

  private func form(of bytes: some Collection<UInt8>, _ folded: Bool) -> [UInt8] {
    var normaliser = normaliser
    normaliser.foldsPlurals = folded
    return normaliser.normalise(bytes)
  }

  /// The form of each label.
  var labelForms: [[UInt8]] { labels.indices.map { form(ofLabel: $0, false) } }

  /// The concept of `base` whose identifier a label is.
  func concept(of label: Int, in base: KnowledgeBase) -> Int32? {
    base.hasIdentifiers
      ? base.concepts.find(Array(labels[label].utf8)).map { Int32($0) } : nil
  }

  /// The labels with the same form as `name`; several if they differ only in what
  /// normalisation folds.
  public func labels(for name: some Collection<UInt8>) -> [Int32] {
    forms.find(form(of: name, false)).map { members[$0] } ?? []
  }

  /// The labels with the same form as `name` once plural endings are removed; none
  /// if these are not to be folded.
  func pluralLabels(for name: some Collection<UInt8>) -> [Int32] {
    guard normaliser.foldsPlurals else { return [] }
    return pluralForms.find(form(of: name, true)).map { pluralMembers[$0] } ?? []
  }

  /// The labels that a list of synonyms gives to `name`, without those that
  /// have its form.
  func synonymousLabels(for name: some Collection<UInt8>) -> [Int32] {
    guard !synonyms.isEmpty else { return [] }
    return synonyms.others(of: form(of: name, false)).flatMap { other in
      forms.find(Array(other)).map { members[$0] } ?? []
    }
  }

  /// A copy that knows the synonyms of these lists and redirects too.
  func adding(synonymsOf bases: [KnowledgeBase]) -> LabelIndex {
    var copy = self
    var forms = normaliser
    forms.foldsPlurals = false
    for base in bases { copy.synonyms.add(base, normaliser: forms) }
    return copy
  }

  /// Pairs of concepts that are other names of each other, in a base whose
  /// concepts are normal forms.
  func equivalences(in base: KnowledgeBase) -> [(Int32, Int32)] {
    guard !synonyms.isEmpty, !base.hasIdentifiers else { return [] }
    return (0..<base.concepts.count).flatMap { concept in
      synonyms.others(of: Array(base.concepts[concept])).compactMap { other in
        base.concepts.find(Array(other)).map { (Int32(concept), Int32($0)) }
      }
    }
  }

  /// Groups of labels that normalisation makes equal.
  var sharedForms: [[Int32]] {
    var groups: [[UInt8]: [Int32]] = [:]
    for (label, form) in labelForms.enumerated() {
      groups[form, default: []].append(Int32(label))
    }
    return groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }

  /// A label for people: the name of its concept, if the label is an identifier.
  func name(of label: Int32) -> String {
    guard let concepts, !concepts.isFlat, conceptOfLabel[Int(label)] >= 0,
      let name = concepts.names(of: Int(conceptOfLabel[Int(label)])).first
    else { return labels[Int(label)] }
    return concepts.text(of: name)
  }
}
