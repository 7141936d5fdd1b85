// Which statements make edges, names and equivalences.
import Formats
@testable import PipelineRelations
import Foundation
import XCTest

final class StatementCollectorTests: XCTestCase {
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
      try pairs(
        ["e", "f", "g", "b"],
        [
          try graph(
            ":e a :b . :f :under :b . :b :over :g .", options)
        ]),
      ["e<b@1", "f<b@1", "g<b@1"])
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

  /// Texts that mean yes count, as in tables.
  func testDeprecationInTexts() throws {
    let knowledge = try graph(
      """
      :a owl:deprecated "TRUE" . :b owl:deprecated "yes" . :c owl:deprecated "1" . :d owl:deprecated "false" .
      :e <http://id.nlm.nih.gov/mesh/vocab#active> "False" .
      """)
    XCTAssertEqual(
      knowledge.deprecated.map { knowledge.concepts.text(Int($0)) }.sorted(),
      ["a", "b", "c", "e"].map { "http://e/\($0)" })
  }

  /// Pretty-printed texts are names without their line breaks.
  func testWhiteSpaceInNames() throws {
    let knowledge = try graph(
      """
      :a skos:prefLabel \"\"\"
         Tiere
         und  Pflanzen \"\"\" ; skos:altLabel " \t" ; xl:altLabel :l . :l xl:literalForm " wild  life" .
      """)
    XCTAssertEqual(
      knowledge.names.map { knowledge.texts.text(Int($0.text)) }, ["Tiere und Pflanzen", "wild life"])
  }

  /// No predicate that leads to other versions, schemes or types is suggested for hierarchies.
  func testSuggestionsOfPredicates() throws {
    let others = [
      "http://purl.org/dc/terms/isReplacedBy", "http://purl.org/dc/terms/replaces",
      "http://www.w3.org/2000/01/rdf-schema#seeAlso", "http://www.w3.org/2002/07/owl#sameAs",
      "http://www.w3.org/2004/02/skos/core#closeMatch", "http://www.w3.org/2004/02/skos/core#related",
      "http://www.w3.org/2004/02/skos/core#inScheme", "http://purl.org/dc/terms/type",
      "http://www.wikidata.org/prop/direct/P31",
    ]
    let text = ":a skos:prefLabel \"A\" . " + others.map { ":a <\($0)> :b . " }.joined()
    XCTAssertEqual(
      try graph(text).sources[0].remarks.map(\.sentence), ["says of no concept that it is narrower than another one"])
    XCTAssertEqual(
      try graph(text + ":a <http://e/under> :b .").sources[0].remarks.map(\.sentence),
      [
        "says of no concept that it is narrower than another one; try broaderPredicate or narrowerPredicate with one "
          + "of http://e/under (1)"
      ])
  }

  /// What leads to nodes without an IRI is not said to be missing.
  func testRelationsToNodesWithoutIRI() throws {
    XCTAssertEqual(
      try graph(":a skos:prefLabel \"A\" ; skos:broader [ skos:prefLabel \"B\" ] .").sources[0].remarks.map(\.sentence),
      ["relates no concept to another one that has an IRI"])
  }

  /// Mappings lead to other schemes; they count only on request.
  func testMappings() throws {
    let text = ":a skos:broadMatch :b . :c skos:narrowMatch :a . :d skos:exactMatch :a ."
    let knowledge = try graph(text)
    XCTAssertEqual(try pairs(["a", "b", "c", "d"], [knowledge]), [])
    XCTAssertEqual(
      knowledge.skipped.map { "\($0.what) \($0.count)" }, ["mappings to other schemes 3"])
    var options = CollectorOptions()
    options.usesMappings = true
    XCTAssertEqual(
      try pairs(["a", "b", "c", "d"], [try graph(text, options)]),
      ["a<b@1", "a<c@1", "d<b@1", "d<c@1"])
  }

  /// An inverse statement is reported as it is in the file.
  func testInversePredicatesInWords() throws {
    var options = CollectorOptions()
    options.narrowerPredicates = ["http://e/over"]
    let knowledge = try graph(":b :over :a .", options)
    let index = LabelIndex(["a", "b"])
    let matrix = try SubsumptionMatrix(index, bases: [knowledge])
    XCTAssertEqual(
      knowledge.provenance(of: matrix.entries),
      ["“b” <http://e/b> <http://e/over> “a” <http://e/a> (line 2)"])
  }
}
