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
