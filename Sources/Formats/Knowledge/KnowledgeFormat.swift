// All formats of knowledge bases: how one is recognised by its content, and
// the entry point for those that relate names. RDF's is readRDF.
import FormatsFiles
import FormatsRDF

/// A format in which a knowledge base may come.
public enum KnowledgeFormat: String, CaseIterable, Sendable {
  case rdfXML = "rdfxml"
  case turtle, trig
  case jsonLD = "jsonld"
  case nTriples = "ntriples"
  case nQuads = "nquads"
  /// `narrower,broader[,true|false|confidence]`, with commas, semicolons or
  /// tabulators.
  case csv
  /// Statements as CSV, such as those of CSO: `"<subject>","<predicate>","<object>"`.
  case triples
  /// `Narrower <- Broader`.
  case arrows
  /// `Other name = Name`.
  case synonyms
  /// Microsoft Concept Graph.
  case conceptGraph = "conceptgraph"
  /// Zhihu's `topic_info.txt`.
  case zhihu
  /// WordNet's `data.noun`.
  case wordNet = "wordnet"
  /// BibSonomy's table `relation`.
  case relation
  /// BibSonomy's XML of tags with sub-tags.
  case concepts

  /// The syntax, if the format is RDF.
  public var rdfSyntax: RDFSyntax? { RDFSyntax(rawValue: rawValue) }

  /// Whether it holds statements of RDF.
  public var isRDF: Bool { rdfSyntax != nil || self == .triples }

  /// Recognises a format by the first bytes of a stream and, among the nested
  /// syntaxes of RDF, by the file's name; nil if there is no match.
  public static func recognise(_ start: [UInt8], name: String) -> KnowledgeFormat? {
    let text = String(decoding: start.prefix(4096), as: UTF8.self)
    if text.contains("<bibsonomy") { return .concepts }
    var bytes = start[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    let lines = bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
    guard let line = lines.first(where: { !$0.trimmed.isEmpty }) else { return nil }
    if line.starts(with: "  1 This software and database".utf8)
      || String(decoding: line.prefix(80), as: UTF8.self)
        .wholeMatch(of: /[0-9]{8} [0-9]{2} [nvars] [0-9a-f]{2} .*/) != nil
    {
      return .wordNet
    }
    if let syntax = RDFSyntax.recognise(start, name: name),
      let format = KnowledgeFormat(rawValue: syntax.rawValue)
    {
      return format
    }
    // UTF-16 that is not XML.
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { return nil }
    let columns = line.fields(0x09)
    if columns.count == 3, let count = columns[2].trimmed.decimalValue, count > 1 {
      return .conceptGraph
    }
    if PairTable.isWide(line) { return .csv }
    if columns.count == 6, columns[0].decimalValue != nil { return .zhihu }
    if columns.count >= 4 { return .relation }
    if TripleTable.isStatement(line) { return .triples }
    if columns.count > 1 { return .csv }
    let first = String(decoding: line, as: UTF8.self)
    if first.contains("<-") { return .arrows }
    if first.contains(" = ") { return .synonyms }
    var fields = CSVFields.fields(of: line, separator: PairTable.separator(of: line))
    while fields.count > 2, fields.last?.isEmpty == true { fields.removeLast() }
    return (2...3).contains(fields.count) ? .csv : nil
  }
}

/// Reads all pairs of a stream in a format that is not RDF.
///
/// - Throws: `InputError` for damaged input; whatever `body` throws.
public func readPairs(
  _ source: ByteSource, format: KnowledgeFormat, options: PairOptions = PairOptions(),
  _ body: HypernymPairHandler
) throws -> PairReadingReport {
  try source.unifyLineEnds()
  switch format {
  case .csv:
    return options.readsConfidence
      ? try PairTable.read(source, options, body)
      : try PairLines.readOriginalCSV(source, body)
  case .arrows:
    return try PairLines.readArrows(source, separator: "<-", relation: .narrower, body)
  case .synonyms:
    return try PairLines.readArrows(source, separator: " = ", relation: .synonym, body)
  case .conceptGraph: return try PairLines.readConceptGraph(source, options, body)
  case .zhihu: return try PairLines.readZhihuTopics(source, body)
  case .wordNet: return try WordNetNouns(source).tellPairs(body)
  case .relation: return try PairLines.readRelationTable(source, body)
  case .concepts: return try BibSonomyConceptsReader.read(source, body)
  case .rdfXML, .turtle, .trig, .nTriples, .nQuads, .triples, .jsonLD:
    preconditionFailure("RDF is read by readRDF")
  }
}
