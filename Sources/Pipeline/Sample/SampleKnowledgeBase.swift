// Writes the topics of the sample as a SKOS concept scheme in RDF/XML.

extension SampleCorpus {
  /// The hierarchy of the topics that have a tag, as SKOS in RDF/XML.
  ///
  /// Preferred labels are the topics' names, alternative labels their
  /// synonyms, with blanks in place of `_`; both directions of every edge are
  /// written. A synonym of several topics is left out: it names none of them.
  public func knowledgeBase() -> [UInt8] {
    var xml = """
      <?xml version="1.0" encoding="UTF-8"?>
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
      xmlns:skos="http://www.w3.org/2004/02/skos/core#">
        <skos:ConceptScheme rdf:about="\(Self.scheme)">
          <skos:prefLabel xml:lang="en">Research topics of the sample</skos:prefLabel>

      """
    let concepts = concepts()
    for concept in concepts where concept.broader.isEmpty {
      xml += "    <skos:hasTopConcept rdf:resource=\"\(Self.address(concept.tag))\"/>\n"
    }
    xml += "  </skos:ConceptScheme>\n"
    var bytes = Array(xml.utf8)
    for concept in concepts { bytes.append(contentsOf: Self.element(concept).utf8) }
    bytes.append(contentsOf: "</rdf:RDF>\n".utf8)
    return bytes
  }

  struct Concept {
    let name: String
    let tag: String
    var alternatives: [String] = []
    var broader: [String] = []
    var narrower: [String] = []

    init(name: String, tag: String, broader: [String] = []) {
      self.name = name
      self.tag = tag
      self.broader = broader
      // The tag is without apostrophe, so it needs a name without one.
      if name.contains("'") { alternatives.append(SampleCorpus.words(tag)) }
    }
  }

  /// The concepts, each after its first broader one.
  func concepts() -> [Concept] {
    let topics = labels.hierarchy.topics
    var owners = Array(repeating: 0, count: labels.tags.count)
    for topic in labels.topics { for label in labels.synonymLabels[topic] { owners[label] += 1 } }
    var concepts: [Concept] = []
    var numbers = Array(repeating: -1, count: topics.count)
    for (topic, source) in topics.enumerated() where labels.topicLabels[topic] >= 0 {
      numbers[topic] = concepts.count
      var concept = Concept(name: source.name, tag: source.tag)
      concept.alternatives += labels.synonymLabels[topic].filter { owners[$0] == 1 }
        .map { Self.words(labels.tags[$0]) }
      concepts.append(concept)
    }
    for topic in topics.indices where numbers[topic] >= 0 {
      for parent in topics[topic].broader where numbers[parent] >= 0 {
        concepts[numbers[topic]].broader.append(topics[parent].tag)
        concepts[numbers[parent]].narrower.append(topics[topic].tag)
      }
    }
    for specific in labels.specifics {
      let parent = topics[specific.topic].tag
      let tag = labels.tags[specific.label]
      concepts[numbers[specific.topic]].narrower.append(tag)
      concepts.append(Concept(name: specific.name, tag: tag, broader: [parent]))
    }
    return concepts
  }

  private static let scheme = "http://example.org/sample/topics"

  private static func address(_ tag: String) -> String { "\(scheme)#\(tag)" }

  fileprivate static func words(_ tag: String) -> String {
    String(tag.map { $0 == "_" ? " " : $0 })
  }

  private static func element(_ concept: Concept) -> String {
    // Names are plain ASCII; of the characters that XML reserves only the
    // apostrophe occurs, which text may hold.
    var xml = "  <skos:Concept rdf:about=\"\(address(concept.tag))\">\n"
    xml += "    <skos:prefLabel xml:lang=\"en\">\(concept.name)</skos:prefLabel>\n"
    for name in concept.alternatives {
      xml += "    <skos:altLabel xml:lang=\"en\">\(name)</skos:altLabel>\n"
    }
    xml += "    <skos:inScheme rdf:resource=\"\(scheme)\"/>\n"
    for tag in concept.broader {
      xml += "    <skos:broader rdf:resource=\"\(address(tag))\"/>\n"
    }
    for tag in concept.narrower {
      xml += "    <skos:narrower rdf:resource=\"\(address(tag))\"/>\n"
    }
    return xml + "  </skos:Concept>\n"
  }
}
