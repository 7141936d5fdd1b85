// Label pairs of the real knowledge bases, if they are present: as many as
// other programs count.
import Formats
import FormatsFiles
import FormatsRDF
@testable import PipelineRelations
import XCTest

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
      rdf: try ByteSource(path: try Shared.path("data/kb/" + name)),
      base: RDFSyntax.baseIRI(forFileNamed: name), title: name, options: options)
    // The counts are of single statements, before anything is inferred.
    knowledge.equivalences = []
    let counted = ["skos:broader", "skos:narrower", "rdfs:subClassOf"]
    let words = knowledge.predicates
    knowledge.edges.removeAll { !counted.contains(words[Int($0.predicate)]) }
    let hierarchy = try ConceptHierarchy(knowledge, skipsDeprecated: false)
    // The best-ranked preferred label of each concept.
    var best: [Int32: (rank: UInt16, text: String)] = [:]
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
  func testACM2021() throws {
    try check("acm_ccs2012_2021.rdf.gz", pairs: 2_027, severalParents: 0)
  }
  func testSTW() throws { try check("stw.ttl.gz", pairs: 13_256, severalParents: 4_566) }
  func testPhySH() throws { try check("physh.ttl.gz", pairs: 4_422, severalParents: 397) }
  func testSchemaOrg() throws { try check("schemaorg.nt.gz", pairs: 996, severalParents: 57) }
  func testEDAM() throws { try check("edam.owl.gz", pairs: 3_515, severalParents: 986) }
  func testYSO() throws {
    try check("yso-archaeology.rdf.gz", pairs: 51, severalParents: 0)
    try check("yso-archaeology.ttl.gz", pairs: 51, severalParents: 0)
  }

  /// All pairs of Zhihu's topics are of labels; a minus sign is part of a label.
  func testZhihu() throws {
    let knowledge = try KnowledgeBase(
      pairs: try ByteSource(path: try Shared.path("data/zhihu/zhihu_kb.csv.gz")), format: .csv,
      title: "zhihu")
    let text = try ByteSource(path: Shared.path("data/zhihu/label_vocabulary.txt.gz")).readAll()
    let labels = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    let matrix = try SubsumptionMatrix(LabelIndex(labels), bases: [knowledge])
    XCTAssertEqual(matrix.entries.count, 2_655)
    XCTAssertEqual(matrix.summaries[0].ambiguousLabels, 0)
    XCTAssertEqual(matrix.sharedForms, [])
  }

  /// The text edition of ACM's pairs says what the SKOS edition says.
  func testTextEditionOfACM() throws {
    let knowledge = try KnowledgeBase(
      pairs: try ByteSource(path: try Shared.path("data/kb/acm_ccs2012_pairs.txt.gz")),
      format: .arrows, title: "pairs")
    XCTAssertEqual(knowledge.edges.count, 2_390)
  }
}
