import Foundation
import XCTest

@testable import PipelineSample

#if canImport(FoundationXML)
  import FoundationXML
#endif

final class SampleKnowledgeBaseTests: XCTestCase {
  func testWellFormedAndComplete() throws {
    for count in [150, 500, 3_000] {
      let corpus = SampleCorpus(seed: 1, labelCount: count)
      let graph = ConceptGraph()
      let parser = XMLParser(data: Data(corpus.knowledgeBase()))
      parser.delegate = graph
      XCTAssert(parser.parse(), "\(count): \(String(describing: parser.parserError))")

      let tags = Set(corpus.tags)
      XCTAssertEqual(graph.preferred.count, corpus.concepts.concepts.count)
      // Every concept is a tag, by its address and by one of its names.
      for (address, name) in graph.preferred {
        let tag = address.split(separator: "#").last.map(String.init) ?? ""
        XCTAssert(tags.contains(tag), tag)
        XCTAssertEqual(tag, String(name.lowercased().map { " -".contains($0) ? "_" : $0 }))
      }
      XCTAssertFalse(graph.broader.isEmpty)
      XCTAssertEqual(graph.broader, Set(graph.narrower.map { [$0[1], $0[0]] }))
      // Every concept can be reached from the top.
      var reached = graph.top
      var last = 0
      while reached.count != last {
        last = reached.count
        for edge in graph.narrower where reached.contains(edge[0]) { reached.insert(edge[1]) }
      }
      XCTAssertEqual(reached, Set(graph.preferred.keys))
    }
  }

  /// A name that stands for two concepts would be of no use to a reader.
  func testNamesAreUnambiguous() {
    let concepts = SampleCorpus(seed: 1, labelCount: 2_000).concepts
    let names =
      concepts.concepts.map { $0.name.lowercased() }
      + concepts.synonyms.joined().map { concepts.tags[$0] }
    XCTAssertEqual(Set(names).count, names.count)
  }
}

/// Collects the statements of a SKOS file that writes one element a concept.
private final class ConceptGraph: NSObject, XMLParserDelegate {
  var preferred: [String: String] = [:]
  var alternative: [String: [String]] = [:]
  var broader: Set<[String]> = []
  var narrower: Set<[String]> = []
  var top: Set<String> = []
  private var concept = ""
  private var text = ""

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    text = ""
    let resource = attributes["rdf:resource"] ?? ""
    switch name {
    case "skos:Concept": concept = attributes["rdf:about"] ?? ""
    case "skos:broader": broader.insert([concept, resource])
    case "skos:narrower": narrower.insert([concept, resource])
    case "skos:hasTopConcept": top.insert(resource)
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard !concept.isEmpty else { return }
    if name == "skos:prefLabel" { preferred[concept] = text }
    if name == "skos:altLabel" { alternative[concept, default: []].append(text) }
  }
}
