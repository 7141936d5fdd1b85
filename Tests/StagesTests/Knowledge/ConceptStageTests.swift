// A vocabulary of concepts from its files to the answers of a model.
import Formats
import PipelineText
import XCTest

final class ConceptStageTests: KnowledgeTestCase {
  private func writeVocabulary(renamed: Bool = false) throws {
    try write(
      "v-en.tsv",
      "<http://e/1>\t\(renamed ? "Felines" : "Cats")\n<http://e/2>\tDogs\n<http://e/3>\tBig birds\n"
        + (renamed ? "<http://e/4>\tFish\n" : ""))
    try write("v-fi.tsv", "<http://e/1>\tKissat\n<http://e/2>\tKoirat\n<http://e/3>\tLinnut\n")
    try succeed(
      "build-concepts", [path("v-fi.tsv"), path("v-en.tsv"), "-o", path("concepts.stage")])
  }

  /// Documents whose subjects are URIs and names in two languages.
  private func writeCorpus() throws {
    let subjects = ["http://e/1", "Koirat", "Big birds", "big_birds", "Cats", "Catz"]
    var lines = ""
    for number in 0..<120 {
      let subject = subjects[number % subjects.count]
      let word = ["cat", "dog", "bird", "bird", "cat", "cat"][number % subjects.count]
      lines +=
        "{\"id\":\"d\(number)\",\"title\":\"\(word) \(word)\",\"text\":\"the \(word) of "
        + "\(word)s number\",\"tags\":[\"\(subject)\"]}\n"
    }
    try write("c.jsonl", lines)
  }

  func testVocabularyFile() throws {
    try writeVocabulary()
    let table = try ConceptTable(path: path("concepts.stage"))
    XCTAssertEqual(table.count, 3)
    XCTAssertEqual(table.languages, ["fi", "en"])
    try write(
      "v.ttl",
      Self.prefixes + """
        :s a skos:ConceptScheme ; skos:prefLabel "Scheme"@en .
        :a a skos:Concept ; skos:inScheme :s ; skos:prefLabel "Dog"@en, "Hund"@de ;
          skos:altLabel "Hound"@en ; skos:notation "1" ; skos:broader :b ; skos:related :c .
        :b a skos:Concept ; rdfs:label "Animal"@en . :c a skos:Concept ; owl:deprecated true .
        """)
    XCTAssertEqual(
      try succeed("build-concepts", [path("v.ttl"), "-o", path("rdf.stage")]),
      "build-concepts: 3 concepts, names in en (2), de (1), 1 alternative name, 1 notation, "
        + "1 relation, 1 deprecated concept\n")
    let rdf = try ConceptTable(path: path("rdf.stage"))
    XCTAssertEqual(
      (0..<3).map(rdf.identifier), ["a", "b", "c"].map { "http://example.org/v/\($0)" })
    XCTAssertEqual(Array(rdf.broader[0]), [1])
    XCTAssertEqual(Array(rdf.related[2]), [0])
    try write("flat.ttl", Self.prefixes + ":a a skos:Concept ; skos:prefLabel \"A\"@en .")
    XCTAssertEqual(
      try succeed("build-concepts", [path("flat.ttl"), "-o", path("flat.stage")]),
      "build-concepts: 1 concept, names in en (1)\n"
        + "build-concepts: flat.ttl says of no concept that it is narrower than another one\n")
    try write("none.txt", "\n")
    XCTAssert(
      try errorOf("build-concepts", [path("none.txt"), "-o", path("x.stage")]).contains(
        "names no concept"))
  }

  /// What was read, which columns were used, and what was left out.
  func testWhatIsSaidOfTables() throws {
    try write(
      "v.csv",
      "uri,label_en,broader,x\nhttp://e/a,Cats,Animals,\nhttp://e/b,Animals,Things,\nhttp://e/c,A, b,,\n")
    XCTAssertEqual(
      try succeed("build-concepts", [path("v.csv"), "-o", path("c.stage")]),
      """
      build-concepts: 2 concepts, names in en (2), 1 relation
      build-concepts: v.csv: columns: identifier from `uri`, name (en) from `label_en`, broader concepts from \
      `broader`; not used: `x`
      build-concepts: v.csv: left out 1 record that cannot be used
        line 4 has 5 columns, the first line names 4
      build-concepts: 1 broader concept that no row describes, such as “Things” (v.csv, line 3), left out

      """)
    // A relation may lead to a row of another file.
    try write("w.csv", "sep=;\r\nID;Bezeichnung\r\nhttp://e/t;Things\r\n")
    XCTAssert(
      try succeed("build-concepts", [path("v.csv"), path("w.csv"), "-o", path("c.stage")]).contains(
        "build-concepts: 3 concepts, names in en (2), no language (1), 2 relations\n"))
    try write("names.txt", "Cats\rBig dogs\r")
    XCTAssertEqual(
      try succeed("build-concepts", [path("names.txt"), "-o", path("c.stage")]),
      "build-concepts: 2 concepts\nbuild-concepts: names.txt: read as 2 names, one per line\n")
    try write("ids.csv", "uri,notation\nhttp://e/a,1\nhttp://e/b,2\n")
    XCTAssert(
      try succeed("build-concepts", [path("ids.csv"), "-o", path("c.stage")]).contains(
        "build-concepts: 2 concepts without a name, such as http://e/a\n"))
  }

