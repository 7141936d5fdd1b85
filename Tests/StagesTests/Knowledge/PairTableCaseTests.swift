// Lists of pairs as spreadsheets and other programs write them.
import Formats
import PipelineRelations
import XCTest

final class PairTableCaseTests: KnowledgeTestCase {
  private let tags = [
    "cat", "dog", "animal", "person", "smith,_john", "food", "pickles,_gherkins", "hyponym",
    "hypernym", "say_\"hi\"", "greeting", "hen", "pig", "cow",
  ]
  private let both = ["cat<animal", "dog<animal"]

  private func pairs(_ text: String, name: String = "a.csv", _ options: String...) throws
    -> [String]
  {
    try write(name, text)
    try writeTags(tags)
    try succeed(
      "build-sim-sub",
      ["--vocabulary", path("v.stage"), "-o", path("relations.stage"), "--kb", path(name)]
        + options)
    let sub = try StoredSubsumption(
      StageContents(path: path("relations.stage"), expecting: .relations),
      labels: tags)
    return sub.pairs.map { "\(tags[Int($0.narrower)])<\(tags[Int($0.broader)])" }.sorted()
  }

  func testByteOrderMarks() throws {
    XCTAssertEqual(try pairs("\u{FEFF}cat,animal\ndog,animal\n"), both)
    XCTAssertEqual(try pairs("\u{FEFF}cat <- animal\n"), ["cat<animal"])
    XCTAssertEqual(try pairs("\u{FEFF}animal\tcat\t12\n"), ["cat<animal"])
  }

  func testQuotes() throws {
    XCTAssertEqual(try pairs("\"cat\",\"animal\"\r\n\"dog\",\"animal\"\r\n"), both)
    XCTAssertEqual(
      try pairs("\"Smith, John\",person\n\"Pickles, Gherkins\",food\ncat,animal\n"),
      ["cat<animal", "pickles,_gherkins<food", "smith,_john<person"])
    XCTAssertEqual(
      try pairs("cat,animal\n\"say \"\"hi\"\"\",greeting\n\"multi\nline\",person\n"),
      ["cat<animal", "say_\"hi\"<greeting"])
  }

  /// Which column is the broader one follows from both names together.
  func testHeadersOfBothOrders() throws {
    for header in [
      "concept,narrower", "term,narrower term", "uri,narrower", "topic,subtopic", "category,subcategory",
      "broader_term_uri,narrower_term_uri", "Oberklasse,Unterklasse", "parent,enfant", "parent_category,category",
      "class,subclass", "ancestor,descendant", "broader,label_en", "broader,prefLabel@en", "broader,Label (English)",
      "parentLabel,childLabel", "target,source", "is_a,term", "parent,child",
    ] {
      try write("a.csv", header + "\nanimal,cat\n")
      XCTAssertEqual(try relate(["cat", "animal"], ["a.csv"]).pairs, ["cat<animal"], header)
      let other = header.split(separator: ",").reversed().joined(separator: ",")
      try write("a.csv", other + "\ncat,animal\n")
      XCTAssertEqual(try relate(["cat", "animal"], ["a.csv"]).pairs, ["cat<animal"], other)
    }
    // Two words that say the same are names.
    try write("a.csv", "label,name\ncat,animal\n")
    XCTAssertEqual(try relate(["cat", "animal", "label", "name"], ["a.csv"]).pairs, ["cat<animal", "label<name"])
  }

  /// A name in the first line has a comma.
  func testTheSeparatorIsThatOfMostLines() throws {
    try write("a.csv", "Cats, domestic;Animals\nDogs;Animals\n")
    XCTAssertEqual(try relate(["Dogs", "Animals"], ["a.csv"]).pairs, ["Dogs<Animals"])
  }

