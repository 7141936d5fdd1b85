// Tables of concepts and of pairs as spreadsheets and services write them, and RDF that looks like a
// list: what build-concepts reads and what build-sim-sub relates.
import Formats
import XCTest

final class TableShapesTests: KnowledgeTestCase {
  private let tags = ["cats", "animals", "siamese", "a", "b"]

  private func related(_ table: String, _ name: String = "a.csv") throws -> [String] {
    try write(name, table)
    return try relate(tags, [name], "--sub-depth", "1").pairs.sorted()
  }

  /// The preferred and other names of each concept, as one text.
  private func concepts(_ text: String, _ name: String = "a.csv") throws -> [String] {
    try write(name, text)
    try succeed("build-concepts", [path(name), "-o", path("c.stage"), "--force"])
    let table = try ConceptTable(path: path("c.stage"))
    return (0..<table.count).map { concept in
      "\(table.identifier(concept)): "
        + table.names(of: concept).filter { $0.kind != .notation }.map(table.text).joined(separator: "|")
    }
  }

  func testPairsNameTheirColumns() throws {
    for header in [
      "Oberbegriff;Unterbegriff", "BT;NT", "parents;children", "Parent ID;Child ID", "parent_tag;child_tag",
      "parent_name;name", "Broader Concept;Concept", "super class;sub class", "Parent;Child",
    ] {
      XCTAssertEqual(try related("\(header)\nAnimals;Cats\n"), ["cats<animals"], header)
    }
    XCTAssertEqual(try related("Term,BT\nCats,Animals\n"), ["cats<animals"])
    // What looks like a word and a language is a name.
    XCTAssertEqual(
      try relate(
        ["concept_art", "general", "cats"],
        {
          try write("p.tsv", "concept art\tgeneral\nline art\tgeneral\n")
          return ["p.tsv"]
        }()
      ).pairs, ["concept_art<general"])
    // A third column is a confidence.
    XCTAssertEqual(try related("tag,parent,confidence\nCats,Animals,0.9\nSiamese,Cats,0\n"), ["cats<animals"])
  }

  func testTablesOfConceptsAreNoPairs() throws {
    let all = ["cats<animals", "siamese<cats"]
    XCTAssertEqual(
      try related("prefLabel,altLabel,broader\nAnimals,Beasts,\nCats,Felines,Animals\nSiamese,,Cats\n"), all)
    XCTAssertEqual(try related("code,name,parent\n1,Animals,\n2,Cats,1\n3,Siamese,2\n"), all)
    XCTAssertEqual(
      try related("prefLabel,broader\nAnimals,\nCats,Animals\nSiamese,Cats|Animals\n"),
      ["cats<animals", "siamese<animals", "siamese<cats"])
    // Names and hierarchy in different files.
    try write("h.nt", "<http://x/a> <http://www.w3.org/2004/02/skos/core#broader> <http://x/b> .\n")
    try write("l.csv", "uri,label\nhttp://x/a,cats\nhttp://x/b,animals\n")
    XCTAssertEqual(try relate(tags, ["h.nt", "l.csv"]).pairs, ["cats<animals"])
  }

  func testNamesOfColumns() throws {
    XCTAssertEqual(
      try concepts("topic_id,topic_name,subfield_id\n1,Cats,7\n2,Dogs,7\n"), ["1: Cats", "2: Dogs"])
    XCTAssertEqual(try concepts("id,English,French\n1,cats,chats\n"), ["1: cats|chats"])
    XCTAssertEqual(try concepts("code\ttext\tdescription\n01\tHistory\tx\n", "a.tsv"), ["01: History"])
    XCTAssertEqual(try concepts("code,description\nA1,Economics\n"), ["A1: Economics"])
    XCTAssertEqual(try concepts("keyword_id,keyword\n17,cats\n"), ["17: cats"])
    XCTAssertEqual(try concepts("English\nMathematics\n", "a.txt"), ["English: English", "Mathematics: Mathematics"])
    XCTAssertEqual(
      try concepts("id,label,altLabel,note\n1,dog,\"hound\ncanine\"\n2,cat,,x\n"), ["1: dog|hound|canine", "2: cat"])
    // ESCO has a line for each name.
    XCTAssertEqual(
      try concepts("uri,prefLabel,altLabel\nhttp://x/1,boss,\"a b\nc d\"\nhttp://x/2,cat,felines; kitties\n"),
      ["http://x/1: boss|a b|c d", "http://x/2: cat|felines|kitties"])
    try write("n.csv", "subject_id,foo\n1,x\n")
    XCTAssert(
      try errorOf("build-concepts", [path("n.csv"), "-o", path("n.stage")])
        .contains("names no column for the names of concepts"))
    try write("t.csv", "Thesaurus of cats\n\nuri,prefLabel,broader\nhttp://x/1,Cats,\nhttp://x/2,Kits,http://x/1\n")
    XCTAssert(
      try errorOf("build-concepts", [path("t.csv"), "-o", path("t.stage")])
        .contains("seems to name its columns in a line that is not the first: uri,prefLabel,broader"))
    try write("i.txt", "Animals\n\tCats\n\t\tSiamese\n")
    XCTAssert(
      try succeed("build-concepts", [path("i.txt"), "-o", path("i.stage")]).contains("3 concepts, 2 relations"))
  }

