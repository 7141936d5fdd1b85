// What each predicate means for concepts: SKOS, RDFS and OWL, and the
// vocabularies in which libraries and science publish their concepts.
import Formats
import FormatsRDF

/// What a predicate means.
enum Meaning {
  case broader(UInt8)
  case narrower(UInt8)
  /// An edge that the source has inferred; it counts if there is no direct one.
  case broaderTransitive(UInt8)
  case narrowerTransitive(UInt8)
  case subClassOf(UInt8)
  case equivalentClass, equivalent, redirect
  case name(NameKind)
  case plainName
  /// A link from a concept to a resource that carries names, and a name of such a resource.
  case nameResource(NameKind)
  case resourceName(NameKind)
  case type, deprecated, active
  case group, groupOfObject, groupOfList, related, unusedMapping
  case intersection, union, first, rest
  /// None of these; the frequent ones are reported if nothing else is found.
  case unknown(Int)
}

/// Namespaces of the predicates.
private enum Space {
  static let skos = "http://www.w3.org/2004/02/skos/core#"
  static let xl = "http://www.w3.org/2008/05/skos-xl#"
  static let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  static let rdfs = "http://www.w3.org/2000/01/rdf-schema#"
  static let owl = "http://www.w3.org/2002/07/owl#"
  static let mesh = "http://id.nlm.nih.gov/mesh/vocab#"
  static let gnd = "https://d-nb.info/standards/elementset/gnd#"
  static let mads = "http://www.loc.gov/mads/rdf/v1#"
  static let geonames = "http://www.geonames.org/ontology#"
  static let obo = "http://www.geneontology.org/formats/oboInOwl#"
  static let iso = "http://purl.org/iso25964/skos-thes#"
  static let cso = "http://cso.kmi.open.ac.uk/schema/cso#"
}

extension StatementCollector {
  /// Fills the table of predicates: what the user asks for first, so that it
  /// wins over what is usual.
  mutating func addMeanings() {
    for iri in options.broaderPredicates { addBroader(iri, "<\(iri)>") }
    for iri in options.narrowerPredicates { addNarrower(iri, "<\(iri)>") }
    for predicate in options.namePredicates { add(predicate.iri, .name(predicate.kind)) }
    addSKOS()
    addOWL()
    addLibraries()
    typePredicate = base.predicate("rdf:type")
  }

  private mutating func addSKOS() {
    addBroader(Space.skos + "broader", "skos:broader")
    addNarrower(Space.skos + "narrower", "skos:narrower")
    add(
      Space.skos + "broaderTransitive",
      .broaderTransitive(base.predicate("skos:broaderTransitive")))
    add(
      Space.skos + "narrowerTransitive",
      .narrowerTransitive(base.predicate("skos:narrowerTransitive", isInverse: true)))
    if options.usesMappings {
      addBroader(Space.skos + "broadMatch", "skos:broadMatch")
      addNarrower(Space.skos + "narrowMatch", "skos:narrowMatch")
      add(Space.skos + "exactMatch", .equivalent)
      add(Space.owl + "sameAs", .equivalent)
    } else {
      for name in ["broadMatch", "narrowMatch", "exactMatch"] {
        add(Space.skos + name, .unusedMapping)
      }
      add(Space.owl + "sameAs", .unusedMapping)
    }
    add(Space.skos + "prefLabel", .name(.preferred))
    add(Space.skos + "altLabel", .name(.alternative))
    add(Space.skos + "hiddenLabel", .name(.hidden))
    add(Space.skos + "notation", .name(.notation))
    add(Space.xl + "prefLabel", .nameResource(.preferred))
    add(Space.xl + "altLabel", .nameResource(.alternative))
    add(Space.xl + "hiddenLabel", .nameResource(.hidden))
    add(Space.xl + "literalForm", .resourceName(.preferred))
    if options.keepsRelated { add(Space.skos + "related", .related) }
    if options.keepsGroups {
      for name in ["inScheme", "topConceptOf"] { add(Space.skos + name, .group) }
      for name in ["member", "hasTopConcept"] { add(Space.skos + name, .groupOfObject) }
      add(Space.skos + "memberList", .groupOfList)
      add("https://schema.org/inDefinedTermSet", .group)
      add("http://schema.org/inDefinedTermSet", .group)
      for name in ["isMemberOfMADSScheme", "isMemberOfMADSCollection"] {
        add(Space.mads + name, .group)
      }
      for name in ["hasMADSSchemeMember", "hasMADSCollectionMember"] { add(Space.mads + name, .groupOfObject) }
      for scheme in ["http", "https"] { add(scheme + "://schema.org/hasDefinedTerm", .groupOfObject) }
    }
    for name in ["Generic", "Partitive", "Instantial"] {
      addBroader(Space.iso + "broader" + name, "iso-thes:broader" + name)
      addNarrower(Space.iso + "narrower" + name, "iso-thes:narrower" + name)
    }
  }

  private mutating func addOWL() {
    add(Space.rdfs + "subClassOf", .subClassOf(base.predicate("rdfs:subClassOf")))
    add(Space.owl + "equivalentClass", .equivalentClass)
    add("http://dbpedia.org/ontology/wikiPageRedirects", .redirect)
    add(Space.rdfs + "label", .plainName)
    add(Space.rdf + "type", .type)
    add(Space.rdf + "first", .first)
    add(Space.rdf + "rest", .rest)
    add(Space.owl + "deprecated", .deprecated)
    add(Space.owl + "intersectionOf", .intersection)
    for name in ["unionOf", "disjointUnionOf"] { add(Space.owl + name, .union) }
    for name in ["hasExactSynonym", "hasRelatedSynonym", "hasNarrowSynonym", "hasBroadSynonym"] {
      add(Space.obo + name, .name(name == "hasExactSynonym" ? .alternative : .hidden))
    }
    // Exact synonyms as the OBO ontologies of today write them.
    add("http://purl.obolibrary.org/obo/IAO_0000118", .name(.alternative))
  }

