// Writes the topics of the sample as a SKOS concept scheme in RDF/XML.

extension SampleCorpus {
  /// The concepts as SKOS in RDF/XML: preferred labels are their names, alternative labels their
  /// synonyms with blanks in place of `_`; both directions of every edge are written.
  public func knowledgeBase() -> [UInt8] {
    var xml = """
      <?xml version="1.0" encoding="UTF-8"?>
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
      xmlns:skos="http://www.w3.org/2004/02/skos/core#">
        <skos:ConceptScheme rdf:about="\(Self.scheme)">
          <skos:prefLabel xml:lang="en">Research topics of the sample</skos:prefLabel>

      """
    for concept in concepts.concepts where concept.parent == nil {
      xml += "    <skos:hasTopConcept rdf:resource=\"\(Self.address(concept.tag))\"/>\n"
    }
    xml += "  </skos:ConceptScheme>\n"
    var bytes = Array(xml.utf8)
    for concept in concepts.concepts.indices { bytes += element(concept).utf8 }
    bytes.append(contentsOf: "</rdf:RDF>\n".utf8)
    return bytes
  }

  private static let scheme = "http://example.org/sample/topics"

  private static func address(_ tag: String) -> String { "\(scheme)#\(tag)" }

  private static func words(_ tag: String) -> String {
    String(tag.map { $0 == "_" ? " " : $0 })
  }

  private func element(_ number: Int) -> String {
    // Names are plain ASCII without the characters that XML reserves.
    let concept = concepts.concepts[number]
    var xml = "  <skos:Concept rdf:about=\"\(Self.address(concept.tag))\">\n"
    xml += "    <skos:prefLabel xml:lang=\"en\">\(concept.name)</skos:prefLabel>\n"
    for label in concepts.synonyms[number] {
      xml += "    <skos:altLabel xml:lang=\"en\">\(Self.words(concepts.tags[label]))</skos:altLabel>\n"
    }
    xml += "    <skos:inScheme rdf:resource=\"\(Self.scheme)\"/>\n"
    func link(_ relation: String, _ other: Int) {
      xml += "    <skos:\(relation) rdf:resource=\"\(Self.address(concepts.concepts[other].tag))\"/>\n"
    }
    if let parent = concept.parent { link("broader", parent) }
    for below in concepts.narrower[number] { link("narrower", below) }
    return xml + "  </skos:Concept>\n"
  }
}
