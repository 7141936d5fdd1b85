// Several knowledge bases as one graph; identifiers; languages; lists of what counts.
import Formats
import XCTest

final class SeveralKnowledgeBasesTests: KnowledgeTestCase {
  func testExactMatchAcrossFiles() throws {
    try write(
      "a.ttl",
      Self.prefixes + """
        @prefix a: <http://a.example/> . @prefix b: <http://b.example/> .
        a:1 skos:prefLabel "Kitten"@en ; skos:broader a:2 .
        a:2 skos:prefLabel "Cat"@en ; skos:exactMatch b:9 .
        """)
    try write(
      "b.ttl",
      Self.prefixes + """
        @prefix b: <http://b.example/> .
        b:9 skos:prefLabel "Felis catus"@en ; skos:broader b:8 . b:8 skos:prefLabel "Feline"@en .
        """)
    let tags = ["kitten", "cat", "felis_catus", "feline"]
    let plain = try relate(tags, ["a.ttl", "b.ttl"])
    XCTAssertEqual(plain.pairs, ["felis_catus<feline", "kitten<cat"])
    XCTAssert(plain.said.contains("(--use-mappings)"), plain.said)
    let mapped = try relate(
      tags, ["a.ttl", "b.ttl"], "--use-mappings", "--sub-depth", "2", explain: ["kitten"])
    XCTAssertEqual(
      mapped.pairs,
      [
        "cat<feline", "felis_catus<feline", "kitten<cat", "kitten<feline@2",
        "kitten<felis_catus",
      ])
    XCTAssert(
      mapped.explained.contains(
        "“Cat” <http://a.example/2> is the same as “Felis catus” <http://b.example/9>"),
      mapped.explained)
  }

  /// A folder is one knowledge base; labels and hierarchy may be spread over files.
  func testFolders() throws {
    for (number, name) in ["dog", "pet", "animal"].enumerated() {
      try write(
        "kb/\(number).ttl",
        Self.prefixes + ":\(number) skos:prefLabel \"\(name)\"@en ; skos:broader :\(number + 1) .")
    }
    try write("kb/.hidden", "not a knowledge base")
    let tags = ["dog", "pet", "animal"]
    let found = try relate(tags, ["kb"])
    XCTAssertEqual(found.pairs, ["dog<pet", "pet<animal"])
    XCTAssert(found.said.contains("kb: 4 concepts, 3 relations"), found.said)
    try write("labels.nt", "<http://example.org/v/1> <http://www.w3.org/2004/02/skos/core#altLabel> \"companion\" .\n")
    XCTAssertEqual(
      try relate(["dog", "companion"], ["kb", "labels.nt"], explain: ["dog"]).pairs,
      ["dog<companion"])
  }

  /// Blank nodes of different files are different, whatever their labels.
  func testBlankNodesOfFiles() throws {
    for (name, label, broader) in [("a", "dog", "pet"), ("b", "car", "vehicle")] {
      try write(
        "\(name).nt",
        """
        <http://e/\(name)1> <http://www.w3.org/2008/05/skos-xl#prefLabel> _:x .
        _:x <http://www.w3.org/2008/05/skos-xl#literalForm> "\(label)" .
        <http://e/\(name)2> <http://www.w3.org/2008/05/skos-xl#prefLabel> _:y .
        _:y <http://www.w3.org/2008/05/skos-xl#literalForm> "\(broader)" .
        <http://e/\(name)1> <http://www.w3.org/2004/02/skos/core#broader> <http://e/\(name)2> .

        """)
    }
    XCTAssertEqual(
      try relate(["dog", "pet", "car", "vehicle"], ["a.nt", "b.nt"]).pairs,
      ["car<vehicle", "dog<pet"])
  }

