// Formats in which knowledge bases come and which are not read: each is named, with
// the command that makes it readable.
import FormatsFiles

/// Recognises such formats.
public enum ForeignFormat {
  /// What a file is to be.
  public enum Purpose: Sendable {
    /// A knowledge base: statements or pairs.
    case knowledge
    /// A vocabulary: concepts with their names.
    case vocabulary
  }

  /// The error for a file in one of them; nil for any other file.
  ///
  /// - Parameters:
  ///   - start: the first bytes, decompressed.
  ///   - name: without folders.
  public static func error(
    _ start: [UInt8], name: String, path: String, purpose: Purpose = .knowledge
  ) -> InputError? {
    if let error = binary(start, path: path) { return error }
    guard let (what, remedy) = recognise(start, name: name, purpose) else { return nil }
    return InputError(file: path, problem: "is \(what), which is not read", remedy: remedy)
  }

  /// What a file is, and what to do about it.
  typealias Answer = (what: String, remedy: String)

  private static func recognise(_ start: [UInt8], name: String, _ purpose: Purpose) -> Answer? {
    let text = String(decoding: start.prefix(4096), as: UTF8.self)
    let trimmed = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    return container(start, name: name) ?? ontology(trimmed, name: name) ?? starred(text, trimmed)
      ?? xml(trimmed, name: name) ?? library(start, trimmed, name: name) ?? json(trimmed, name: name)
      ?? other(start, text, trimmed, name: name, purpose)
  }

