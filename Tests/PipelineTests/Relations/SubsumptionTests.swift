// From statements to Sub: the original's golden values, hierarchies, matching,
// inference, provenance, and label pairs of real files.
import Foundation
import Formats
import XCTest

@testable import Pipeline

private func temporaryFile(_ text: String) throws -> String {
  let path = NSTemporaryDirectory() + "relations-" + UUID().uuidString
  try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  return path
}

private func base(_ text: String, _ format: KnowledgeFormat = .arrows) throws -> KnowledgeBase {
  let path = try temporaryFile(text)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try KnowledgeBase(
    pairs: try ByteSource(path: path), format: format, title: "K", minimumCount: 1)
}

private func graph(
  _ text: String, _ options: CollectorOptions = CollectorOptions()
) throws -> KnowledgeBase {
  let prefixes = "@prefix : <http://e/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
    + "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix xl: <http://www.w3.org/2008/05/"
    + "skos-xl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
  let path = try temporaryFile(prefixes + text)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try KnowledgeBase(
    rdf: try ByteSource(path: path), syntax: .turtle, title: "G", options: options)
}

private func pairs(
  _ labels: [String], _ bases: [KnowledgeBase], _ options: SubsumptionOptions = .init(),
  normaliser: LabelNormaliser = LabelNormaliser()
) throws -> [String] {
  let matrix = try SubsumptionMatrix(
    LabelIndex(labels, normaliser: normaliser), bases: bases, options: options)
  return matrix.entries.map {
    "\(labels[Int($0.pair.narrower)])<\(labels[Int($0.pair.broader)])@\($0.depth)"
  }
}

