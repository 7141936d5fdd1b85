// Concepts of a vocabulary in RDF: which parts of the graph a table keeps. Which nodes are
// concepts is in ConceptNodes.
import Formats
import FormatsFiles
import FormatsRDF

extension CollectorOptions {
  /// What a vocabulary keeps: all languages, groups and related concepts; no names
  /// that are only ends of IRIs.
  package static var vocabulary: CollectorOptions {
    var options = CollectorOptions()
    options.languages = nil
    options.usesLocalNames = false
    options.keepsGroups = true
    options.keepsRelated = true
    return options
  }
}

extension ConceptTableBuilder {
  /// Takes in the concepts of a graph that was collected with
  /// `CollectorOptions.vocabulary`: if nodes are declared as `skos:Concept`, those
  /// alone, otherwise all that have a name or a place in the hierarchy.
  ///
  /// - Returns: what was left out, in sentences.
  @discardableResult
  package mutating func add(_ base: KnowledgeBase) -> [String] {
    let nodes = ConceptNodes(base)
    let isConcept = nodes.isConcept
    let numbers = isConcept.indices.map { node -> Int32 in
      isConcept[node] ? concept(base.concepts[node]) : -1
    }
    addNames(of: base, numbers)
    let strays = addRelations(of: base, numbers)
    for (concept, group) in base.memberships where numbers[Int(concept)] >= 0 {
      addMembership(base.concepts[Int(group)], of: numbers[Int(concept)])
    }
    for concept in base.deprecated.sorted() where numbers[Int(concept)] >= 0 {
      setDeprecated(numbers[Int(concept)])
    }
    return base.withoutIRI.remarks(hasConcepts: nodes.areDeclared)
      + [
        Self.remark(base, strays: strays, isConcept: isConcept),
        Self.remark(base, leftOut: zip(isConcept, nodes.isOther).map { !$0 && !$1 }),
      ].compactMap { $0 }
  }

  /// Adds what relates concepts.
  ///
  /// - Returns: the edges of which one end alone is a concept.
  private mutating func addRelations(of base: KnowledgeBase, _ numbers: [Int32]) -> [KnowledgeBase.Edge] {
    var strays: [KnowledgeBase.Edge] = []
    for edge in base.edges {
      let (narrower, broader) = (numbers[Int(edge.narrower)], numbers[Int(edge.broader)])
      if narrower >= 0, broader >= 0 {
        addBroader(broader, of: narrower)
      } else if narrower >= 0 || broader >= 0 {
        strays.append(edge)
      }
    }
    for (a, b) in base.related where numbers[Int(a)] >= 0 && numbers[Int(b)] >= 0 {
      addRelated(numbers[Int(a)], numbers[Int(b)])
    }
    return strays
  }

  /// Relations that lead from a concept to a node that is none.
  private static func remark(
    _ base: KnowledgeBase, strays: [KnowledgeBase.Edge], isConcept: [Bool]
  ) -> String? {
    guard let first = strays.first else { return nil }
    func stranger(_ edge: KnowledgeBase.Edge) -> Int32 {
      isConcept[Int(edge.narrower)] ? edge.broader : edge.narrower
    }
    let relations = Set(strays.map { [$0.narrower, $0.broader] }).count
    return "left out \(relations, "relation") to \(Set(strays.map(stranger)).count, "node") that the file does not "
      + "call concepts, such as <\(base.concepts.text(Int(stranger(first))))> "
      + "(\(base.files[Int(first.file)].title), line \(first.line))"
  }

  /// Nodes with names that nothing calls a concept.
  private static func remark(_ base: KnowledgeBase, leftOut: [Bool]) -> String? {
    var nodes: Set<Int32> = []
    var names = 0
    for name in base.names + base.plainNames where leftOut[Int(name.concept)] {
      nodes.insert(name.concept)
      names += 1
    }
    guard let first = nodes.min() else { return nil }
    return "left out \(nodes.count, "node") with \(names, "name") that the file does not call "
      + "concepts, such as <\(base.concepts.text(Int(first)))>"
  }

  /// Adds names in all languages; `rdfs:label` if a concept has no preferred name in
  /// that language.
  private mutating func addNames(of base: KnowledgeBase, _ numbers: [Int32]) {
    func add(_ name: KnowledgeBase.Name) {
      let number = numbers[Int(name.concept)]
      guard number >= 0 else { return }
      let language =
        Int(name.language) < base.languages.count ? base.languages[Int(name.language)] : ""
      addName(
        base.texts[Int(name.text)], language: name.kind == .notation ? "" : language,
        kind: name.kind, of: number)
    }
    var named: Set<[Int32]> = []
    for name in base.names {
      add(name)
      if name.kind == .preferred, !base.plainNames.isEmpty {
        named.insert([name.concept, Int32(name.language)])
      }
    }
    for name in base.plainNames
    where !named.contains([name.concept, Int32(name.language)]) { add(name) }
  }
}