  func testHeadersSeparatorsAndBlanks() throws {
    XCTAssertEqual(try pairs("hyponym,hypernym\ncat,animal\n"), ["cat<animal"])
    XCTAssertEqual(try pairs("parent,child\nanimal,cat\nanimal,dog\n"), both)
    XCTAssertEqual(
      try pairs("narrower,broader,confidence\ncat,animal,0.9\ndog,animal,0.2\n"), both)
    XCTAssertEqual(try pairs("cat\tanimal\ndog\tanimal\n", name: "a.tsv"), both)
    XCTAssertEqual(
      try pairs("cat\tanimal\ndog\tanimal\n", name: "b.tsv", "--kb-format", "csv"), both)
    XCTAssertEqual(try pairs("narrower;broader\ncat;animal\ndog;animal\n"), both)
    XCTAssertEqual(try pairs("cat, animal\ndog , animal,\n"), both)
  }

  func testTruthAndConfidence() throws {
    XCTAssertEqual(
      try pairs("Pig,animal,TRUE\nCow,animal,True\nhen,animal,true\ncat,animal,FALSE\n"),
      ["cow<animal", "hen<animal", "pig<animal"])
    XCTAssertEqual(
      try pairs("cat,animal,1.5\ndog,animal,-1\nhen,animal,nan\npig,animal,TRUE\n"),
      ["pig<animal"])
  }

  /// The original program cuts at commas and knows one way to write true.
  func testTheOriginalsReading() throws {
    XCTAssertEqual(
      try pairs(
        "\"cat\",\"animal\"\npig,animal,TRUE\ndog,animal,true\n", "--compat", "original"),
      ["dog<animal"])
  }

  func testWhatCannotBeReadIsSaid() throws {
    try write("a.csv", Array("caf\u{E9},place\n".unicodeScalars.map { UInt8($0.value) }))
    let latin = try relate(["café", "place"], ["a.csv"])
    XCTAssertEqual(latin.pairs, ["café<place"])
    XCTAssert(latin.said.contains("1 line not in UTF-8, the first in line 1"), latin.said)
    try write("b.csv", "cat,animal\ndog\n,animal\na,b,c,d\ncat,animal,maybe\n")
    let bad = try relate(["cat", "animal"], ["b.csv"])
    XCTAssertEqual(bad.pairs, ["cat<animal"])
    XCTAssert(
      bad.said.contains("3 lines without two or three columns, the first is line 2"),
      bad.said)
    XCTAssert(
      bad.said.contains(
        "1 line with a third column that is neither true, false nor a number from 0 to 1, the "
          + "first is line 5"), bad.said)
    try write(
      "c.csv", [0xFF, 0xFE] + Array("cat,animal\n".utf16.flatMap { [UInt8($0 & 255), 0] }))
    XCTAssert(
      try errorOf(
        "build-sim-sub",
        ["--vocabulary", path("v.stage"), "--kb", path("c.csv"), "-o", path("x.stage")]
      ).contains("is UTF-16 text, which is not read. Convert it: iconv -f utf-16 -t utf-8 c.csv"))
    var reversed = ""
    for number in 0..<20 { reversed += "animal,kind \(number)\n" }
    try write("d.csv", reversed)
    XCTAssert(
      try relate(["kind_1", "animal"], ["d.csv"]).said.contains("columns are the other way round"))
  }

  /// Statements as CSV, the form of the Computer Science Ontology.
  func testStatementsAsCSV() throws {
    try write(
      "cso.csv",
      """
      "<https://e/topics/machine_learning>","<http://e/schema/cso#superTopicOf>","<https://e/topics/deep_learning>"
      "<https://e/topics/computer_science>","<http://e/schema/cso#superTopicOf>","<https://e/topics/machine_learning>"
      "<https://e/topics/deep_learning>","<http://www.w3.org/2000/01/rdf-schema#label>","deep nets@en ."

      """)
    XCTAssertEqual(
      try relate(
        ["machine_learning", "deep_nets", "computer_science"], ["cso.csv"]
      ).pairs, ["deep_nets<machine_learning", "machine_learning<computer_science"])
  }

