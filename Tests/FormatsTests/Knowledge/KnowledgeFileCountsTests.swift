// The real knowledge bases, if they are present: as many statements and lines
// as other readers count (rdflib, rapper).
import Foundation
import XCTest

@testable import Formats
@testable import FormatsFiles
@testable import FormatsRDF

final class KnowledgeFileCountsTests: XCTestCase {
  private let skos = "http://www.w3.org/2004/02/skos/core#"

  /// Statements in all, and of some predicates.
  private func check(
    _ name: String, statements: Int, _ expected: [String: Int],
    file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let source = try ByteSource(path: try sharedFile("data/kb/" + name))
    var count = 0
    var predicates: [String: Int] = [:]
    for key in expected.keys { predicates[key] = 0 }
    let wanted = expected.keys.map { ($0, Array($0.utf8)) }
    try readRDF(source, base: RDFSyntax.baseIRI(forFileNamed: name)) { statement in
      count += 1
      for (key, bytes) in wanted where statement.predicate.elementsEqual(bytes) {
        predicates[key, default: 0] += 1
      }
    }
    XCTAssertEqual(count, statements, file: file, line: line)
    XCTAssertEqual(predicates, expected, file: file, line: line)
  }

  func testACM2012() throws {
    try check(
      "acm_ccs2012.rdf.gz", statements: 18_755,
      [
        skos + "broader": 2_390, skos + "narrower": 2_390, skos + "prefLabel": 2_299,
        skos + "altLabel": 6_787,
      ])
  }

  func testACM2021() throws {
    try check(
      "acm_ccs2012_2021.rdf.gz", statements: 8_453,
      [skos + "broader": 2_100, skos + "narrower": 2_100, skos + "prefLabel": 2_113])
  }

  func testSTW() throws {
    try check(
      "stw.ttl.gz", statements: 109_659,
      [
        skos + "broader": 13_252, skos + "narrower": 13_252, skos + "prefLabel": 12_490,
        skos + "altLabel": 20_780, "http://www.w3.org/2000/01/rdf-schema#subClassOf": 4,
      ])
  }

  func testPhySH() throws {
    try check(
      "physh.ttl.gz", statements: 25_428,
      [
        skos + "broader": 4_422, skos + "narrower": 4_422, skos + "prefLabel": 3_925,
        skos + "altLabel": 608,
      ])
  }

  func testSchemaOrg() throws {
    try check(
      "schemaorg.nt.gz", statements: 17_949,
      [
        "http://www.w3.org/2000/01/rdf-schema#subClassOf": 1_007,
        "http://www.w3.org/2000/01/rdf-schema#label": 2_987,
      ])
  }

  func testEDAM() throws {
    try check(
      "edam.owl.gz", statements: 38_938,
      [
        "http://www.w3.org/2000/01/rdf-schema#subClassOf": 5_247,
        "http://www.w3.org/2000/01/rdf-schema#label": 3_572,
      ])
  }

  func testYSOInBothSyntaxes() throws {
    for name in ["yso-archaeology.rdf.gz", "yso-archaeology.ttl.gz"] {
      try check(
        name, statements: 1_228,
        [
          skos + "broader": 51, skos + "narrower": 51, skos + "prefLabel": 390,
          skos + "altLabel": 98,
        ])
    }
  }

  func testDBpediaSamples() throws {
    try check(
      "dbpedia_categories_sample.nt", statements: 9, [skos + "broader": 5, skos + "prefLabel": 2])
    try check(
      "dbpedia_categories_sample.ttl", statements: 37,
      [skos + "broader": 2, skos + "narrower": 35])
  }

  func testTextFiles() throws {
    for (name, format, count) in [
      ("acm_ccs2012_pairs.txt.gz", KnowledgeFormat.arrows, 2_390),
      ("acm_ccs2012_altlabels.txt.gz", .synonyms, 6_787),
      ("dbpedia_category_redirects.txt.gz", .synonyms, 154_610),
      ("icd9_pairs.csv.gz", .csv, 22_527),
      ("wordnet_noun_hypernyms.csv.gz", .csv, 291_165),
    ] {
      let source = try ByteSource(path: try sharedFile("data/kb/" + name))
      XCTAssertEqual(KnowledgeFormat.recognise(try source.peek(1 << 16), name: name), format, name)
      let report = try readPairs(source, format: format) { _ in }
      XCTAssertEqual(report.pairs + report.malformedLines, count, name)
    }
  }

  /// WordNet 3.0 as Debian's package wordnet-base ships it.
  func testWordNet() throws {
    let path = "/usr/share/wordnet/data.noun"
    guard FileManager.default.fileExists(atPath: path) else {
      throw XCTSkip("\(path) is not there; install Debian's package wordnet-base")
    }
    let source = try ByteSource(path: path)
    XCTAssertEqual(
      KnowledgeFormat.recognise(try source.peek(1 << 16), name: "data.noun"), .wordNet)
    let nouns = try WordNetNouns(source)
    XCTAssertEqual(nouns.synsets.count, 82_115)
    XCTAssertEqual(nouns.pointers.count { !$0.isInstance }, 75_850)
    XCTAssertEqual(nouns.pointers.count { $0.isInstance }, 8_577)
    var pairs: Set<[UInt8]> = []
    let report = try nouns.tellPairs { pair in
      pairs.insert(Array(pair.narrower) + [0] + Array(pair.broader))
    }
    XCTAssertEqual(pairs.count, 291_165)
    XCTAssertEqual(report.malformedLines, 0)
  }
}
