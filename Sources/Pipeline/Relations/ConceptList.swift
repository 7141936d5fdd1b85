// Lists by which a user includes or excludes labels, concepts or single pairs. The
// stage reads them.
import FormatsRDF
import Foundation

/// The lines of such a list: a label or another name, the IRI of a concept or of
/// its type, scheme or collection, or `narrower <- broader` for one pair of labels.
public struct ConceptList: Sendable, Equatable {
  private var forms: Set<[UInt8]> = []
  private var identifiers: Set<[UInt8]> = []
  private var pairs: Set<[[UInt8]]> = []
  /// The lines as they are, with what they are compared as.
  private(set) var lines: [(text: String, form: [UInt8], identifier: [UInt8])] = []
  /// The lines with pairs, likewise.
  private(set) var pairLines: [(text: String, pair: [[UInt8]])] = []

  public static func == (a: ConceptList, b: ConceptList) -> Bool {
    a.forms == b.forms && a.identifiers == b.identifiers && a.pairs == b.pairs
  }

  /// Whether nothing is listed.
  public var isEmpty: Bool { forms.isEmpty && identifiers.isEmpty && pairs.isEmpty }

  public init() {}

  /// Takes in one line; blanks at its ends do not count, empty lines neither.
  public mutating func add(line: some Collection<UInt8>, normaliser: LabelNormaliser) {
    let text = String(decoding: line, as: UTF8.self).trimmingBlanks
    if text.isEmpty { return }
    if let arrow = text.range(of: " <- ") {
      let pair = [text[..<arrow.lowerBound], text[arrow.upperBound...]].map { end in
        let isBracketed = end.hasPrefix("<") && end.hasSuffix(">") && !end.contains(" ")
        return normaliser.normalise((isBracketed ? end.dropFirst().dropLast() : end).utf8)
      }
      pairs.insert(pair)
      pairLines.append((text, pair))
      return
    }
    // An IRI may be in angle brackets, as explanations print it.
    let isBracketed = text.hasPrefix("<") && text.hasSuffix(">")
    let identifier = Array((isBracketed ? text.dropFirst().dropLast() : text[...]).utf8)
    identifiers.insert(identifier)
    let form = isBracketed ? [] : normaliser.normalise(text.utf8)
    if !isBracketed { forms.insert(form) }
    lines.append((text, form, identifier))
  }

  func contains(form: [UInt8]) -> Bool { forms.contains(form) }

  func contains(identifier: [UInt8]) -> Bool { identifiers.contains(identifier) }

  /// The forms of the broader labels that the list's pairs exclude for a narrower label.
  func broader(than form: [UInt8]) -> [[UInt8]] {
    pairs.filter { $0[0] == form }.map { $0[1] }
  }

  func containsPair(_ narrower: [UInt8], _ broader: [UInt8]) -> Bool {
    !pairs.isEmpty && pairs.contains([narrower, broader])
  }

  /// For each concept of `base`, whether the list has its identifier or, if
  /// `byName`, one of its names. Indexed by the concept that represents it.
  func concepts(
    of base: KnowledgeBase, _ hierarchy: ConceptHierarchy, byName: Bool, _ index: LabelIndex,
    _ hits: inout ListHits
  ) -> [Bool] {
    var isListed = [Bool](repeating: false, count: base.concepts.count)
    for concept in 0..<base.concepts.count {
      let identifier = Array(base.concepts[concept])
      guard identifiers.contains(identifier) else { continue }
      isListed[Int(hierarchy.representative[concept])] = true
      hits.identifiers.insert(identifier)
    }
    // All concepts of a type, a scheme or a collection.
    for (concept, group) in base.memberships {
      let identifier = Array(base.concepts[Int(group)])
      guard identifiers.contains(identifier) else { continue }
      isListed[Int(hierarchy.representative[Int(concept)])] = true
      hits.identifiers.insert(identifier)
    }
    guard byName, !forms.isEmpty else { return isListed }
    var isListedText = [Bool?](repeating: nil, count: base.texts.count)
    for name in base.names {
      let text = Int(name.text)
      let isMember: Bool
      if let known = isListedText[text] {
        isMember = known
      } else {
        let form = index.normaliser.normalise(base.texts[text])
        isMember = forms.contains(form)
        if isMember { hits.forms.insert(form) }
      }
      isListedText[text] = isMember
      if isMember { isListed[Int(hierarchy.representative[Int(name.concept)])] = true }
    }
    return isListed
  }
}