  /// Files that are not vocabularies are refused by name.
  func testWhatIsNotAVocabulary() throws {
    for (name, text, words) in [
      ("c.csv", "id,title,abstract,tags\n1,A,B,c\n", "is a corpus (its first line names `title`, `abstract`, `tags`)"),
      ("c.ris", "TY  - JOUR\nTI  - A\nER  - \n", "is a corpus in RIS, not a vocabulary"),
      ("p.txt", "Cats <- Animals\n", "has pairs of names"),
      ("p.csv", "Narrower Term;Broader Term\nCats;Animals\n", "names columns for pairs of concepts"),
      ("t.csv", "Signatur;Wort\n1;Cats\n2;Dogs\n", "has 2 columns in every line"),
      (
        "m.xml", "<?xml version=\"1.0\"?>\n<collection xmlns=\"http://www.loc.gov/MARC21/slim\"/>",
        "is MARCXML, which is not read"
      ),
    ] {
      try write(name, text)
      let error = try errorOf("build-concepts", [path(name), "-o", path("x.stage")])
      XCTAssert(error.contains(words), error)
    }
  }

  func testConceptsThatNothingCanReferTo() throws {
    try write(
      "v.ttl",
      Self.prefixes + """
        :a a skos:Concept ; skos:prefLabel "A" ; skos:broader [ a skos:Concept ; skos:prefLabel "B" ] .
        """)
    let said = try succeed("build-concepts", [path("v.ttl"), "-o", path("c.stage")])
    XCTAssert(said.contains("build-concepts: 1 concept without an IRI left out, and 1 relation\n"), said)
    XCTAssertFalse(said.contains("says of no concept"), said)
  }

