// The syntaxes of RDF that are read, how one is recognised by its content, and
// the one entry point for reading any of them.
import FormatsFiles

/// A syntax of RDF.
public enum RDFSyntax: String, CaseIterable, Sendable {
  case rdfXML = "rdfxml"
  case nTriples = "ntriples"
  case nQuads = "nquads"
  case turtle
  case trig
  case jsonLD = "jsonld"

  /// Recognises the syntax by the first bytes of a stream, or returns nil.
  ///
  /// Turtle is a superset of N-Triples; a file is taken for N-Triples when
  /// its first statement is on one line in that syntax.
  public static func recognise(_ start: [UInt8]) -> RDFSyntax? {
    RDFRecognition(start).syntax
  }

  /// Whether the first line can be nothing but Turtle or N-Triples, although lists and tables may begin with
  /// IRIs or names of columns too: a directive, a whole statement, or the beginning of one.
  package static func isUnmistakable(_ start: [UInt8]) -> Bool { RDFRecognition(start).isUnmistakable }

  /// Recognises the syntax by the first bytes and, if these leave a choice, by the
  /// ending of the file's name.
  ///
  /// Whether it is XML follows from the bytes alone. The other four contain one
  /// another: `.nt`, `.nq`, `.ttl` and `.trig` (before `.gz`) say which is meant.
  package static func recognise(_ start: [UInt8], name: String) -> RDFSyntax? {
    let byContent = recognise(start)
    if byContent == .rdfXML || byContent == .jsonLD { return byContent }
    var parts = name.lowercased().split(separator: ".")
    if let last = parts.last, ["gz", "bz2", "xz", "zst"].contains(last) { parts.removeLast() }
    switch parts.count > 1 ? parts.last : nil {
    case "nt": return .nTriples
    case "nq", "tql": return .nQuads
    case "ttl": return .turtle
    case "trig": return .trig
    case "jsonld": return .jsonLD
    default: return byContent
    }
  }

  /// The base IRI for a file without one if the user gives none: `file:///`
  /// and the name without the folder, so that nothing depends on where the
  /// file is.
  public static func baseIRI(forFileNamed name: String) -> String {
    var iri = "file:///"
    for byte in name.utf8 {
      if Characters.letterOrDigit[byte] || "-._~".utf8.contains(byte) {
        iri.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        iri += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return iri
  }
}

/// How RDF is read.
public struct RDFReadingOptions: Sendable {
  /// The IRI against which relative ones are resolved.
  public var base: String?
  /// Whether lines of N-Triples and N-Quads that are not in the grammar are passed
  /// over instead of being an error.
  public var skipsBadLines = false
  /// JSON-LD: files of contexts that documents only name, by IRI.
  public var contexts: [String: String] = [:]

  public init() {}
}

/// Reads all statements of a stream.
///
/// - Parameters:
///   - syntax: nil recognises it by the content.
///   - base: the IRI against which relative ones are resolved.
/// - Throws: `InputError` for a violation of the syntax, with line and column;
///   whatever `body` throws.
public func readRDF(
  _ source: ByteSource, syntax: RDFSyntax? = nil, base: String? = nil,
  _ body: RDFStatementHandler
) throws {
  var options = RDFReadingOptions()
  options.base = base
  _ = try readRDF(source, syntax: syntax, options: options, body)
}

/// Reads all statements of a stream.
///
/// - Parameter syntax: nil recognises it by the content.
/// - Returns: how many lines were skipped, and the first of them.
/// - Throws: as the other function.
public func readRDF(
  _ source: ByteSource, syntax: RDFSyntax?, options: RDFReadingOptions,
  _ body: RDFStatementHandler
) throws -> (skipped: Int, firstLine: Int?) {
  let base = options.base
  if let base, Array(base.utf8).withUnsafeBufferPointer({ schemeLength($0) }) == 0 {
    throw InputError(
      file: source.name, problem: "the base “\(base)” is not an absolute IRI",
      remedy: "Give one with a scheme, as in http://example.org/")
  }
  var chosen = syntax
  if chosen == nil { chosen = RDFSyntax.recognise(try source.peek(1 << 16), name: source.name) }
  switch chosen {
  case .rdfXML: try RDFXMLReader.read(source, base: base, body)
  case .nTriples, .nQuads:
    return try NTriplesReader(
      source, allowsGraph: chosen == .nQuads, skipsBadLines: options.skipsBadLines
    ).read(body)
  case .turtle:
    var reader = try TurtleReader(source, base: base, allowsGraphs: false)
    try reader.read(body)
  case .trig:
    var reader = try TurtleReader(source, base: base, allowsGraphs: true)
    try reader.read(body)
  case .jsonLD:
    try JSONLDReader.read(source, base: base, contexts: options.contexts, body)
  case nil:
    throw InputError(
      file: source.name, problem: "is in no syntax of RDF that can be recognised",
      remedy: "Name the syntax, one of "
        + RDFSyntax.allCases.map(\.rawValue).joined(separator: ", "))
  }
  return (0, nil)
}
