// Knowledge bases as people have them, each with the relations that are right.
import XCTest

final class KnowledgeCaseTests: KnowledgeTestCase {
  /// Results depend on what is in a file of --context, which is an input like others.
  func testContextsAreInputs() throws {
    try write(
      "j.jsonld", #"{"@context":"http://ctx/","@id":"http://e/a","label":"A","above":{"@id":"http://e/b","label":"B"}}"#
    )
    let skos = "http://www.w3.org/2004/02/skos/core#"
    func context(_ relation: String) throws {
      try write("ctx.json", #"{"@context":{"label":"\#(skos)prefLabel","above":"\#(skos)\#(relation)"}}"#)
    }
    try context("broader")
    let option = "http://ctx/=" + path("ctx.json")
    XCTAssertEqual(try relate(["A", "B"], ["j.jsonld"], "--context", option).pairs, ["A<B"])
    try context("narrower")
    XCTAssertEqual(try relate(["A", "B"], ["j.jsonld"], "--context", option).pairs, ["B<A"])
    let build = ["build-concepts", path("j.jsonld"), "--context", option, "-o", path("c.stage")]
    _ = try succeed(build[0], Array(build.dropFirst()))
    XCTAssert(try succeed(build[0], Array(build.dropFirst())).contains("is up to date"))
    try context("broader")
    XCTAssertFalse(try succeed(build[0], Array(build.dropFirst())).contains("is up to date"))
  }

  /// broaderTransitive follows from broader: it is not a direct step.
  func testMaterialisedTransitiveStatements() throws {
    try write(
      "a.ttl",
      Self.prefixes + """
        :a skos:prefLabel "Poodle"@en ; skos:broader :b ; skos:broaderTransitive :b, :c, :d .
        :b skos:prefLabel "Dog"@en ; skos:broader :c ; skos:broaderTransitive :c, :d .
        :c skos:prefLabel "Mammal"@en ; skos:broader :d ; skos:broaderTransitive :d .
        :d skos:prefLabel "Animal"@en .
        """)
    let tags = ["poodle", "dog", "mammal", "animal"]
    XCTAssertEqual(
      try relate(tags, ["a.ttl"]).pairs, ["dog<mammal", "mammal<animal", "poodle<dog"])
    XCTAssertEqual(
      try relate(tags, ["a.ttl"], "--sub-depth", "3", "--decay", "0.5").pairs,
      [
        "dog<animal@2", "dog<mammal", "mammal<animal", "poodle<animal@3", "poodle<dog",
        "poodle<mammal@2",
      ])
    try write(
      "t.ttl",
      Self.prefixes + ":a skos:broaderTransitive :b . :c skos:narrowerTransitive :b .")
    XCTAssertEqual(try relate(["a", "b", "c"], ["t.ttl"]).pairs, ["a<b", "b<c"])
  }

  /// Labels of one form, or of one concept, are not below each other.
  func testLabelsThatMeanTheSame() throws {
    try write(
      "a.ttl",
      Self.prefixes + """
        :n71 skos:prefLabel "Informatik"@de, "Computer science"@en ; skos:narrower :n079, :n080 .
        :n079 skos:prefLabel "Informatik"@de, "Computer science"@en .
        :n080 skos:prefLabel "Bioinformatik"@de, "Bioinformatics"@en .
        """)
    let both = ["--language", "de", "--language", "en"]
    XCTAssertEqual(
      try relate(
        ["Informatik", "computer_science", "bioinformatics"], ["a.ttl"], both[0], both[1],
        both[2], both[3]
      ).pairs, ["bioinformatics<Informatik", "bioinformatics<computer_science"])
    XCTAssertEqual(
      try relate(["Informatik", "informatik", "Bioinformatics"], ["a.ttl"]).pairs,
      ["Bioinformatics<Informatik", "Bioinformatics<informatik"])
  }

  /// Labels that are each narrower than the other are reported, and --cycles holds
  /// for them.
  func testMutualPairs() throws {
    try write("a.csv", "dog,pet\npet,animal\nanimal,dog\n")
    let tags = ["dog", "pet", "animal"]
    let kept = try relate(tags, ["a.csv"], explain: ["dog"])
    XCTAssertEqual(kept.pairs, ["animal<dog", "dog<pet", "pet<animal"])
    XCTAssert(
      kept.said.contains(
        "1 group of tags that are each narrower than the others, such as “dog” and “pet” and"),
      kept.said)
    XCTAssertEqual(try relate(tags, ["a.csv"], "--cycles", "drop").pairs, [])
    // Two concepts named alike make a cycle of labels where concepts have none.
    try write(
      "b.ttl",
      Self.prefixes + """
        :1 skos:prefLabel "bank"@en ; skos:broader :2 . :2 skos:prefLabel "house"@en ;
          skos:broader :3 . :3 skos:prefLabel "bank"@en ; skos:broader :4 .
        :4 skos:prefLabel "thing"@en .
        """)
    let labels = ["bank", "house", "thing"]
    XCTAssertEqual(
      try relate(labels, ["b.ttl"]).pairs, ["bank<house", "bank<thing", "house<bank"])
    XCTAssertEqual(try relate(labels, ["b.ttl"], "--cycles", "drop").pairs, ["bank<thing"])
    XCTAssertEqual(
      try errorOf(
        "build-sim-sub",
        [
          "--vocabulary", path("v.stage"), "--kb", path("b.ttl"), "--cycles", "error", "-o",
          path("x.stage"),
        ]),
      "Error: b.ttl: 1 group of tags that are each narrower than the others; the first holds "
        + "“bank”, “house”. Use --cycles drop or --cycles keep, or leave a tag out with "
        + "--exclude.\n")
  }

  /// The list for people has cycles in full.
  func testListForPeople() throws {
    try write("a.csv", "dog,pet\npet,dog\ncat,\"pet, small\"\n")
    _ = try relate(["dog", "pet", "cat", "pet,_small"], ["a.csv"])
    let list = try String(contentsOfFile: path("relations.csv"), encoding: .utf8)
    XCTAssertEqual(
      list,
      """
      narrower,broader,weight,depth,knowledge base,why
      dog,pet,1.0,1,a.csv,“dog” is narrower than “pet” (line 1)
      pet,dog,1.0,1,a.csv,“pet” is narrower than “dog” (line 2)
      cat,"pet,_small",1.0,1,a.csv,"“cat” is narrower than “pet, small” (line 3)"
      ,,,,,cycle: “dog” < “pet”
      ,,,,,cycle: tag “dog” < tag “pet”

      """)
  }

  func testGenusOfClassExpressions() throws {
    try write(
      "a.ttl",
      Self.prefixes + """
        :RedWine owl:equivalentClass [ owl:intersectionOf ( :Wine [ a owl:Restriction ] ) ] .
        :DryWine owl:intersectionOf ( :Wine [ a owl:Restriction ; owl:hasValue :dry ] ) .
        :Merlot rdfs:subClassOf :RedWine , [ a owl:Restriction ; owl:onProperty :grape ] .
        :Beverage owl:equivalentClass [ owl:unionOf ( :Wine :Beer ) ] .
        :Wine rdfs:subClassOf [ owl:intersectionOf ( :Drink [ owl:intersectionOf ( :Alcoholic ) ] ) ] .
        [ owl:unionOf ( :Cup :Glass ) ] rdfs:subClassOf :Vessel .
        """)
    let found = try relate(
      [
        "redwine", "drywine", "wine", "merlot", "beverage", "beer", "drink", "alcoholic", "cup",
        "glass", "vessel",
      ], ["a.ttl"], explain: ["drywine"])
    XCTAssertEqual(
      found.pairs,
      [
        "beer<beverage", "cup<vessel", "drywine<wine", "glass<vessel", "merlot<redwine",
        "redwine<wine", "wine<alcoholic", "wine<beverage", "wine<drink",
      ])
    XCTAssert(found.explained.contains("owl:intersectionOf"), found.explained)
  }

  /// Names by the predicates of libraries and science.
  func testNamesOfPublishedVocabularies() throws {
    try write(
      "a.nt",
      """
      <http://e/mesh/D1> <http://id.nlm.nih.gov/mesh/vocab#broaderDescriptor> <http://e/mesh/D2> .
      <http://e/mesh/D1> <http://www.w3.org/2000/01/rdf-schema#label> "Neurosciences"@en .
      <http://e/mesh/D2> <http://www.w3.org/2000/01/rdf-schema#label> "Biological Science"@en .
      <http://e/mesh/D1> <http://id.nlm.nih.gov/mesh/vocab#preferredConcept> <http://e/mesh/M1> .
      <http://e/mesh/M1> <http://www.w3.org/2000/01/rdf-schema#label> "Neurosciences"@en .
      <http://e/mesh/M1> <http://id.nlm.nih.gov/mesh/vocab#term> <http://e/mesh/T1> .
      <http://e/mesh/T1> <http://id.nlm.nih.gov/mesh/vocab#prefLabel> "Brain science"@en .
      <http://e/g/1> <https://d-nb.info/standards/elementset/gnd#broaderTermGeneral> <http://e/g/2> .
      <http://e/g/1> <https://d-nb.info/standards/elementset/gnd#preferredNameForTheSubjectHeading> "Hund" .
      <http://e/g/2> <https://d-nb.info/standards/elementset/gnd#preferredNameForTheSubjectHeading> "Haustier" .
      <http://e/lc/1> <http://www.loc.gov/mads/rdf/v1#hasBroaderAuthority> <http://e/lc/2> .
      <http://e/lc/1> <http://www.loc.gov/mads/rdf/v1#authoritativeLabel> "Folk dancing"@en .
      <http://e/lc/1> <http://www.loc.gov/mads/rdf/v1#hasVariant> _:v .
      _:v <http://www.loc.gov/mads/rdf/v1#variantLabel> "Folk dances"@en .
      <http://e/lc/2> <http://www.loc.gov/mads/rdf/v1#authoritativeLabel> "Dance"@en .
      <http://e/geo/1/> <http://www.geonames.org/ontology#parentFeature> <http://e/geo/2/> .
      <http://e/geo/1/> <http://www.geonames.org/ontology#name> "Graz" .
      <http://e/geo/2/> <http://www.geonames.org/ontology#name> "Styria" .
      <http://e/obo/1> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://e/obo/2> .
      <http://e/obo/1> <http://www.w3.org/2000/01/rdf-schema#label> "neoplasm" .
      <http://e/obo/1> <http://www.geneontology.org/formats/oboInOwl#hasExactSynonym> "tumour" .
      <http://e/obo/2> <http://www.w3.org/2000/01/rdf-schema#label> "disease" .
      <http://e/x/1> <http://e/kind-of> <http://e/x/2> .
      <http://e/x/1> <http://e/called> "Oak" .
      <http://e/x/2> <http://e/called> "Tree" .

      """)
    let tags = [
      "neurosciences", "biological_science", "brain_science", "hund", "haustier", "folk_dances",
      "dance", "graz", "styria", "tumour", "disease", "oak", "tree",
    ]
    let right = [
      "brain_science<biological_science", "folk_dances<dance", "graz<styria", "hund<haustier",
      "neurosciences<biological_science", "tumour<disease",
    ]
    XCTAssertEqual(try relate(tags, ["a.nt"]).pairs, right)
    XCTAssertEqual(
      try relate(
        tags, ["a.nt"], "--name-predicate", "http://e/called=alternative", "--broader-predicate",
        "http://e/kind-of"
      ).pairs, (right + ["oak<tree"]).sorted())
  }

  func testNotationsOnRequest() throws {
    try write(
      "a.ttl",
      Self.prefixes + """
        :c1 skos:notation "05C15" ; skos:broader :c2 . :c2 skos:notation "05C" .
        :c3 skos:notation "68T05"^^:msc ; skos:prefLabel "Learning"@en ; skos:broader :c4 .
        :c4 skos:notation "68T" ; skos:prefLabel "Artificial intelligence"@en .
        """)
    let tags = ["05c15", "05c", "68T05", "68T", "learning"]
    let plain = try relate(tags, ["a.ttl"], explain: ["68T05"])
    XCTAssertEqual(plain.pairs, [])
    XCTAssert(
      plain.explained.contains("“68T05” is a notation of “Learning” <http://example.org/v/c3>"),
      plain.explained)
    XCTAssertEqual(
      try relate(tags, ["a.ttl"], "--use-notations").pairs,
      ["05c15<05c", "68T05<68T", "learning<68T"])
  }

  func testPluralsFoldOnlyWithoutAnExactMatch() throws {
    try write("a.csv", "physics,science\nphysic,medicine\nneural networks,methods\n")
    XCTAssertEqual(
      try relate(
        ["physics", "science", "medicine", "neural_network", "method"], ["a.csv"],
        "--fold-plurals"
      ).pairs, ["neural_network<method", "physics<science"])
  }
}
