// Knowledge bases in the shapes in which they are published, each with the relations that
// are right: escapes, collections, Wikidata, classes that are individuals, scripts.
import XCTest

final class PublishedShapesTests: KnowledgeTestCase {
  /// `\'` is an escape of N-Triples 1.1 that few writers use.
  func testEscapedApostrophe() throws {
    let skos = "http://www.w3.org/2004/02/skos/core#"
    try write(
      "a.nt",
      """
      <http://e/a> <\(skos)prefLabel> "Queen\\'s hospital"@en .
      <http://e/b> <\(skos)prefLabel> "Hospital"@en .
      <http://e/a> <\(skos)broader> <http://e/b> .

      """)
    XCTAssertEqual(
      try relate(["queen's_hospital", "hospital"], ["a.nt"]).pairs, ["queen's_hospital<hospital"])
  }

  /// To be a member of a collection is not to be narrower, unless the user says so.
  func testCollections() throws {
    try write(
      "a.ttl",
      Self.prefixes + """
        @prefix iso: <http://purl.org/iso25964/skos-thes#> .
        :a a skos:Concept ; skos:prefLabel "Church"@en ; iso:subordinateArray :g .
        :g a skos:Collection ; skos:prefLabel "churches by function"@en ; skos:member :b, :c .
        :b a skos:Concept ; skos:prefLabel "Parish church"@en .
        :c a skos:Concept ; skos:prefLabel "Cathedral"@en .
        :o a skos:OrderedCollection ; skos:prefLabel "Alphabet"@en ; skos:memberList ( :a :b ) .
        """)
    let tags = ["church", "parish_church", "cathedral", "alphabet"]
    XCTAssertEqual(try relate(tags, ["a.ttl"]).pairs, [])
    let narrower = "--narrower-predicate"
    XCTAssert(
      try relate(
        tags, ["a.ttl"], narrower, "http://www.w3.org/2004/02/skos/core#member", narrower,
        "http://purl.org/iso25964/skos-thes#subordinateArray", "--sub-depth", "2"
      ).pairs.contains("cathedral<church@2"))
  }

  /// What a Wikidata query gives: P279 is the hierarchy, P31 is not.
  func testWikidata() throws {
    let wd = "http://www.wikidata.org"
    try write(
      "a.nt",
      """
      <\(wd)/entity/Q1> <\(wd)/prop/direct/P279> <\(wd)/entity/Q2> .
      <\(wd)/entity/Q1> <http://www.w3.org/2000/01/rdf-schema#label> "neural network"@en .
      <\(wd)/entity/Q1> <http://www.w3.org/2004/02/skos/core#altLabel> "ANN"@en .
      <\(wd)/entity/Q2> <http://www.w3.org/2000/01/rdf-schema#label> "model"@en .
      <\(wd)/entity/Q1> <\(wd)/prop/direct/P31> <\(wd)/entity/Q3> .
      <\(wd)/entity/Q3> <http://www.w3.org/2000/01/rdf-schema#label> "academic discipline"@en .

      """)
    XCTAssertEqual(
      try relate(
        ["neural_network", "model", "ann", "academic_discipline"], ["a.nt"],
        "--broader-predicate", "\(wd)/prop/direct/P279"
      ).pairs.sorted(), ["ann<model", "neural_network<model"])
  }

  /// One IRI may be a class, an individual and a concept.
  func testPunning() throws {
    try write(
      "a.ttl",
      Self.prefixes + """
        :Eagle a owl:Class, owl:NamedIndividual, skos:Concept, :Species ;
          rdfs:subClassOf :Bird ; skos:broader :Raptors ; rdfs:label "Eagle" .
        :Species a owl:Class ; rdfs:subClassOf owl:Thing .
        :Bird a owl:Class ; rdfs:subClassOf owl:Thing, :Bird .
        :Raptors a skos:Concept ; skos:prefLabel "Birds of prey"@en .
        """)
    let tags = ["eagle", "bird", "birds_of_prey", "species", "thing"]
    let pairs = try relate(tags, ["a.ttl"]).pairs
    XCTAssertTrue(pairs.contains("eagle<bird"))
    XCTAssertTrue(pairs.contains("eagle<birds_of_prey"))
    XCTAssertFalse(pairs.contains("bird<bird"))
    XCTAssertFalse(pairs.contains("eagle<species"))
    XCTAssertTrue(try relate(tags, ["a.ttl"], "--use-types").pairs.contains("eagle<species"))
  }

  /// A language means its regions and scripts too (RFC 4647, basic filtering), in any case.
  func testLanguageRanges() throws {
    try write(
      "a.ttl",
      Self.prefixes + """
        :a skos:prefLabel "computer"@EN, "计算机"@zh-Hans, "電腦"@zh-Hant, "ordinateur"@fr-CA ;
          skos:broader :b .
        :b skos:prefLabel "machine"@en-US, "机器"@zh-Hans, "engine"@eng, "appareil"@fr .
        """)
    let tags = ["computer", "machine", "计算机", "机器", "電腦", "ordinateur", "engine", "appareil"]
    XCTAssertEqual(
      try relate(tags, ["a.ttl"], "--language", "en").pairs, ["computer<machine"])
    XCTAssertEqual(
      try relate(tags, ["a.ttl"], "--language", "fr").pairs, ["ordinateur<appareil"])
    XCTAssertEqual(
      try relate(tags, ["a.ttl"], "--language", "zh").pairs.sorted(),
      ["计算机<机器", "電腦<机器"].sorted())
    XCTAssertEqual(
      try relate(tags, ["a.ttl"], "--language", "zh-Hans").pairs, ["计算机<机器"])
  }
}
