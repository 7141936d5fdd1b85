// One RDF statement as it passes from a reader to whoever wants it: views of
// UTF-8 bytes that live for the duration of one call. Nothing is stored here.

/// Bytes of a buffer that somebody else owns.
public typealias ByteView = UnsafeBufferPointer<UInt8>

/// What an RDF term is.
public enum RDFTermKind: UInt8, Sendable {
  case iri, blank, literal
}

/// A term as UTF-8 bytes, without brackets, quotes or escapes.
///
/// The bytes belong to the reader and are valid only until the handler that
/// received the statement returns.
public struct RDFTerm {
  /// IRI, blank node or literal.
  public var kind: RDFTermKind
  /// The IRI, the label of the blank node (without `_:`), or the lexical form.
  public var value: ByteView
  /// The language tag as written; empty if there is none.
  public var language: ByteView
  /// The datatype's IRI; empty for plain (`xsd:string`) and tagged literals.
  var datatype: ByteView

  /// A term that refers to bytes of the reader and copies none.
  @inline(__always)
  public init(
    _ kind: RDFTermKind, _ value: ByteView,
    language: ByteView = ByteView(start: nil, count: 0),
    datatype: ByteView = ByteView(start: nil, count: 0)
  ) {
    self.kind = kind
    self.value = value
    self.language = language
    self.datatype = datatype
  }
}

/// Subject, predicate and object; in the quad syntaxes also the graph's name.
public struct RDFStatement {
  /// An IRI or a blank node.
  public var subject: RDFTerm
  /// An IRI.
  public var predicate: ByteView
  /// An IRI, a blank node or a literal.
  public var object: RDFTerm
  /// The named graph; nil is the default graph.
  public var graph: RDFTerm?
  /// 1-based line of the file where the statement ends.
  public var line: Int

  /// A statement that refers to bytes of the reader and copies none.
  @inline(__always)
  public init(
    subject: RDFTerm, predicate: ByteView, object: RDFTerm,
    graph: RDFTerm? = nil, line: Int
  ) {
    self.subject = subject
    self.predicate = predicate
    self.object = object
    self.graph = graph
    self.line = line
  }
}

/// Receives statements in the order of the file; an error that it throws ends
/// the reading.
public typealias RDFStatementHandler = (RDFStatement) throws -> Void

/// IRIs that readers themselves produce.
enum RDFNames {
  static let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  static let xsd = "http://www.w3.org/2001/XMLSchema#"
  static let type = Array((rdf + "type").utf8)
  static let first = Array((rdf + "first").utf8)
  static let rest = Array((rdf + "rest").utf8)
  static let `nil` = Array((rdf + "nil").utf8)
  static let xmlLiteral = Array((rdf + "XMLLiteral").utf8)
  static let integer = Array((xsd + "integer").utf8)
  static let decimal = Array((xsd + "decimal").utf8)
  static let double = Array((xsd + "double").utf8)
  static let boolean = Array((xsd + "boolean").utf8)
  static let string = Array((xsd + "string").utf8)
}
