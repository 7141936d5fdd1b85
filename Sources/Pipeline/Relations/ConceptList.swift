// Lists by which a user takes labels, concepts or single pairs in or out. How a
// list reaches memory is the stage's business.
import Formats
import Foundation

/// The lines of such a list: a label or another name, the IRI of a concept, or
/// `narrower <- broader` for one pair of labels.
public struct ConceptList: Sendable, Equatable {
  private var forms: Set<[UInt8]> = []
  private var identifiers: Set<[UInt8]> = []
  private var pairs: Set<[[UInt8]]> = []

  public var isEmpty: Bool { forms.isEmpty && identifiers.isEmpty && pairs.isEmpty }

  public init() {}

  /// Takes in one line; blanks at its ends do not count, empty lines neither.
  public mutating func add(line: some Collection<UInt8>, normaliser: LabelNormaliser) {
    let text = String(decoding: line, as: UTF8.self).trimmingBlanks
    if text.isEmpty { return }
    if let arrow = text.range(of: " <- ") {
      pairs.insert([
        normaliser.normalise(text[..<arrow.lowerBound].utf8),
        normaliser.normalise(text[arrow.upperBound...].utf8),
      ])
      return
    }
    // An IRI may stand in angle brackets, as explanations print it.
    let isBracketed = text.hasPrefix("<") && text.hasSuffix(">")
    identifiers.insert(Array((isBracketed ? text.dropFirst().dropLast() : text[...]).utf8))
    if !isBracketed { forms.insert(normaliser.normalise(text.utf8)) }
  }

  func contains(form: [UInt8]) -> Bool { forms.contains(form) }

  func containsPair(_ narrower: [UInt8], _ broader: [UInt8]) -> Bool {
    !pairs.isEmpty && pairs.contains([narrower, broader])
  }

  /// For each concept of `base`, whether the list has its identifier or, if
  /// `byName`, one of its names. Indexed by what stands for the concept.
  func concepts(
    of base: KnowledgeBase, _ hierarchy: ConceptHierarchy, byName: Bool, _ index: LabelIndex
  ) -> [Bool] {
    var isListed = [Bool](repeating: false, count: base.concepts.count)
    for concept in 0..<base.concepts.count where identifiers.contains(Array(base.concepts[concept]))
    {
      isListed[Int(hierarchy.representative[concept])] = true
    }
    guard byName, !forms.isEmpty else { return isListed }
    var isListedText = [Bool?](repeating: nil, count: base.texts.count)
    for name in base.names {
      let text = Int(name.text)
      let isMember = isListedText[text]
        ?? forms.contains(index.normaliser.normalise(base.texts[text]))
      isListedText[text] = isMember
      if isMember { isListed[Int(hierarchy.representative[Int(name.concept)])] = true }
    }
    return isListed
  }
}

/// What a list of exclusions and one of inclusions say of one knowledge base.
struct Participation {
  private let isExcludedConcept: [Bool]
  private let isIncludedConcept: [Bool]
  private let isExcludedLabel: [Bool]
  private let isIncludedLabel: [Bool]
  private let excluded: ConceptList
  private let forms: [[UInt8]]

  init(
    _ base: KnowledgeBase, _ hierarchy: ConceptHierarchy, _ index: LabelIndex,
    _ options: SubsumptionOptions, ambiguousLabels: [Int32]
  ) {
    excluded = options.excluded
    let included = options.included
    let usesLists = !excluded.isEmpty || !(included?.isEmpty ?? true)
    let forms = usesLists ? index.labelForms : []
    self.forms = forms
    isExcludedConcept = excluded.isEmpty
      ? [] : excluded.concepts(of: base, hierarchy, byName: true, index)
    isIncludedConcept = included?.concepts(of: base, hierarchy, byName: false, index) ?? []
    var isOut = [Bool](repeating: false, count: index.labels.count)
    if options.skipsAmbiguous { for label in ambiguousLabels { isOut[Int(label)] = true } }
    for (label, form) in forms.enumerated() where excluded.contains(form: form) {
      isOut[label] = true
    }
    isExcludedLabel = isOut
    if let included {
      // An empty list includes nothing.
      isIncludedLabel = included.isEmpty
        ? [Bool](repeating: false, count: index.labels.count)
        : forms.map { included.contains(form: $0) }
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