  /// Tags that are IRIs match by these, not by the names of others.
  func testIdentifiersComeFirst() throws {
    try write(
      "a.ttl",
      Self.prefixes + """
        :1 skos:prefLabel "Unternehmen"@de ; skos:broader :2 . :2 skos:prefLabel "Wirtschaft"@de .
        :3 skos:prefLabel "Unternehmen"@de ; skos:broader :4 . :4 skos:prefLabel "Tat"@de .
        """)
    let tags = (1...4).map { "http://example.org/v/\($0)" }
    var builder = ConceptTableBuilder()
    for (tag, name) in zip(tags, ["Unternehmen", "Wirtschaft", "Unternehmen", "Tat"]) {
      builder.addName(
        name.utf8, language: "de", kind: .preferred, of: builder.concept(tag.utf8))
    }
    let concepts = builder.finish()
    let found = try relate(tags, ["a.ttl"], concepts: concepts)
    XCTAssertEqual(
      found.pairs, ["\(tags[0])<\(tags[1])", "\(tags[2])<\(tags[3])"])
    // Another knowledge base knows the names only.
    try write("b.csv", "Wirtschaft,Gesellschaft\nUnternehmen,Wirtschaft\n")
    XCTAssertEqual(
      try relate(tags, ["b.csv"], concepts: concepts).pairs,
      ["\(tags[0])<\(tags[1])", "\(tags[2])<\(tags[1])"])
    let list = try String(contentsOfFile: path("relations.csv"), encoding: .utf8)
    XCTAssert(list.contains("Unternehmen,Wirtschaft,1.0,1,b.csv"), list)
  }

  /// The languages that match the tags are found and said.
  func testLanguages() throws {
    try write(
      "a.ttl",
      Self.prefixes + """
        :inf skos:prefLabel "Informatik"@de, "Computer science"@en ; skos:narrower :med .
        :med skos:prefLabel "Medieninformatik"@de, "Media informatics"@en .
        """)
    let found = try relate(["Medieninformatik", "Informatik", "Psychologie"], ["a.ttl"])
    XCTAssertEqual(found.pairs, ["Medieninformatik<Informatik"])
    XCTAssert(
      found.said.contains("names in de: 2 of 3 tags; en: 0 of 3; used: de"), found.said)
    let other = try relate(
      ["Medieninformatik", "Informatik"], ["a.ttl"], "--language", "en",
      explain: ["Medieninformatik"])
    XCTAssertEqual(other.pairs, [])
    XCTAssert(
      other.explained.contains(
        "“Medieninformatik” is a name of “Media informatics” <http://example.org/v/med> in de "
          + "(--language de), so it has no hypernyms"), other.explained)
    XCTAssert(other.said.contains("a.ttl has none of the 2 tags"), other.said)
    // Tags in two languages use both.
    XCTAssertEqual(
      try relate(["Medieninformatik", "computer_science"], ["a.ttl"]).pairs,
      ["Medieninformatik<computer_science"])
  }

  func testWhyNot() throws {
    try write(
      "a.ttl",
      Self.prefixes + """
        :a skos:prefLabel "Fax"@en ; skos:broader :b ; owl:deprecated true .
        :b skos:prefLabel "Telecommunication"@en . :m skos:prefLabel "Messaging"@en ;
          skos:broader :b . :x a :Thing ; skos:prefLabel "Telex"@en ; skos:broader :b .
        """)
    try write("out.txt", "http://example.org/v/Thing\nnothing of this\n")
    let found = try relate(
      ["fax", "telecommunication", "messaging", "telex"], ["a.ttl"], "--exclude",
      path("out.txt"), explain: ["fax"])
    // A type stands for all its concepts.
    XCTAssertEqual(found.pairs, ["messaging<telecommunication"])
    XCTAssert(
      found.explained.contains(
        "“fax” is “Fax” <http://example.org/v/a>, which a.ttl calls "
          + "deprecated (--keep-deprecated uses it), so it has no hypernyms"), found.explained)
    XCTAssert(
      found.said.contains("--exclude: 1 of 2 lines name nothing, for instance “nothing of this”"),
      found.said)
  }

  /// What has no effect is said, with what to try.
  func testNothingIsSilentlyEmpty() throws {
    try write(
      "a.nt",
      "<http://e/1> <http://e/under> <http://e/2> .\n<http://e/1> <http://e/called> \"x\" .\n")
    let said = try relate(["dog"], ["a.nt"]).said
    XCTAssert(said.contains("--name-predicate with one of http://e/called (1)"), said)
    XCTAssert(said.contains("--narrower-predicate with one of http://e/under (1)"), said)
    XCTAssert(said.contains("a.nt has none of the 1 tag"), said)
    XCTAssert(
      try relate(["dog"], ["a.nt"], "--broader-predicate", "http://e/no").said.contains(
        "a.nt has no usable statement with the predicate http://e/no"))
  }
}