  private mutating func addLibraries() {
    for name in ["broaderDescriptor", "broaderConcept", "broaderQualifier"] {
      addBroader(Space.mesh + name, "meshv:" + name)
    }
    addNarrower(Space.mesh + "narrowerConcept", "meshv:narrowerConcept")
    add(Space.mesh + "preferredConcept", .nameResource(.preferred))
    add(Space.mesh + "concept", .nameResource(.alternative))
    add(Space.mesh + "preferredTerm", .nameResource(.preferred))
    add(Space.mesh + "term", .nameResource(.alternative))
    add(Space.mesh + "prefLabel", .resourceName(.preferred))
    add(Space.mesh + "altLabel", .resourceName(.alternative))
    add(Space.mesh + "active", .active)
    for name in [
      "broaderTermGeneral", "broaderTermGeneric", "broaderTermPartitive",
      "broaderTermInstantial", "broaderTermWithMoreThanOneElement",
    ] { addBroader(Space.gnd + name, "gndo:" + name) }
    // preferredNameForTheSubjectHeading, …ForThePerson, …ForTheCorporateBody and so on.
    for kind in [
      "", "ForTheSubjectHeading", "ForThePerson", "ForTheFamily", "ForTheCorporateBody",
      "ForTheConferenceOrEvent", "ForThePlaceOrGeographicName", "ForTheWork",
    ] {
      add(Space.gnd + "preferredName" + kind, .name(.preferred))
      add(Space.gnd + "variantName" + kind, .name(.alternative))
    }
    for (space, word) in [
      (Space.mads, "madsrdf:"), ("http://www.loc.gov/mads/rdf/v1/", "madsrdf:"),
    ] {
      addBroader(space + "hasBroaderAuthority", word + "hasBroaderAuthority")
      addNarrower(space + "hasNarrowerAuthority", word + "hasNarrowerAuthority")
      add(space + "authoritativeLabel", .name(.preferred))
      add(space + "hasVariant", .nameResource(.alternative))
      add(space + "variantLabel", .resourceName(.preferred))
    }
    addBroader(Space.geonames + "parentFeature", "gn:parentFeature")
    add(Space.geonames + "name", .name(.preferred))
    add(Space.geonames + "officialName", .name(.alternative))
    add(Space.geonames + "alternateName", .name(.alternative))
    for scheme in ["http", "https"] {
      add(scheme + "://schema.org/name", .name(.preferred))
      add(scheme + "://schema.org/alternateName", .name(.alternative))
      add(scheme + "://schema.org/termCode", .name(.notation))
    }
    addBroader("http://www.wikidata.org/prop/direct/P279", "wdt:P279")
    addNarrower(Space.cso + "superTopicOf", "cso:superTopicOf")
    for name in ["relatedEquivalent", "preferentialEquivalent"] {
      add(Space.cso + name, .equivalent)
    }
  }

  /// Predicates that lead to other versions, schemes, types and documents, by the end of their IRIs in
  /// lower case.
  private static let otherRelations: Set<String> = [
    "isreplacedby", "replaces", "replacedby", "replacement", "isversionof", "hasversion", "priorversion",
    "isformatof", "hasformat", "exactmatch", "closematch", "relatedmatch", "broadmatch", "narrowmatch",
    "mappingrelation", "exactequivalence", "inexactequivalence", "sameas", "seealso", "differentfrom", "related",
    "relation", "semanticrelation", "inscheme", "topconceptof", "hastopconcept", "ismemberofmadsscheme", "type",
    "additionaltype", "instanceof", "p31", "isdefinedby", "domain", "range", "references", "isreferencedby",
    "source", "wasderivedfrom", "conformsto", "license", "rights", "creator", "contributor", "publisher",
    "language", "format", "page", "homepage", "primarytopic", "isprimarytopicof", "depiction", "image", "isdescribedby",
    "definition", "note", "scopenote", "editorialnote", "historynote", "changenote", "example",
  ]

  /// Whether a predicate that is not known may lead to broader or narrower concepts, as far as its IRI shows.
  static func mayBeHierarchy(_ iri: ArraySlice<UInt8>) -> Bool {
    if [Space.owl, Space.rdf].contains(where: { iri.starts(with: $0.utf8) }) { return false }
    return !otherRelations.contains(String(decoding: localName(ofIRI: iri), as: UTF8.self).lowercased())
  }

  private mutating func add(_ iri: String, _ meaning: Meaning) {
    if predicateTable.intern(Array(iri.utf8)) == meanings.count { meanings.append(meaning) }
  }

  private mutating func addBroader(_ iri: String, _ word: String) {
    add(iri, .broader(base.predicate(word)))
  }

  private mutating func addNarrower(_ iri: String, _ word: String) {
    add(iri, .narrower(base.predicate(word, isInverse: true)))
  }

  /// The meaning of a predicate that occurs for the first time: that of the same name in
  /// another namespace, or none. Only a limited number is remembered.
  mutating func meaning(ofNew predicate: ByteView) -> Meaning? {
    if predicate.suffix(16).elementsEqual("cso#superTopicOf".utf8) {
      addNarrower(String(decoding: predicate, as: UTF8.self), "cso:superTopicOf")
      return meanings.last
    }
    guard unknown.count < 1_000 else { return nil }
    let number = predicateTable.intern(predicate)
    precondition(number == meanings.count, "a new predicate has a new number")
    meanings.append(.unknown(unknown.count))
    unknown.append(.init(predicate: number))
    return meanings[number]
  }
}
