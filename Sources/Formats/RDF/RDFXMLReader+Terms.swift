// Terms and statements of RDF/XML: IRIs resolved, blank nodes labelled, and the
// handler called.

extension RDFXMLReader {
  @inline(__always)
  func piece(from start: Int) -> Piece {
    Piece(start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: arena.count))
  }

  @inline(__always)
  func view(_ piece: Piece) -> ByteView {
    arena.view(Int(piece.start)..<Int(piece.end))
  }

  @inline(__always)
  func view(_ node: Node) -> RDFTerm {
    RDFTerm(node.kind, view(node.piece), language: noBytes, datatype: noBytes)
  }

  func resolve(_ reference: ByteView) throws -> Piece {
    let start = arena.count
    if schemeLength(reference) > 0 {
      arena.append(reference)
    } else if let base = bases.last {
      base.resolve(reference, into: arena)
    } else {
      throw stream.failure(
        "the IRI “\(String(decoding: reference, as: UTF8.self))” is relative and the"
          + " document has no xml:base", remedy: "Give the IRI of the document as the base")
    }
    return piece(from: start)
  }

  /// The IRI that `rdf:ID` gives, which must be new.
  func identifier(_ id: ByteView) throws -> Piece {
    guard isNCName(id) else {
      throw stream.failure(
        "“\(String(decoding: id, as: UTF8.self))” is not a name, as rdf:ID needs")
    }
    let iri = try (Array("#".utf8) + id).withUnsafeBufferPointer { try resolve($0) }
    let known = identifiers.count
    guard identifiers.intern(view(iri)) == known else {
      throw stream.failure(
        "the rdf:ID “\(String(decoding: id, as: UTF8.self))” is used twice")
    }
    return iri
  }

  func namedBlankNode(_ id: ByteView) throws -> Node {
    guard isNCName(id) else {
      throw stream.failure(
        "“\(String(decoding: id, as: UTF8.self))” is not a name, as rdf:nodeID needs")
    }
    let start = arena.count
    // A name may end with a dot, a label in N-Triples may not.
    if id.last == UInt8(ascii: ".") || id.starts(with: "dot_".utf8) {
      arena.append(Array("dot_".utf8))
      arena.append(id)
      if id.last == UInt8(ascii: ".") { arena.append(UInt8(ascii: "_")) }
    } else {
      arena.append(id)
    }
    return node(BlankNodes.told(start..<arena.count, in: arena))
  }

  func makeBlankNode() -> Node {
    madeBlankNodes += 1
    return blankNode(madeBlankNodes)
  }

  func blankNode(_ number: Int) -> Node {
    node(BlankNodes.make(number, in: arena))
  }

  func node(_ label: Range<Int>) -> Node {
    Node(
      piece: Piece(start: Int32(label.lowerBound), end: Int32(label.upperBound)), kind: .blank)
  }

  // MARK: Statements

  /// The statement of a property, and its description if `rdf:ID` asks for it.
  @inline(__always)
  func tell(_ property: Int, _ object: RDFTerm) throws {
    let predicate = frames[property].predicate
    try tell(
      view(frames[property].subject),
      predicate >= 0 ? names.iri(Int(predicate)) : view(frames[property].member), object)
    if !frames[property].reification.isEmpty { try describe(property, object) }
  }

  /// The four statements of a reification.
  func describe(_ property: Int, _ object: RDFTerm) throws {
    let statement = RDFTerm(.iri, view(frames[property].reification))
    let predicate = frames[property].predicate
    try tell(statement, constants.type, RDFTerm(.iri, constants.statement))
    try tell(statement, constants.subject, view(frames[property].subject))
    try tell(
      statement, constants.predicate,
      RDFTerm(
        .iri, predicate >= 0 ? names.iri(Int(predicate)) : view(frames[property].member)))
    try tell(statement, constants.object, object)
  }

  @inline(__always)
  func tell(_ subject: RDFTerm, _ predicate: ByteView, _ object: RDFTerm) throws {
    try body(
      RDFStatement(
        subject: subject, predicate: predicate, object: object, line: stream.line))
  }
}

/// The IRIs that the reader itself reports, in separate memory.
final class RDFXMLConstants {
  private let arena = ByteArena()
  let type, first, rest, statement, subject, predicate, object, xmlLiteral: ByteView
  let `nil`: RDFTerm

  init() {
    let names = [
      "type", "first", "rest", "Statement", "subject", "predicate", "object", "XMLLiteral",
      "nil",
    ].map { Array((RDFNames.rdf + $0).utf8) }
    var ranges: [Range<Int>] = []
    for name in names {
      let start = arena.count
      arena.append(name)
      ranges.append(start..<arena.count)
    }
    let views = ranges.map { [arena] in arena.view($0) }
    type = views[0]
    first = views[1]
    rest = views[2]
    statement = views[3]
    subject = views[4]
    predicate = views[5]
    object = views[6]
    xmlLiteral = views[7]
    `nil` = RDFTerm(.iri, views[8])
  }
}

@inline(__always)
var noBytes: ByteView { ByteView(start: nil, count: 0) }

/// Blanks, tabulators and line ends: the white space of XML.
@inline(__always)
func isXMLBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
}
