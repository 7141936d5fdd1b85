// Contexts that many documents only name, as far as concepts need them: the prefix
// and the terms of SKOS, and of schema.org what names and orders concepts.

/// Contexts that need no file.
enum JSONLDCommonContexts {
  /// The document under an IRI; nil for any other.
  static func document(_ iri: String) throws -> JSONValue? {
    var plain = iri.replacing("https://", with: "http://")
    while plain.hasSuffix("/") { plain.removeLast() }
    let text: String
    switch plain {
    case "http://schema.org", "http://schema.org/docs/jsonldcontext.jsonld",
      "http://schema.org/docs/jsonldcontext.json":
      text = """
        {"@context":{"@vocab":"http://schema.org/","type":"@type","id":"@id",
        "schema":"http://schema.org/","inDefinedTermSet":{"@type":"@id"},
        "sameAs":{"@type":"@id"},"url":{"@type":"@id"},"image":{"@type":"@id"}}}
        """
    case "http://www.w3.org/2004/02/skos/core", "http://www.w3.org/2004/02/skos/core.jsonld",
      "http://www.w3.org/2009/08/skos-reference/skos.jsonld":
      text = skos
    default: return nil
    }
    return try JSONValue(parsing: Array(text.utf8), name: iri)
  }

  private static var skos: String {
    let relations = [
      "broader", "narrower", "related", "broaderTransitive", "narrowerTransitive", "inScheme",
      "topConceptOf", "hasTopConcept", "member", "exactMatch", "closeMatch", "broadMatch",
      "narrowMatch", "relatedMatch",
    ]
    let terms = relations.map { "\"\($0)\":{\"@type\":\"@id\"}" }.joined(separator: ",")
    return """
      {"@context":{"@vocab":"http://www.w3.org/2004/02/skos/core#",
      "skos":"http://www.w3.org/2004/02/skos/core#","id":"@id","type":"@type",\(terms)}}
      """
  }
}
