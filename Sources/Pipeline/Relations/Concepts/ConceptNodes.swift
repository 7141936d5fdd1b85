// Which nodes of a graph are concepts.
import FormatsRDF

/// The nodes of a graph as a vocabulary sees them: concepts, nodes that stand for something
/// else, and the rest.
struct ConceptNodes {
  private(set) var isConcept: [Bool]
  /// Whether a node is something else by its type.
  private(set) var isOther: [Bool]
  /// Whether the graph declares concepts.
  private(set) var areDeclared = false

  /// - Parameter base: collected with `CollectorOptions.vocabulary`.
  init(_ base: KnowledgeBase) {
    isConcept = [Bool](repeating: false, count: base.concepts.count)
    isOther = isConcept
    // skos:Concept and its subclasses.
    let types = Self.typesOfConcepts(base)
    let others = Set(
      Self.otherTypes.compactMap { base.concepts.find(Array($0.utf8)).map { Int32($0) } })
    for (concept, group) in base.memberships {
      if types.contains(group) {
        isConcept[Int(concept)] = true
        areDeclared = true
      } else if others.contains(group) {
        isOther[Int(concept)] = true
      }
    }
    if areDeclared {
      for type in types { isOther[Int(type)] = true }
    } else {
      markUndeclared(base)
    }
  }

  /// Without a node of theirs, the classes below skos:Concept are concepts too.
  private mutating func markUndeclared(_ base: KnowledgeBase) {
    for name in base.names { mark(name.concept, base) }
    for name in base.plainNames { mark(name.concept, base) }
    for edge in base.edges {
      mark(edge.narrower, base)
      mark(edge.broader, base)
    }
  }

  private mutating func mark(_ node: Int32, _ base: KnowledgeBase) {
    isConcept[Int(node)] = !isOther[Int(node)] && !Self.isOfALanguage(base.concepts[Int(node)])
  }

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
}