/// The folder of shared files, or a skip.
private func shared(_ name: String) throws -> String {
  var root = URL(fileURLWithPath: #filePath)
  while root.path != "/",
    !FileManager.default.fileExists(atPath: root.appendingPathComponent("Package.swift").path)
  { root.deleteLastPathComponent() }
  let folder = ProcessInfo.processInfo.environment["JMAN_SHARED"]
    ?? root.deletingLastPathComponent().appendingPathComponent("shared").path
  guard FileManager.default.fileExists(atPath: folder + "/" + name) else {
    throw XCTSkip("\(name) is not there; set JMAN_SHARED to the folder that holds it")
  }
  return folder + "/" + name
}

final class SubsumptionTests: XCTestCase {
  /// Sub as the original program builds it (golden README, sub.json).
  func testGoldenSub() throws {
    let json = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: try shared("golden/data/sub.json"))))
    let values = try XCTUnwrap(json as? [String: Any])
    let labels = try XCTUnwrap(values["labels"] as? [String])
    for name in ["kb2.csv", "kb3.csv", "kb_mixed.csv"] {
      let expected = try XCTUnwrap(values[name] as? [[Double]])
      let knowledge = try KnowledgeBase(
        pairs: try ByteSource(path: try shared("golden/data/" + name)), format: .csv, title: name)
      let matrix = try SubsumptionMatrix(
        LabelIndex(labels, matchesAsOriginal: true), bases: [knowledge])
      var dense = [[Double]](
        repeating: [Double](repeating: 0, count: labels.count), count: labels.count)
      for entry in matrix.entries {
        dense[Int(entry.pair.narrower)][Int(entry.pair.broader)] = Double(entry.weight)
      }
      XCTAssertEqual(dense, expected, name)
    }
  }

  func testBothSidesAreNormalisedAlike() throws {
    let knowledge = try base("Machine Learning <- artificial-intelligence\nＡＢ <- Äther\n")
    XCTAssertEqual(
      try pairs(["machine_learning", "Artificial_Intelligence", "ab", "A\u{308}THER"], [knowledge]),
      ["machine_learning<Artificial_Intelligence@1", "ab<A\u{308}THER@1"])
  }

  func testPluralsOnRequest() throws {
    let knowledge = try base("neural networks <- method\n")
    XCTAssertEqual(try pairs(["neural_network", "methods"], [knowledge]), [])
    var normaliser = LabelNormaliser()
    normaliser.foldsPlurals = true
    XCTAssertEqual(
      try pairs(["neural_network", "methods"], [knowledge], normaliser: normaliser),
      ["neural_network<methods@1"])
    for (plural, singular) in [
      ("ontologies", "ontology"), ("boxes", "box"), ("bus", "bus"), ("analysis", "analysis"),
      ("class", "class"), ("classes", "class"), ("databases", "database"), ("css", "css"),
    ] {
      XCTAssertEqual(
        String(decoding: normaliser.normalise(plural.utf8), as: UTF8.self), singular)
    }
  }

  func testClosureToADepthWithFallingWeights() throws {
    let knowledge = try base("a <- x\nx <- b\nb <- c\na <- c\nc <- d\n")
    var options = SubsumptionOptions()
    XCTAssertEqual(try pairs(["a", "b", "c", "d"], [knowledge]), ["a<c@1", "b<c@1", "c<d@1"])
    options.depth = 2
    XCTAssertEqual(
      try pairs(["a", "b", "c", "d"], [knowledge], options),
      ["a<b@2", "a<c@1", "a<d@2", "b<c@1", "b<d@2", "c<d@1"])
    options.depth = 9
    options.decay = 0.5
    let matrix = try SubsumptionMatrix(
      LabelIndex(["a", "b", "d"]), bases: [knowledge], options: options)
    XCTAssertEqual(matrix.entries.map(\.weight), [0.5, 0.5, 0.5])
    XCTAssertEqual(matrix.depthHistogram, [0, 3])
  }

  func testOptionsAreChecked() throws {
    var options = SubsumptionOptions()
    options.depth = 0
    XCTAssertThrowsError(try options.validate()) {
      XCTAssertEqual("\($0)", "--depth: must be at least 1, but is 0.")
    }
    options.depth = 1
    options.decay = 1.5
    XCTAssertThrowsError(try options.validate()) {
      XCTAssertEqual("\($0)", "--decay: must be above 0 and at most 1, but is 1.5.")
    }
  }

  func testCycles() throws {
    let knowledge = try base("a <- b\nb <- c\nc <- a\nc <- d\nd <- d\n")
    var options = SubsumptionOptions()
    XCTAssertEqual(
      try pairs(["a", "b", "c", "d"], [knowledge]), ["a<b@1", "b<c@1", "c<a@1", "c<d@1"])
    options.cycles = .drop
    let matrix = try SubsumptionMatrix(
      LabelIndex(["a", "b", "c", "d"]), bases: [knowledge], options: options)
    XCTAssertEqual(matrix.entries.map(\.pair), [LabelPair(narrower: 2, broader: 3)])
    XCTAssertEqual(matrix.summaries[0].cycles, 1)
    XCTAssertEqual(matrix.summaries[0].cyclicEdges, 3)
    XCTAssertEqual(matrix.summaries[0].selfLoops, 1)
    options.cycles = .error
    XCTAssertThrowsError(try pairs(["a"], [knowledge], options)) {
      XCTAssertEqual(
        "\($0)",
        "K: 1 cycle of concepts that are broader than themselves; the first holds a, b, c."
          + " Use --cycles drop or --cycles keep.")
    }
  }

  func testPredicatesAndInverses() throws {
    let knowledge = try graph(
      """
      :a skos:broader :b . :b skos:narrower :a , :c . :d rdfs:subClassOf :b , [ ] .
      :e a :b . :f :under :b . :b :over :g . :a skos:broader "x" .
      """)
    XCTAssertEqual(
      try pairs(["a", "b", "c", "d", "e", "f", "g"], [knowledge]),
      ["a<b@1", "c<b@1", "d<b@1"])
    XCTAssertEqual(
      knowledge.skipped.map { "\($0.what) \($0.count)" },
      ["edges to blank nodes 1", "edges to literals 1"])
    var options = CollectorOptions()
    options.usesTypes = true
    options.broaderPredicates = ["http://e/under"]
    options.narrowerPredicates = ["http://e/over"]
    XCTAssertEqual(
      try pairs(["e", "f", "g", "b"], [try graph(
        ":e a :b . :f :under :b . :b :over :g .", options)]),
      ["e<b@1", "f<b@1", "g<b@1"])
  }

  func testEachEdgeCountsOnce() throws {
    let knowledge = try graph(":a skos:broader :b . :b skos:narrower :a . :a skos:broader :b .")
    let hierarchy = try ConceptHierarchy(knowledge)
    XCTAssertEqual(hierarchy.edgeCount, 1)
    XCTAssertEqual(hierarchy.repeatedEdges, 2)
  }

  func testNamesAndLanguages() throws {
    let knowledge = try graph(
      """
      :1 skos:prefLabel "dog"@en , "Hund"@de ; skos:altLabel "hound"@en-GB ;
         skos:hiddenLabel "dogg" ; skos:broader :2 .
      :2 rdfs:label "animal"@en . :3 xl:prefLabel :l ; skos:broader :2 . :l xl:literalForm "cat" .
      :4 rdfs:label "not this" ; skos:prefLabel "fish" ; skos:broader :2 .
      """)
    XCTAssertEqual(
      try pairs(["hound", "animal", "dogg", "Hund", "cat", "not_this", "fish", "dog"], [knowledge]),
      ["hound<animal@1", "dogg<animal@1", "cat<animal@1", "fish<animal@1", "dog<animal@1"])
    XCTAssertEqual(knowledge.skipped.map(\.what), ["names in other languages"])
    var options = SubsumptionOptions()
    options.names = [.preferred]
    XCTAssertEqual(try pairs(["hound", "animal", "dog"], [knowledge], options), ["dog<animal@1"])
  }

  func testLocalNames() throws {
    for (iri, name) in [
      ("http://dbpedia.org/resource/Category:20th-century_conflicts", "20th-century_conflicts"),
      ("http://e/a#B", "B"), ("http://e/caf%C3%A9/", "café"), ("urn:x:y", "y"),
      ("http://e/a%ZZ", "a%ZZ"), ("http://e/%FF", "%FF"),
    ] {
      XCTAssertEqual(
        String(decoding: localName(ofIRI: Array(iri.utf8)[...]), as: UTF8.self), name)
    }
  }

  func testEquivalencesAndRedirectsAreSynonyms() throws {
    let knowledge = try graph(
      """
      :a skos:broader :b . :b owl:equivalentClass :c . :c owl:equivalentClass :d .
      :e <http://dbpedia.org/ontology/wikiPageRedirects> :a .
      """)
    XCTAssertEqual(try pairs(["e", "d"], [knowledge]), ["e<d@1"])
    let text = try base("puppy = dog\n", .synonyms)
    XCTAssertEqual(text.equivalences.count, 1)
  }

  func testDeprecatedConceptsAreSkipped() throws {
    let knowledge = try graph(
      ":a skos:broader :b ; owl:deprecated true . :c skos:broader :b . :d a owl:DeprecatedClass .")
    XCTAssertEqual(try pairs(["a", "b", "c"], [knowledge]), ["c<b@1"])
    var options = SubsumptionOptions()
    options.skipsDeprecated = false
    XCTAssertEqual(try pairs(["a", "b", "c"], [knowledge], options), ["a<b@1", "c<b@1"])
  }

  func testAmbiguityIsCountedAndCanBeLeftOut() throws {
    let knowledge = try graph(
      ":1 skos:prefLabel 'java' ; skos:broader :3 . :2 skos:prefLabel 'Java' ; skos:broader :4 ."
        + ":3 skos:prefLabel 'language' . :4 skos:prefLabel 'island' .")
    let index = LabelIndex(["java", "language", "island"])
    let matrix = try SubsumptionMatrix(index, bases: [knowledge])
    XCTAssertEqual(matrix.entries.count, 2)
    XCTAssertEqual(matrix.summaries[0].ambiguousLabels, 1)
    XCTAssertEqual(matrix.summaries[0].matchedLabels, 3)
    var options = SubsumptionOptions()
    options.skipsAmbiguous = true
    XCTAssertEqual(try pairs(["java", "language", "island"], [knowledge], options), [])
    XCTAssertEqual(
      try SubsumptionMatrix(LabelIndex(["a b", "A_B", "c"]), bases: []).sharedForms, [[0, 1]])
  }

  func testPriorityAndExclusion() throws {
    let first = try base("a <- b\n"), second = try base("a <- b\na <- c\nb <- c\n")
    let matrix = try SubsumptionMatrix(LabelIndex(["a", "b", "c"]), bases: [first, second])
    XCTAssertEqual(matrix.entries.map(\.knowledgeBase), [0, 1, 1])
    XCTAssertEqual(matrix.summaries.map(\.pairs), [1, 2])
    var options = SubsumptionOptions()
    options.excludedPairs = [LabelPair(narrower: 0, broader: 2)]
    XCTAssertEqual(try pairs(["a", "b", "c"], [second], options), ["a<b@1", "b<c@1"])
    options.excludedLabels = [2]
    XCTAssertEqual(try pairs(["a", "b", "c"], [second], options), ["a<b@1"])
  }

  func testExplanation() throws {
    let knowledge = try graph(
      ":1 skos:prefLabel 'Dog' ; skos:broader :2 .\n:3 skos:narrower :2 . :3 skos:prefLabel 'life' .")
    let index = LabelIndex(["dog", "life", "stone"])
    var options = SubsumptionOptions()
    options.depth = 3
    let matrix = try SubsumptionMatrix(index, bases: [knowledge], options: options)
    XCTAssertEqual(
      try matrix.explanation(of: "dog", bases: [knowledge], index: index),
      [
        "“dog” has 1 hypernym",
        "  “life”: inferred over 2 steps, weight 1.0, by preferred label and preferred label, G:"
          + " “Dog” <http://e/1> skos:broader “2” <http://e/2> (line 2); “life” <http://e/3>"
          + " skos:narrower “2” <http://e/2> (line 3)",
      ])
    XCTAssertEqual(
      try matrix.explanation(of: "stone", bases: [knowledge], index: index),
      ["“stone” is in no knowledge base, so it has no hypernyms"])
    XCTAssertThrowsError(try matrix.explanation(of: "x", bases: [knowledge], index: index)) {
      XCTAssertEqual("\($0)", "--explain: “x” is none of the labels.")
    }
  }

  func testStageFileHoldsPairsAndReasons() throws {
    let knowledge = try base("a <- b\nb <- c\n")
    var options = SubsumptionOptions()
    options.depth = 2
    let labels = ["a", "b", "c"]
    let matrix = try SubsumptionMatrix(
      LabelIndex(labels), bases: [knowledge], options: options)
    let stored = StoredSubsumption(matrix, bases: [knowledge])
    let path = NSTemporaryDirectory() + "sub-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    let writer = try StageWriter(
      path: path, kind: .relations,
      header: StageHeader(
        stage: "build-sim-sub", revision: 1, source: nil, parameters: [:], inputs: [], seed: nil))
    try stored.write(to: writer)
    try writer.commit(summary: matrix.stageSummary)
    let contents = try StageContents(path: path, expecting: .relations)
    XCTAssertEqual(try StoredSubsumption(contents, labelCount: 3), stored)
    XCTAssertEqual(contents.summary["sub/pairs of depth 2"], .int(1))
    XCTAssertEqual(
      stored.explanation(of: 0, labels: labels),
      [
        "“a” has 2 hypernyms", "  “b”: direct, weight 1.0, K: “a” arrows “b” (line 1)",
        "  “c”: inferred over 2 steps, weight 1.0, K: “a” arrows “b” (line 1); “b” arrows “c”"
          + " (line 2)",
      ])
    XCTAssertThrowsError(try StoredSubsumption(contents, labelCount: 2)) {
      XCTAssertTrue("\($0)".contains("pair 1 is not of two labels"), "\($0)")
    }
  }

  /// A million concepts with four million edges; only when KNOWLEDGE_LARGE is
  /// set, since it takes its time.
  func testAMillionConcepts() throws {
    guard ProcessInfo.processInfo.environment["KNOWLEDGE_LARGE"] != nil else {
      throw XCTSkip("set KNOWLEDGE_LARGE to read a million concepts with four million edges")
    }
    let path = NSTemporaryDirectory() + "large-" + UUID().uuidString + ".nt"
    defer { try? FileManager.default.removeItem(atPath: path) }
    XCTAssertTrue(FileManager.default.createFile(atPath: path, contents: nil))
    let file = try XCTUnwrap(FileHandle(forWritingAtPath: path))
    let skos = "http://www.w3.org/2004/02/skos/core#"
    var text = ""
    for number in 0..<1_000_000 {
      text += "<http://example.org/concept/\(number)> <\(skos)prefLabel> \"concept number"
        + " \(number)\"@en .\n"
      for step in 1...4 {
        let parent = (number &* 31 &+ step &* 7_919) % 1_000_000
        text += "<http://example.org/concept/\(number)> <\(skos)broader>"
          + " <http://example.org/concept/\(parent)> .\n"
      }
      if text.utf8.count > 1 << 20 {
        file.write(Data(text.utf8))
        text = ""
      }
    }
    file.write(Data(text.utf8))
    try file.close()
    let knowledge = try KnowledgeBase(rdf: try ByteSource(path: path), title: "large")
    let matrix = try SubsumptionMatrix(
      LabelIndex((0..<1_000).map { "concept_number_\($0)" }), bases: [knowledge])
    XCTAssertEqual(matrix.summaries[0].concepts, 1_000_000)
    XCTAssertGreaterThan(matrix.summaries[0].edges, 3_900_000)
    XCTAssertEqual(matrix.summaries[0].matchedLabels, 1_000)
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    XCTAssertLessThan(usage.ru_maxrss, 1 << 20, "peak memory in KiB")
    print("peak memory: \(usage.ru_maxrss / 1024) MiB")
  }

  func testNearestNames() {
    let names = ["machine_learning", "machine_translation", "learning", "cooking"]
      .map { Array($0.utf8) }
    let label = Array("machine_lerning".utf8)
    let nearest = NearestNames(names, for: [label]).nearest(to: label)
    XCTAssertEqual(
      nearest.map { String(decoding: $0, as: UTF8.self) }, ["machine_learning"])
    XCTAssertEqual(
      NearestNames.editDistance(Array("kitten".utf8), Array("sitting".utf8), limit: 5), 3)
    XCTAssertEqual(NearestNames.editDistance([1, 2, 3], [4, 5, 6], limit: 1), 2)
  }

  /// A large chain with a tree: nothing recursive, nothing quadratic.
  func testDeepAndWideHierarchies() throws {
    var text = ""
    for number in 0..<20_000 { text += "n\(number) <- n\(number + 1)\n" }
    for number in 0..<20_000 { text += "m\(number) <- n20000\n" }
    let hierarchy = try ConceptHierarchy(try base(text))
    XCTAssertEqual(hierarchy.edgeCount, 40_000)
    XCTAssertEqual(hierarchy.cycles.count, 0)
    XCTAssertEqual(try base("a <- b\n" + text).concepts.count, 40_003)
  }
}