  /// What is recognised by its first bytes.
  private static func container(_ start: [UInt8], name: String) -> Answer? {
    func begins(_ text: String) -> Bool { start.starts(with: text.utf8) }
    if begins("$HDT") {
      return ("HDT", "Convert it: hdt2rdf.sh \(name) knowledge.nt (from hdt-java or hdt-cpp)")
    }
    if begins("PK\u{3}\u{4}") {
      return ("a zip archive", "Unpack it: unzip \(name)")
    }
    if start.count > 262, start[257..<262].elementsEqual("ustar".utf8) {
      return ("a tar archive", "Unpack it: tar xf \(name)")
    }
    if start.starts(with: [0x1F, 0x8B]) {
      return ("compressed twice", "Decompress it once: gunzip")
    }
    if begins("%PDF") { return ("PDF", "Give the data that the document was made from") }
    if begins("SQLite format 3") {
      return ("an SQLite database", "Export a table of pairs as CSV")
    }
    // XML may be UTF-16: it declares it.
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]),
      !start.prefix(4).contains(UInt8(ascii: "<"))
    {
      return ("UTF-16 text", "Convert it: iconv -f utf-16 -t utf-8 \(name)")
    }
    return nil
  }

  private static func robot(_ name: String) -> String {
    "Convert it: robot convert --input \(name) --output knowledge.ttl"
  }

  /// Web pages, and ontologies that are neither XML nor RDF.
  private static func ontology(_ trimmed: Substring, name: String) -> Answer? {
    let lower = trimmed.lowercased()
    if lower.hasPrefix("<!doctype html") || lower.hasPrefix("<html")
      || lower.hasPrefix("<?xml") && lower.contains("<html") && !lower.contains("<rdf:rdf")
    {
      return ("HTML", "If it has RDFa, extract it: rdfpipe -i rdfa -o nt \(name)")
    }
    if trimmed.hasPrefix("Prefix(") || trimmed.hasPrefix("Ontology(") {
      return ("OWL in functional syntax", robot(name))
    }
    if trimmed.hasPrefix("Prefix:") || trimmed.hasPrefix("Ontology:") {
      return ("OWL in Manchester syntax", robot(name))
    }
    if trimmed.hasPrefix("format-version:") || trimmed.contains("\n[Term]\n") {
      return ("OBO", robot(name))
    }
    return nil
  }

  private static func starred(_ text: String, _ trimmed: Substring) -> Answer? {
    if trimmed.hasPrefix("VERSION \"1.2") || trimmed.hasPrefix("<<") || text.contains("\n<<") {
      return (
        "RDF 1.2 (RDF-star)", "Leave out statements about statements, or convert it with Jena's riot"
      )
    }
    return nil
  }

  private static func xml(_ trimmed: Substring, name: String) -> Answer? {
    guard trimmed.hasPrefix("<"), !trimmed.contains("rdf:RDF") else { return nil }
    if trimmed.contains("http://www.w3.org/2002/07/owl#"), trimmed.contains("<Ontology") {
      return ("OWL/XML", robot(name))
    }
    if trimmed.contains("<LexicalResource") {
      return (
        "a WordNet in WN-LMF",
        "Give WordNet's data.noun, or export its hypernyms as CSV with the Python package wn"
      )
    }
    if trimmed.contains("http://www.w3.org/2005/sparql-results#") {
      return ("the result of a SPARQL query in XML", sparqlAsCSV)
    }
    if trimmed.contains("<TriX") || trimmed.contains("<trix") {
      return ("TriX", "Convert it: rdfpipe -i trix -o nquads \(name)")
    }
    if trimmed.contains("http://www.loc.gov/mads/v2") || trimmed.contains("<mads") {
      return ("MADS XML", "Give the MADS/RDF of the same authorities")
    }
    return nil
  }

  private static let sparqlAsCSV =
    "Save it as CSV instead, with columns such as item, itemLabel, itemAltLabel and subclassOf"

  /// RDF as JSON of other kinds than JSON-LD.
  private static func json(_ trimmed: Substring, name: String) -> Answer? {
    if trimmed.hasPrefix("[\""), trimmed.contains("\",\"http") || trimmed.contains("\", \"http") {
      return ("HexTuples", "Convert it: rdfpipe -i hext -o nquads \(name)")
    }
    if trimmed.hasPrefix("{"), trimmed.contains("\"head\""), trimmed.contains("\"vars\"") {
      return ("the result of a SPARQL query in JSON", sparqlAsCSV)
    }
    if trimmed.hasPrefix("{"), trimmed.contains("\"type\""), trimmed.contains("\"value\""),
      !trimmed.contains("\"@")
    {
      return ("RDF/JSON", "Convert it: rapper -i json -o ntriples \(name) > knowledge.nt")
    }
    return nil
  }

  private static func other(
    _ start: [UInt8], _ text: String, _ trimmed: Substring, name: String, _ purpose: Purpose
  ) -> Answer? {
    if trimmed.hasPrefix("http"),
      trimmed.prefixMatch(of: /https?:[^\s<>]+\r?\n<\?xml/) != nil
    {
      return (
        "GeoNames' RDF, one document per line",
        "Give a folder of the documents: grep '^<?xml' \(name) | split -a 6 -l 1 - FOLDER/"
      )
    }
    if text.contains(/\}\s*=>\s*\{/) || text.contains(/\{\s*\?[A-Za-z]/) {
      return ("Notation3 with rules or variables", "Give its statements alone, as Turtle")
    }
    if trimmed.hasPrefix("{") || trimmed.hasPrefix("["),
      !String(decoding: start.prefix(1 << 14), as: UTF8.self).contains("\"@"),
      trimmed.dropFirst().drop(while: { $0.isWhitespace || $0 == "{" || $0 == "[" }).first == "\"",
      purpose == .knowledge
        ? !VocabularyListFormat.isConceptTable(start) : VocabularyListFormat.recognise(start) != .objects
    {
      return (
        "JSON without JSON-LD's keywords",
        purpose == .knowledge
          ? "Give its pairs as CSV: narrower,broader; or objects such as {\"id\": …, \"label\": …, \"broader\": …}"
          : "Make a table with the first line uri,label of it, for instance with "
            + "jq -r '.[] | [.id, .label] | @csv' \(name)"
      )
    }
    let columns = text.prefix { $0 != "\n" }.split(
      separator: "\t", omittingEmptySubsequences: false)
    if columns.count == 19, Int(columns[0]) != nil {
      return (
        "a table of GeoNames", "Give GeoNames in RDF, or a CSV of pairs made from hierarchy.txt"
      )
    }
    return nil
  }
}
