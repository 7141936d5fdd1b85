// Which names mean the same, according to knowledge bases that say nothing else:
// lists `A = B`, or files of redirects.
import FormatsRDF
import PipelineText

/// Names in their normal form, in classes of equal meaning.
struct SynonymClasses: Sendable {
  private var forms = ByteTable()
  private var classes = DisjointSets()
  /// The forms of each class, by the class's root; made on first use.
  private var members: [Int32: [Int32]] = [:]

  var isEmpty: Bool { forms.count == 0 }

  /// Takes in all names of concepts of `base` that redirects or a list of synonyms
  /// merge.
  mutating func add(_ base: KnowledgeBase, normaliser: LabelNormaliser) {
    guard !base.redirects.isEmpty else { return }
    var isEnd = [Bool](repeating: false, count: base.concepts.count)
    for (a, b) in base.redirects {
      isEnd[Int(a)] = true
      isEnd[Int(b)] = true
    }
    var names = [[Int32]](repeating: [], count: base.concepts.count)
    for name in base.names where isEnd[Int(name.concept)] {
      let form = Int32(forms.intern(normaliser.normalise(base.texts[Int(name.text)])))
      names[Int(name.concept)].append(form)
    }
    classes.grow(to: forms.count)
    for group in names where group.count > 1 {
      for form in group.dropFirst() { classes.join(group[0], form) }
    }
    for (a, b) in base.redirects {
      if let first = names[Int(a)].first, let second = names[Int(b)].first {
        classes.join(first, second)
      }
    }
    members = [:]
    for form in 0..<Int32(forms.count) {
      members[classes.root(of: form), default: []].append(form)
    }
  }

  /// The other names of a form, in the order of their first appearance.
  func others(of form: [UInt8]) -> [ArraySlice<UInt8>] {
    guard let number = forms.find(form) else { return [] }
    return (members[classes.rootWithoutChange(of: Int32(number))] ?? [])
      .filter { $0 != number }.map { forms[Int($0)] }
  }
}
