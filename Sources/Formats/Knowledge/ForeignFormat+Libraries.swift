// Formats of libraries' catalogues and of office programs in which thesauri come, and XML of any other
// kind: each is named, with what to do.
import FormatsFiles

extension ForeignFormat {
  /// Office files and other binary ones, in the words of those who read corpora.
  static func binary(_ start: [UInt8], path: String) -> InputError? {
    guard binaryMarks.contains(where: { start.starts(with: $0) }) else { return nil }
    // A zip archive that is not an office file is for `container`.
    return BinaryFormat.error(Array(start.prefix(1 << 12)), name: path)
  }

  /// The first bytes of zip archives, of old Office files, RTF, Parquet, Arrow and Avro.
  private static let binaryMarks: [[UInt8]] = [
    Array("PK\u{3}\u{4}".utf8), [0xD0, 0xCF, 0x11, 0xE0], Array("{\\rtf".utf8), Array("PAR1".utf8),
    Array("ARROW1".utf8), Array("Obj\u{1}".utf8),
  ]

  private static let meshInRDF =
    "Give MeSH in RDF instead: mesh.nt from https://nlmpubs.nlm.nih.gov/projects/mesh/rdf/"

  /// MARC, MeSH's own formats, thesauri in tagged lines, and XML without namespaces, which cannot be RDF.
  static func library(_ start: [UInt8], _ trimmed: Substring, name: String) -> Answer? {
    if MARC.isRecords(start) {
      return ("MARC 21", "Convert it to a table: \(catmandu("MARC", name))")
    }
    if trimmed.hasPrefix("*NEWRECORD") { return ("MeSH in ASCII", meshInRDF) }
    if hasTaggedLines(trimmed) {
      return (
        "a thesaurus in tagged lines (BT, NT, UF …)",
        "Export it as SKOS, as TemaTres, MultiTes and others do, or make a table with the columns label, altLabel "
          + "and broader"
      )
    }
    guard trimmed.hasPrefix("<"), !trimmed.contains("rdf:RDF"), !trimmed.contains("<bibsonomy") else { return nil }
    if MARC.isXML(trimmed) {
      return ("MARCXML", "Convert it to a table: \(catmandu("MARC --type XML", name))")
    }
    if ["DescriptorRecordSet", "QualifierRecordSet", "SupplementalRecordSet"].contains(where: {
      trimmed.contains("<\($0)")
    }) {
      return (
        "MeSH's XML", meshInRDF
      )
    }
    guard let root = foreignRoot(trimmed) else { return nil }
    return (
      "XML of a kind other than RDF/XML (its first element is `\(root)`)",
      "Convert it to RDF, or to a table with the columns uri, label_en, altLabel_en and broader"
    )
  }

  /// Whether two fifths of the lines begin with a tag of thesauri (ISO 25964), and two tags occur.
  private static func hasTaggedLines(_ text: Substring) -> Bool {
    let lines = text.split(whereSeparator: \.isNewline).dropLast(1)
      .map { $0.drop { $0.isWhitespace } }.filter { !$0.isEmpty }
    let tags = lines.compactMap { line -> String? in
      line.prefixMatch(of: #/(BT|NT|RT|UF|USE|TT|SN)[GPI1-9]?(?:\s*[:=]\s*|\s+)\S/#).map { String($0.1) }
    }
    return tags.count > 2 && 5 * tags.count >= 2 * lines.count && Set(tags).count > 1
  }

  /// The command for headings and their variants; persons and places have other fields than 150 and 450.
  private static func catmandu(_ importer: String, _ name: String) -> String {
    "catmandu convert \(importer) to CSV --fix 'marc_map(150a,label); marc_map(450a,altLabel,join:\"|\"); "
      + "retain(_id,label,altLabel)' < \(name)"
  }

  /// The name of the first element of XML if it has no namespace, or if none of RDF occurs.
  private static func foreignRoot(_ text: Substring) -> String? {
    let plain = text.replacing(#/<!--[\s\S]*?-->/#, with: "")
    guard !plain.contains("<!ATTLIST"),
      let tag = plain.firstMatch(of: #/<((?>[A-Za-z_][^\s<>/"']*))((?>(?:[^<>"']|"[^"]*"|'[^']*')*))>/#)
    else { return nil }
    let root = String(tag.1)
    // What is not closed may be an IRI of Turtle.
    guard plain.hasPrefix("<?xml") || plain.contains("</\(root)") else { return nil }
    let hasNamespace = root.contains(":") || tag.2.contains("xmlns=")
    // Without RDF's own namespace nothing can be identified.
    return hasNamespace && vocabularies.contains(where: plain.contains) ? nil : root
  }

  private static let vocabularies = [
    "22-rdf-syntax-ns#", "rdf-schema#", "2004/02/skos", "2002/07/owl#", "loc.gov/mads", "purl.org/dc", "schema.org",
  ]
}