  func testFromSubjectsToAnswers() throws {
    try writeVocabulary()
    try writeCorpus()
    let said = try succeed(
      "preprocess",
      [
        "--corpus", path("c.jsonl"), "--concepts", path("concepts.stage"), "-o",
        path("documents.stage"),
      ])
    XCTAssert(
      said.contains(
        "preprocess: 5 of 6 subjects are concepts (1 by identifier, 3 by name, 1 by a name in "
          + "another spelling)"), said)
    XCTAssert(
      said.contains("1 subject is not in the vocabulary, in 20 places of 20 documents"), said)
    XCTAssert(said.contains("  Catz (20 times); names like it: “Cats”"), said)
    let documents = try DocumentsReader.all(path: path("documents.stage"))
    XCTAssertEqual(documents.count, 100)
    XCTAssertEqual(
      Set(documents.flatMap(\.tags)), ["http://e/1", "http://e/2", "http://e/3"])
    try succeed("split", ["--documents", path("documents.stage"), "-o", path("split.stage")])
    try succeed(
      "build-vocab",
      [
        "--documents", path("documents.stage"), "--split", path("split.stage"),
        "--min-word-count", "1", "-o", path("vocabulary.stage"),
      ])
    try succeed(
      "train-baseline",
      [
        "--model", "ovr", "--documents", path("documents.stage"), "--split",
        path("split.stage"), "--vocabulary", path("vocabulary.stage"), "-o", path("model.stage"),
      ])
    try write("new.jsonl", "{\"id\":\"x\",\"title\":\"cat\",\"text\":\"the cat of cats\"}\n")
    func annotate(_ options: String...) throws -> (output: String, errors: String) {
      let result = try runStage(
        "annotate",
        ["--model", path("model.stage"), "--top-k", "1"] + options + [path("new.jsonl")])
      XCTAssertEqual(result.status, 0, result.errors)
      return (
        result.output.replacing(/[01]\.[0-9]{4,8}/, with: "S"), result.errors
      )
    }
    XCTAssertEqual(try annotate().output, "x\tKissat <http://e/1> S\n")
    XCTAssertEqual(
      try annotate("--format", "annif", "--names", "en").output,
      "Suggestions for x\n<http://e/1>\tCats\tS\n\n")
    XCTAssertEqual(
      try annotate("--format", "tsv", "--names", "en").output,
      "id\ttag\tscore\tname\nx\thttp://e/1\tS\tCats\n")
    XCTAssertEqual(
      try annotate("--format", "jsonl", "--names", "en").output,
      "{\"id\":\"x\",\"tags\":[{\"tag\":\"http://e/1\",\"name\":\"Cats\",\"score\":S}]}\n")
    XCTAssert(
      try errorOf(
        "annotate",
        ["--model", path("model.stage"), "--names", "sv", "--", path("new.jsonl")]
      ).contains("no tag has a name in “sv”. There are names in fi, en"))
    // By name, in any language and spelling.
    try write("out.txt", "KISSAT\n")
    XCTAssertFalse(try annotate("--exclude", path("out.txt")).output.contains("http://e/1"))
    // A later version of the vocabulary: the model goes on, with its names.
    try writeVocabulary(renamed: true)
    let later = try annotate("--concepts", path("concepts.stage"), "--names", "en")
    XCTAssertEqual(later.output, "x\tFelines <http://e/1> S\n")
    XCTAssert(
      later.errors.contains("the vocabulary has changed: 1 concept of the model has another name"),
      later.errors)
    XCTAssert(later.errors.contains("http://e/1 (en): “Cats” is now “Felines”"), later.errors)
    XCTAssert(later.errors.contains("it has 1 concept more"), later.errors)
    // Predictions and metrics by name.
    try predict(to: "predictions.stage")
    let metrics = try runStage(
      "evaluate",
      [
        "--predictions", path("predictions.stage"), "--names", "fi", "--labels", "-", "-o",
        path("metrics.stage"),
      ])
    XCTAssertEqual(metrics.status, 0, metrics.errors)
    XCTAssert(metrics.output.hasPrefix("label,name,training,"), metrics.output)
    XCTAssert(metrics.output.contains("http://e/2,Koirat,"), metrics.output)
    // The vocabulary is a knowledge base too.
    XCTAssert(
      try succeed(
        "build-sim-sub",
        [
          "--vocabulary", path("vocabulary.stage"), "--kb", path("concepts.stage"), "-o",
          path("relations.stage"),
        ]
      ).contains("3 labels matched"))
  }

  /// Without a vocabulary a tag is its own name, as people write it.
  func testTagsAsTheirUsersWriteThem() throws {
    try write(
      "c.jsonl",
      (0..<8).map {
        "{\"id\":\"\($0)\",\"title\":\"social web\",\"text\":\"networks of people\",\"tags\":["
          + ($0 < 5 ? "\"Social Networks\"" : "\"Social_Networks\"") + "]}"
      }.joined(separator: "\n"))
    try succeed("preprocess", ["--corpus", path("c.jsonl"), "-o", path("d.stage")])
    let reader = try DocumentsReader(path: path("d.stage"))
    while try reader.nextDocument() != nil {}
    let concepts = try XCTUnwrap(reader.concepts)
    XCTAssertTrue(concepts.isFlat)
    XCTAssertEqual(
      ConceptNames(labels: ["Social_Networks"], concepts: concepts).names, ["Social Networks"])
  }

  func testUnknownSubjects() throws {
    try writeVocabulary()
    try write("c.jsonl", "{\"id\":\"1\",\"title\":\"a b\",\"text\":\"c d\",\"tags\":[\"Cows\",\"Cats\"]}\n")
    try succeed(
      "preprocess",
      [
        "--corpus", path("c.jsonl"), "--concepts", path("concepts.stage"), "--keep-unknown",
        "-o", path("d.stage"),
      ])
    XCTAssertEqual(
      try DocumentsReader.all(path: path("d.stage"))[0].tags, ["http://e/1", "Cows"])
    try write("c.jsonl", "{\"id\":\"1\",\"title\":\"a b\",\"text\":\"c d\",\"tags\":[\"Cows\"]}\n")
    XCTAssert(
      try errorOf(
        "preprocess",
        [
          "--corpus", path("c.jsonl"), "--concepts", path("concepts.stage"), "-o",
          path("e.stage"),
        ]
      ).contains("names none of the 1 subject of the corpus, which are like “Cows”"))
  }
}
