// Which names of concepts match which labels.
import Formats
@testable import PipelineRelations
import Foundation
import XCTest

final class MatchingTests: XCTestCase {
  func testBothSidesAreNormalisedAlike() throws {
    let knowledge = try base("Machine Learning <- artificial-intelligence\nＡＢ <- Äther\n")
    XCTAssertEqual(
      try pairs(["machine_learning", "Artificial_Intelligence", "ab", "A\u{308}THER"], [knowledge]),
      ["machine_learning<Artificial_Intelligence@1", "ab<A\u{308}THER@1"])
  }

  func testSeparators() {
    let normaliser = LabelNormaliser()
    for (text, form) in [
      (" a  _b-- c_", "a_b_c"), ("-12", "-12"), ("a-12", "a_12"), ("--12", "-12"), ("-a", "a"),
      ("__", "__"),
    ] {
      XCTAssertEqual(String(decoding: normaliser.normalise(text.utf8), as: UTF8.self), form)
    }
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

  func testAmbiguityIsCountedAndCanBeLeftOut() throws {
    let knowledge = try graph(
      ":1 skos:prefLabel 'java' ; skos:broader :3 . :2 skos:prefLabel 'Java' ; skos:broader :4 ."
        + ":3 skos:prefLabel 'language' . :4 skos:prefLabel 'island' .")
    let index = LabelIndex(["java", "language", "island"])
    let matrix = try SubsumptionMatrix(index, bases: [knowledge])
    XCTAssertEqual(matrix.entries.count, 2)
    XCTAssertEqual(matrix.summaries[0].ambiguousLabels, 1)
    XCTAssertEqual(matrix.summaries[0].matchedLabels, 3)
    XCTAssertEqual(
      matrix.summaries[0].sentence,
      "G: 4 concepts, 2 relations, 0 cycles, 3 labels matched, 1 of them to several concepts, "
        + "2 pairs")
    XCTAssertEqual(
      StoredSubsumption(matrix, bases: [knowledge], index: index).explanation(
        of: 0, labels: index.labels
      ).last,
      "  “java” names 2 concepts of G: “java” <http://e/1>, “Java” <http://e/2>")
    var options = SubsumptionOptions()
    options.skipsAmbiguous = true
    XCTAssertEqual(try pairs(["java", "language", "island"], [knowledge], options), [])
    XCTAssertEqual(
      try SubsumptionMatrix(LabelIndex(["a b", "A_B", "c"]), bases: []).sharedForms, [[0, 1]])
  }

  func testNearestNames() throws {
    let knowledge = try base(
      "Machine Learning <- learning\nmachine translation <- cooking\nmachine-lerning <- x\n")
    let index = LabelIndex(["machine_learnin", "lerning", "stone", "learning"])
    let matrix = try SubsumptionMatrix(index, bases: [knowledge])
    let unmatched = UnmatchedLabels(matrix, bases: [knowledge], index: index)
    XCTAssertEqual(unmatched.labels, [0, 1, 2])
    XCTAssertEqual(
      unmatched.candidates, [["machine_learning", "machine_lerning"], ["learning"], []])
    XCTAssertEqual(UnmatchedLabels.like("animals", among: ["animal", "stone"]), ["animal"])
    XCTAssertEqual(
      NearestNames.editDistance(Array("kitten".utf8), Array("sitting".utf8), limit: 5), 3)
    XCTAssertEqual(NearestNames.editDistance([1, 2, 3], [4, 5, 6], limit: 1), 2)
  }

  /// Spellings that normalisation makes one hold a chain together.
  func testChainsOfNamesThatDifferInSpelling() throws {
    let knowledge = try base("a <- Machine Learning\nmachine_learning <- c\nC <- c\n")
    var options = SubsumptionOptions()
    options.depth = 2
    XCTAssertEqual(try pairs(["a", "c"], [knowledge], options), ["a<c@2"])
    XCTAssertEqual(try ConceptHierarchy(knowledge).selfLoops, 1)
    var exact = LabelNormaliser()
    exact.foldsCase = false
    XCTAssertEqual(
      try pairs(
        ["a", "c"], [try base("a <- B\nb <- c\n", normaliser: exact)], options,
        normaliser: exact), [])
  }

  /// A list of synonyms, or of redirects, serves the other knowledge bases.
  func testSynonymsOfOtherFiles() throws {
    let knowledge = try base("dog <- animal\nanimal <- life form\n")
    let synonyms = try base("Canis familiaris = Dog\nhound = canis_familiaris\n", .synonyms)
    let redirects = try graph(
      ":Living_thing <http://dbpedia.org/ontology/wikiPageRedirects> :Life_form .")
    let labels = ["hound", "animal", "living_thing"]
    let bases = [synonyms, knowledge, redirects]
    XCTAssertEqual(
      try pairs(labels, bases), ["hound<animal@1", "animal<living_thing@1"])
    var options = SubsumptionOptions()
    options.names = [.preferred]
    XCTAssertEqual(try pairs(labels, bases, options), [])
    let index = LabelIndex(labels)
    let matrix = try SubsumptionMatrix(index, bases: bases)
    XCTAssertEqual(matrix.entries.map(\.narrowerName), [.synonym, .preferred])
    XCTAssertEqual(
      matrix.summaries.map(\.sentence),
      [
        "K: 2 synonyms",
        "K: 3 concepts, 2 relations, 0 cycles, 3 labels matched, 2 pairs",
        "G: 1 synonym",
      ])
    // A chain may pass from one synonym to the other.
    options = SubsumptionOptions()
    options.depth = 2
    XCTAssertEqual(
      try pairs(
        ["a", "c"], [try base("a <- b1\nb2 <- c\n"), try base("b1 = b2\n", .synonyms)],
        options), ["a<c@2"])
  }

  func testWordNetKeepsItsSynsetsApart() throws {
    let knowledge = try base(
      "00000001 03 n 02 bank 0 shore 0 001 @ 00000003 n 0000 | x\n"
        + "00000002 03 n 01 Bank 0 001 @i 00000004 n 0000 | x\n"
        + "00000003 03 n 01 slope 0 000 | y\n00000004 03 n 01 firm 0 001 @ 00000009 n 0000 | y\n"
        + "00000004 03 n 01 twice 0 000 | y\n", .wordNet)
    let index = LabelIndex(["bank", "shore", "slope", "firm"])
    let matrix = try SubsumptionMatrix(index, bases: [knowledge])
    XCTAssertEqual(matrix.summaries[0].ambiguousLabels, 1)
    XCTAssertEqual(knowledge.skipped.map(\.count), [1])
    XCTAssertEqual(
      StoredSubsumption(matrix, bases: [knowledge], index: index).explanation(
        of: 0, labels: index.labels),
      [
        "“bank” has 2 hypernyms",
        "  “slope”: direct, weight 1.0, K: “bank”"
          + " <synset 1> hypernym “slope” <synset 3> (line 1)",
        "  “firm”: direct, weight 1.0, K: “bank”"
          + " <synset 2> instance hypernym “firm” <synset 4> (line 2)",
        "  “bank” names 2 concepts of K: “bank” <synset 1>, “bank” <synset 2>",
      ])
  }
}
