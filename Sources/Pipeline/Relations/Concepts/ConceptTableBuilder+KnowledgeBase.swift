// Concepts of a vocabulary in RDF: which nodes of the graph are concepts, and which
// parts of the graph a table keeps.
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
  /// Types of nodes that are not concepts.
  private static let otherTypes: Set<String> = [
    "http://www.w3.org/2004/02/skos/core#ConceptScheme",
    "http://www.w3.org/2004/02/skos/core#Collection",
    "http://www.w3.org/2004/02/skos/core#OrderedCollection",
    "http://www.w3.org/2008/05/skos-xl#Label",
    "http://purl.org/iso25964/skos-thes#ThesaurusArray",
    "http://purl.org/iso25964/skos-thes#ConceptGroup",
    "http://www.w3.org/2002/07/owl#Ontology",
    "http://www.w3.org/2002/07/owl#ObjectProperty",
    "http://www.w3.org/2002/07/owl#DatatypeProperty",
    "http://www.w3.org/2002/07/owl#AnnotationProperty",
    "http://www.w3.org/2002/07/owl#FunctionalProperty",
    "http://www.w3.org/2002/07/owl#InverseFunctionalProperty",
    "http://www.w3.org/2002/07/owl#TransitiveProperty",
    "http://www.w3.org/2002/07/owl#SymmetricProperty",
    "http://www.w3.org/2000/01/rdf-schema#Datatype",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#Property",
    "http://www.loc.gov/mads/rdf/v1#MADSScheme",
    "http://www.loc.gov/mads/rdf/v1#MADSCollection",
    "http://id.nlm.nih.gov/mesh/vocab#Term", "http://id.nlm.nih.gov/mesh/vocab#Concept",
    "http://id.nlm.nih.gov/mesh/vocab#TreeNumber",
    "http://id.nlm.nih.gov/mesh/vocab#DescriptorQualifierPair",
    "http://id.nlm.nih.gov/mesh/vocab#AllowedDescriptorQualifierPair",
    "http://id.nlm.nih.gov/mesh/vocab#DisallowedDescriptorQualifierPair",
    "https://schema.org/DefinedTermSet", "http://schema.org/DefinedTermSet",
  ]
  private static let conceptType = "http://www.w3.org/2004/02/skos/core#Concept"

  /// Takes in the concepts of a graph that was collected with
  /// `CollectorOptions.vocabulary`: if nodes are declared as `skos:Concept`, those
  /// alone, otherwise all that have a name or a place in the hierarchy.
  ///
  /// - Returns: what was left out, in sentences.
  @discardableResult
  package mutating func add(_ base: KnowledgeBase) -> [String] {
    var isConcept = [Bool](repeating: false, count: base.concepts.count)
    var isOther = isConcept
    // skos:Concept and its subclasses.
    let types = Self.typesOfConcepts(base)
    let others = Set(
      Self.otherTypes.compactMap { base.concepts.find(Array($0.utf8)).map { Int32($0) } })
    var hasConcepts = false
    for (concept, group) in base.memberships {
      if types.contains(group) {
        isConcept[Int(concept)] = true
        hasConcepts = true
      } else if others.contains(group) {
        isOther[Int(concept)] = true
      }
    }
    if hasConcepts {
      for type in types { isOther[Int(type)] = true }
    } else {
      // Without a node of theirs, the classes below skos:Concept are concepts too.
      func mark(_ concept: Int32) {
        isConcept[Int(concept)] = !isOther[Int(concept)] && !Self.isOfALanguage(base.concepts[Int(concept)])
      }
      for name in base.names { mark(name.concept) }
      for name in base.plainNames { mark(name.concept) }
      for edge in base.edges {
        mark(edge.narrower)
        mark(edge.broader)
      }
    }
    let numbers = isConcept.indices.map { concept -> Int32 in
      isConcept[concept] ? self.concept(base.concepts[concept]) : -1
    }
    addNames(of: base, numbers)
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
    for (concept, group) in base.memberships where numbers[Int(concept)] >= 0 {
      addMembership(base.concepts[Int(group)], of: numbers[Int(concept)])
    }
    for concept in base.deprecated.sorted() where numbers[Int(concept)] >= 0 {
      setDeprecated(numbers[Int(concept)])
    }
    return base.withoutIRI.remarks(hasConcepts: hasConcepts)
      + [
        Self.remark(base, strays: strays, isConcept: isConcept),
        Self.remark(base, leftOut: isConcept.indices.map { !isConcept[$0] && !isOther[$0] }),
      ].compactMap { $0 }
  }

  /// The class of concepts, and all that a file says to be below it.
  private static func typesOfConcepts(_ base: KnowledgeBase) -> Set<Int32> {
    guard let skos = base.concepts.find(Array(conceptType.utf8)).map({ Int32($0) }) else { return [] }
    var types: Set<Int32> = [skos]
    var isComplete = false
    while !isComplete {
      isComplete = true
      for edge in base.edges where types.contains(edge.broader) && types.insert(edge.narrower).inserted {
        isComplete = false
      }
    }
    return types
  }

  /// Whether an IRI is a word of a language in which ontologies are written, such as `owl:Thing`.
  private static func isOfALanguage(_ iri: ArraySlice<UInt8>) -> Bool { languages.contains { iri.starts(with: $0) } }

  private static let languages = [
    "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2004/02/skos/core#",
    "http://www.geneontology.org/formats/oboInOwl#",
  ].map { Array($0.utf8) }

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