  func testRDFIsNoList() throws {
    let skos = "http://www.w3.org/2004/02/skos/core#"
    for text in [
      "<http://x/a>\t<\(skos)prefLabel> \"A, id, label\"@en .\n",
      "<http://x/a>\ta\t<\(skos)Concept> ;\n <\(skos)prefLabel> \"A, id, label\" .\n",
      "# My thesaurus: uri, label, broader\n@prefix s: <\(skos)> .\n<http://x/a> s:prefLabel \"A, id, label\" .\n",
      "<http://x/a> <\(skos)definition> \"such as passport, id, label\"@en .\n"
        + "<http://x/a> <\(skos)prefLabel> \"A, id, label\"@en .\n",
    ] {
      XCTAssertEqual(try concepts(text, "a.dat"), ["http://x/a: A, id, label"], text)
    }
    XCTAssertEqual(try concepts("<http://x/a>\tA\n<http://x/b>\ta\n", "a.tsv"), ["http://x/a: A", "http://x/b: a"])
  }

  func testWhatIsAConcept() throws {
    let topics = """
      :Topic rdfs:subClassOf skos:Concept . :a a :Topic ; skos:prefLabel "A"@en ; skos:broader :b .
      :b a :Topic ; skos:prefLabel "B"@en . :p a <http://xmlns.com/foaf/0.1/Person> ; rdfs:label "Jane" .
      """
    let space = "http://example.org/v/"
    XCTAssertEqual(try concepts(Self.prefixes + topics, "a.ttl"), ["\(space)a: A", "\(space)b: B"])
    // Without nodes of theirs, the classes are the concepts.
    let below = """
      :Animal rdfs:subClassOf skos:Concept ; rdfs:label "Animal" . :Dog rdfs:subClassOf :Animal ; rdfs:label "Dog" .
      """
    XCTAssertEqual(try concepts(Self.prefixes + below, "a.ttl"), ["\(space)Animal: Animal", "\(space)Dog: Dog"])
    let classes = """
      :A a owl:Class ; rdfs:label "A" ; rdfs:subClassOf owl:Thing . :B a owl:Class ; rdfs:label "B" ; rdfs:subClassOf :A .
      :p a owl:FunctionalProperty ; rdfs:label "p" . :d a rdfs:Datatype ; rdfs:label "d" .
      """
    XCTAssertEqual(try concepts(Self.prefixes + classes, "a.ttl"), ["\(space)A: A", "\(space)B: B"])
    XCTAssertEqual(try relate(["a", "b", "thing"], ["a.ttl"]).pairs, ["b<a"])
  }

  /// A direct relation that does not count leaves the transitive ones.
  func testTransitiveRelations() throws {
    try write(
      "a.ttl",
      Self.prefixes + """
        :dog skos:prefLabel "dog" ; skos:broader :dog ; skos:broaderTransitive :mammal . :mammal skos:prefLabel "mammal" .
        :a skos:prefLabel "a" ; skos:broader :old ; skos:broaderTransitive :top . :top skos:prefLabel "top" .
        :old owl:deprecated true ; skos:prefLabel "old" .
        """)
    XCTAssertEqual(try relate(["dog", "mammal", "a", "top"], ["a.ttl"]).pairs.sorted(), ["a<top", "dog<mammal"])
  }

  func testMoreLanguagesThanABytesWorth() throws {
    let others = (0..<300).map { "\"x\($0)\"@x-\($0)" }.joined(separator: ", ")
    try write(
      "a.ttl",
      Self.prefixes + ":a skos:prefLabel \(others) . :a skos:prefLabel \"dog\"@en ; skos:broader :b .\n"
        + ":b skos:prefLabel \"animal\"@en .\n")
    XCTAssertEqual(try relate(["dog", "animal"], ["a.ttl"], "--language", "en").pairs, ["dog<animal"])
  }

  func testLongPathsAreShortened() throws {
    let chain = (1..<60).map { ":c\($0) skos:prefLabel \"c\($0)\" ; skos:broader :c\($0 - 1) ." }
    try write("a.ttl", Self.prefixes + ":c0 skos:prefLabel \"c0\" .\n" + chain.joined(separator: "\n"))
    let found = try relate(["c0", "c59"], ["a.ttl"], "--sub-depth", "100", explain: ["c59"])
    XCTAssertEqual(found.pairs, ["c59<c0@59"])
    XCTAssert(found.explained.contains("… 39 more steps …"), found.explained)
  }
}