/// Label pairs of real files (distinct pairs of lower-cased English labels).
final class LabelPairCountsTests: XCTestCase {
  private func check(
    _ name: String, pairs: Int, severalParents: Int, file: StaticString = #filePath,
    line: UInt = #line
  ) throws {
    var options = CollectorOptions()
    options.languages = ["en", ""]
    options.usesLocalNames = false
    var knowledge = try KnowledgeBase(
      rdf: try ByteSource(path: try shared("data/kb/" + name)),
      base: RDFSyntax.baseIRI(forFileNamed: name), title: name, options: options)
    // The counts are of single statements, before anything is inferred.
    knowledge.equivalences = []
    let counted = ["skos:broader", "skos:narrower", "rdfs:subClassOf"]
    let words = knowledge.predicates
    knowledge.edges.removeAll { !counted.contains(words[Int($0.predicate)]) }
    let hierarchy = try ConceptHierarchy(knowledge, skipsDeprecated: false)
    // The best-ranked preferred label of each concept.
    var best: [Int32: (rank: UInt8, text: String)] = [:]
    for name in knowledge.names where name.kind == .preferred {
      let text = knowledge.texts.text(Int(name.text)).lowercased()
      if let old = best[name.concept], old.rank <= name.language { continue }
      best[name.concept] = (name.language, text)
    }
    var found: Set<[String]> = []
    var several = 0
    for concept in 0..<Int32(knowledge.concepts.count) {
      if hierarchy.parents(of: concept).count > 1 { several += 1 }
      for row in hierarchy.parents(of: concept) {
        guard let a = best[concept], let b = best[hierarchy.parents[row]] else { continue }
        found.insert([a.text, b.text])
      }
    }
    XCTAssertEqual(found.count, pairs, file: file, line: line)
    XCTAssertEqual(several, severalParents, file: file, line: line)
  }