  func testDirtyDumps() throws {
    let skos = "http://www.w3.org/2004/02/skos/core#"
    try write(
      "a.nq",
      """
      <http://e/a> <\(skos)prefLabel> "Alpha"@en <http://e/g> .
      <http://e/b> <\(skos)prefLabel> "Beta"@en <http://e/g> .
      <http://e/a> <http://e/see> <http://e/Anti virus > <http://e/g> .
      <http://e/a> <\(skos)broader> <http://e/b> <http://e/g> .

      """)
    let found = try relate(["alpha", "beta"], ["a.nq"], "--skip-bad-lines")
    XCTAssertEqual(found.pairs, ["alpha<beta"])
    XCTAssert(found.said.contains("lines that are not statements (1)"), found.said)
    XCTAssert(
      try errorOf(
        "build-sim-sub",
        ["--vocabulary", path("v.stage"), "--kb", path("a.nq"), "-o", path("x.stage")]
      ).contains("--skip-bad-lines"))
  }

  /// What spreadsheets and people write in a third column, and behind it.
  func testThirdColumns() throws {
    let tags = ["cat", "dog", "cow", "animal"]
    try write("a.csv", "cat,animal,Yes\ndog,animal,NO\ncow,animal,y\n")
    XCTAssertEqual(try relate(tags, ["a.csv"]).pairs, ["cat<animal", "cow<animal"])
    try write("a.csv", "cat,animal,\"0,9\"\ndog,animal,85%\ncow,animal,perhaps\n")
    let found = try relate(tags, ["a.csv"])
    XCTAssertEqual(found.pairs, ["cat<animal", "dog<animal"])
    XCTAssert(
      found.said.contains(
        "a.csv has 1 line with a third column that is neither true, false nor a number from 0 to "
          + "1, the first is line 3"), found.said)
    try write("a.csv", "cat,animal,,,\ndog,animal,,,\n")
    XCTAssertEqual(try relate(tags, ["a.csv"]).pairs, ["cat<animal", "dog<animal"])
  }

  /// A table of concepts is not a list of pairs.
  func testTablesOfConcepts() throws {
    for table in [
      "id,label,parent_id\n1,Cat,2\n2,Animal,\n",
      "uri;label_en;label_de;broader\nhttp://e/1;Cat;Katze;http://e/2\nhttp://e/2;Animal;Tier;\n",
    ] {
      try write("a.csv", table)
      XCTAssertEqual(try relate(["cat", "animal"], ["a.csv"]).pairs, ["cat<animal"])
    }
  }

  /// What cannot be used of such a table is said.
  func testRowsOfTablesOfConcepts() throws {
    try write(
      "a.csv",
      "uri,label_en,broader\nhttp://e/1,Cat,Animal\nhttp://e/2,Animal, all,\nhttp://e/3,Animal,Thing\n")
    let found = try relate(["cat", "animal"], ["a.csv"])
    XCTAssertEqual(found.pairs, ["cat<animal"])
    XCTAssert(
      found.said.contains("a.csv has 1 row that cannot be used; line 3 has 4 columns, the first line names 3"),
      found.said)
    XCTAssert(
      found.said.contains("a.csv has 1 broader concept that no row describes, such as “Thing” (a.csv, line 4)"),
      found.said)
    // Carriage returns alone end lines too.
    try write("b.csv", "Cat,Animal\rDog,Animal\r")
    XCTAssertEqual(try relate(["cat", "dog", "animal"], ["b.csv"]).pairs, ["cat<animal", "dog<animal"])
  }

  func testPairsThatAreLeftOutAreExplained() throws {
    try write("a.csv", "cat,animal\n")
    try write("out.txt", "cat <- animal\n")
    let found = try relate(
      ["cat", "animal"], ["a.csv"], "--exclude", path("out.txt"), explain: ["cat"])
    XCTAssertEqual(found.pairs, [])
    XCTAssert(
      found.explained.contains("“cat” is not narrower than “animal” (--exclude)"), found.explained)
    // Columns of pairs among others.
    try write("a.csv", ",parent,child,group,flag\n0,animal,cat,0,TRUE\ncat,animal\n")
    XCTAssertEqual(try relate(["cat", "animal"], ["a.csv"]).pairs, ["cat<animal"])
    try write("a.jsonl", "{\"narrower\":\"cat\",\"broader\":\"animal\"}\n")
    XCTAssert(
      try errorOf(
        "build-sim-sub",
        ["--vocabulary", path("v.stage"), "--kb", path("a.jsonl"), "-o", path("r.stage")]
      ).contains("is JSON without JSON-LD's keywords"))
  }
}