/// The entries of the lists that have been found in labels and knowledge bases.
struct ListHits {
  var forms: Set<[UInt8]> = []
  var identifiers: Set<[UInt8]> = []

  /// The lines of a list that name nothing.
  func misses(of list: ConceptList) -> [String] {
    list.lines.filter { !forms.contains($0.form) && !identifiers.contains($0.identifier) }
      .map(\.text)
      // Pairs are of labels.
      + list.pairLines.filter { !$0.pair.allSatisfy(forms.contains) }.map(\.text)
  }
}

/// What a list of exclusions and a list of inclusions mean for one knowledge base.
struct Participation {
  private let isExcludedConcept: [Bool]
  private let isIncludedConcept: [Bool]
  private let isExcludedLabel: [Bool]
  private let isIncludedLabel: [Bool]
  private let excluded: ConceptList
  private let forms: [[UInt8]]

  init(
    _ base: KnowledgeBase, _ hierarchy: ConceptHierarchy, _ index: LabelIndex,
    _ options: SubsumptionOptions, ambiguousLabels: [Int32], hits: inout ListHits
  ) {
    excluded = options.excluded
    let included = options.included
    let usesLists = !excluded.isEmpty || !(included?.isEmpty ?? true)
    let forms = usesLists ? index.labelForms : []
    self.forms = forms
    isExcludedConcept =
      excluded.isEmpty
      ? [] : excluded.concepts(of: base, hierarchy, byName: true, index, &hits)
    isIncludedConcept =
      included?.concepts(of: base, hierarchy, byName: false, index, &hits) ?? []
    var isOut = [Bool](repeating: false, count: index.labels.count)
    if options.skipsAmbiguous { for label in ambiguousLabels { isOut[Int(label)] = true } }
    for (label, form) in forms.enumerated() {
      let identifier = Array(index.labels[label].utf8)
      if excluded.contains(form: form) || excluded.contains(identifier: identifier) {
        isOut[label] = true
      }
      hits.forms.insert(form)
      hits.identifiers.insert(identifier)
    }
    isExcludedLabel = isOut
    if let included {
      // An empty list includes nothing.
      isIncludedLabel =
        included.isEmpty
        ? [Bool](repeating: false, count: index.labels.count)
        : forms.indices.map {
          included.contains(form: forms[$0])
            || included.contains(identifier: Array(index.labels[$0].utf8))
        }
    } else {
      isIncludedLabel = []
    }
  }

  /// Whether chains may lead through a concept.
  func allows(concept: Int32) -> Bool {
    isExcludedConcept.isEmpty || !isExcludedConcept[Int(concept)]
  }

  /// Whether a label may be an end of a pair by way of that concept.
  func allows(_ match: LabelMatches.Match) -> Bool {
    guard !isExcludedLabel[Int(match.label)], allows(concept: match.concept) else {
      return false
    }
    return isIncludedLabel.isEmpty || isIncludedLabel[Int(match.label)]
      || isIncludedConcept[Int(match.concept)]
  }

  func allows(_ pair: LabelPair) -> Bool {
    forms.isEmpty || !excluded.containsPair(forms[Int(pair.narrower)], forms[Int(pair.broader)])
  }
}

extension String {
  /// Without blanks, tabulators and line ends at both ends.
  var trimmingBlanks: String {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { " \t\r\n".unicodeScalars.contains(scalar) }
    var view = unicodeScalars[...]
    while let first = view.first, isBlank(first) { view.removeFirst() }
    while let last = view.last, isBlank(last) { view.removeLast() }
    return String(view)
  }
}