  func testACM2012() throws { try check("acm_ccs2012.rdf.gz", pairs: 2_390, severalParents: 98) }
  func testACM2021() throws { try check("acm_ccs2012_2021.rdf.gz", pairs: 2_027, severalParents: 0) }
  func testSTW() throws { try check("stw.ttl.gz", pairs: 13_256, severalParents: 4_566) }
  func testPhySH() throws { try check("physh.ttl.gz", pairs: 4_422, severalParents: 397) }
  func testSchemaOrg() throws { try check("schemaorg.nt.gz", pairs: 996, severalParents: 57) }
  func testEDAM() throws { try check("edam.owl.gz", pairs: 3_515, severalParents: 986) }
  func testYSO() throws {
    try check("yso-archaeology.rdf.gz", pairs: 51, severalParents: 0)
    try check("yso-archaeology.ttl.gz", pairs: 51, severalParents: 0)
  }

  /// The text edition of ACM's pairs says what the SKOS edition says.
  func testTextEditionOfACM() throws {
    let knowledge = try KnowledgeBase(
      pairs: try ByteSource(path: try shared("data/kb/acm_ccs2012_pairs.txt.gz")),
      format: .arrows, title: "pairs")
    XCTAssertEqual(knowledge.edges.count, 2_390)
  }
}
