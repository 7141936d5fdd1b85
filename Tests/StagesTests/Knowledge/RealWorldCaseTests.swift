// Further knowledge bases as people have them: names that several concepts share, files
// that are not knowledge bases, relations in separate files.
import XCTest

final class RealWorldCaseTests: KnowledgeTestCase {
  /// A hidden label that is another concept's name does not make them one.
  func testHiddenLabelsThatAreNamesOfOthers() throws {
    try write(
      "a.ttl",
      Self.prefixes + """
        :a skos:prefLabel "Cat"@en ; skos:broader "Animal" , [ skos:prefLabel "Beast"@en ] , :b .
        :b skos:prefLabel "Pet"@en, "Companion"@en ; skos:altLabel "Pet"@en ;
          skos:hiddenLabel "Pett"@en , "Cat"@en ; rdfs:label "Darling"@en .
        """)
    XCTAssertEqual(
      try relate(["cat", "animal", "beast", "pet", "companion", "pett", "darling"], ["a.ttl"]).pairs,
      ["cat<companion", "cat<pet", "cat<pett"])
  }

  /// Labels that name one concept are not hypernyms of each other, whichever names they are.
  func testAlternativeLabelsOfOneConcept() throws {
    for names in [
      ":1 skos:prefLabel \"Informatik\"@de ; skos:altLabel \"Computing\"@en . "
        + ":2 skos:prefLabel \"Computing\"@en ; skos:altLabel \"Informatik\"@de .",
      ":1 skos:prefLabel \"Informatik\"@de . "
        + ":2 skos:prefLabel \"Computing\"@en ; skos:altLabel \"Informatik\"@de .",
    ] {
      try write("a.ttl", Self.prefixes + names + " :1 skos:narrower :2 .")
      XCTAssertEqual(try relate(["informatik", "computing"], ["a.ttl"]).pairs, [])
    }
  }

  /// A file that only relates the concepts of others names nothing, and need not.
  func testRelationsInAFileOfTheirOwn() throws {
    try write("names.ttl", Self.prefixes + ":1 skos:prefLabel \"Dog\" . :2 skos:prefLabel \"Pet\" .")
    try write("edges.ttl", Self.prefixes + ":1 skos:broader :2 .")
    let found = try relate(["dog", "pet"], ["names.ttl", "edges.ttl"])
    XCTAssertEqual(found.pairs, ["dog<pet"])
    XCTAssertFalse(found.said.contains("has none of"), found.said)
  }

  func testNotationsThatWouldMatchAreSaid() throws {
    try write(
      "a.ttl",
      Self.prefixes + """
        :1 skos:notation "68T" ; skos:prefLabel "Learning"@en ; skos:broader :2 .
        :2 skos:prefLabel "Science"@en .
        """)
    let found = try relate(["68T", "learning", "science"], ["a.ttl"])
    XCTAssertEqual(found.pairs, ["learning<science"])
    XCTAssert(
      found.said.contains(
        "notations are not used (--use-notations), and would name 1 tag more, such as “68T”"),
      found.said)
  }

  func testUTF16() throws {
    let xml = """
      <?xml version="1.0" encoding="UTF-16"?>
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns:skos="http://www.w3.org/2004/02/skos/core#" xml:base="http://example.org/">
      <skos:Concept rdf:about="#a"><skos:prefLabel xml:lang="en">Café culture</skos:prefLabel>
      <skos:broader rdf:resource="#b"/></skos:Concept>
      <skos:Concept rdf:about="#b"><skos:prefLabel xml:lang="en">Culture</skos:prefLabel>
      </skos:Concept></rdf:RDF>
      """
    func bytes(_ text: String, bigEndian: Bool) -> [UInt8] {
      ("\u{FEFF}" + text).utf16.flatMap { unit -> [UInt8] in
        let (high, low) = (UInt8(unit >> 8), UInt8(unit & 255))
        return bigEndian ? [high, low] : [low, high]
      }
    }
    for bigEndian in [false, true] {
      try write("a.rdf", bytes(xml, bigEndian: bigEndian))
      XCTAssertEqual(
        try relate(["café_culture", "culture"], ["a.rdf"]).pairs, ["café_culture<culture"])
      try write("a.csv", bytes("cat,animal\n", bigEndian: bigEndian))
      try writeTags(["cat"])
      XCTAssert(
        try errorOf(
          "build-sim-sub",
          ["--vocabulary", path("v.stage"), "--kb", path("a.csv"), "-o", path("r.stage")]
        ).contains("iconv -f utf-16 -t utf-8"))
    }
  }

  /// What is not a knowledge base is named for what it is.
  func testFormatsThatAreNamed() throws {
    try writeTags(["cat"])
    for (text, words) in [
      ("", "is empty"), ("\n \n", "is empty"),
      ("http://e/1/\n<?xml version=\"1.0\"?><rdf:RDF></rdf:RDF>\n", "GeoNames' RDF"),
      ("@prefix : <http://e/> .\n{ ?x :p ?y } => { ?y :q ?x } .\n", "Notation3 with rules"),
    ] {
      try write("a.ttl", text)
      let error = try errorOf(
        "build-sim-sub",
        ["--vocabulary", path("v.stage"), "--kb", path("a.ttl"), "-o", path("r.stage")])
      XCTAssert(error.contains(words), error)
    }
  }

  /// A folder may have a README next to the data.
  func testFilesAboutTheDataInFolders() throws {
    try write("kb/a.ttl", Self.prefixes + ":1 skos:prefLabel \"Dog\" ; skos:broader :2 .")
    try write("kb/deep/b.ttl", Self.prefixes + ":2 skos:prefLabel \"Pet\" .")
    try write("kb/README.md", "# A thesaurus\n")
    try write("kb/LICENSE", "CC0\n")
    let found = try relate(["dog", "pet"], ["kb"])
    XCTAssertEqual(found.pairs, ["dog<pet"])
    XCTAssert(found.said.contains("2 files left out that are not data: LICENSE …"), found.said)
    XCTAssert(
      try succeed("build-concepts", [path("kb"), "-o", path("c.stage")]).contains("2 concepts"))
  }

  /// Nodes with names that a thesaurus does not call concepts are counted.
  func testNamesOfNodesThatAreNoConcepts() throws {
    try write(
      "a.ttl",
      Self.prefixes + """
        :1 a skos:Concept ; skos:prefLabel "Dog" . :old skos:altLabel "Hound", "Cur" .
        :s a skos:ConceptScheme ; skos:prefLabel "Animals" .
        """)
    let said = try succeed("build-concepts", [path("a.ttl"), "-o", path("c.stage")])
    XCTAssert(
      said.contains(
        "left out 1 node with 2 names that the file does not call concepts, such as "
          + "<http://example.org/v/old>"), said)
  }
}
