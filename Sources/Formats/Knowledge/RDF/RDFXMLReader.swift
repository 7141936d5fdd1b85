// RDF/XML (W3C recommendation of 2014): from the elements of a document to
// statements. XML itself, and the defence against hostile XML, is XMLStream's;
// attributes are sorted out in RDFXMLReader+Attributes.
import CXML2

/// A streaming reader of RDF/XML.
///
/// Memory is bounded by the deepest nesting, the longest text, and the values
/// of `rdf:ID`, which must be told apart.
final class RDFXMLReader: XMLHandler {
  /// What an open element is, and what may stand in it.
  enum Kind {
    /// `rdf:RDF`: node elements.
    case root
    /// A node element or a property of `parseType="Resource"`: property elements.
    case node
    /// A property element whose content is text or one node element.
    case property
    /// A property element with attributes that say its object: nothing.
    case emptyProperty
    /// `parseType="Collection"`: node elements.
    case collection
    /// `parseType="Literal"`: any XML.
    case literal
  }

  struct Frame {
    var kind: Kind
    /// The arena's end before the element.
    var mark: Int
    /// The number of bases before the element.
    var bases: Int
    var language: Range<Int>
    /// The node, or the subject of the property.
    var subject = ArenaTerm()
    var predicate = 0..<0
    /// The IRI of the statement where `rdf:ID` asks for it.
    var reification: Range<Int>?
    var datatype = 0..<0
    /// The last `rdf:_n` given to an `rdf:li`.
    var members = 0
    /// The text begins here in `text`.
    var hasNode = false
    /// The number of the collection's last cell, 0 before the first.
    var cell = 0
  }

  private let body: RDFStatementHandler
  let stream: XMLStream
  let arena = ByteArena(capacity: 1 << 14)
  private let text = ByteArena()
  @exclusivity(unchecked) private var literal = XMLLiteralWriter()
  @exclusivity(unchecked) var names = RDFXMLNameCache()
  @exclusivity(unchecked) private var frames: [Frame] = []
  @exclusivity(unchecked) var bases: [BaseIRI] = []
  @exclusivity(unchecked) private var identifiers = ByteTable()
  @exclusivity(unchecked) private var madeBlankNodes = 0

  /// - Parameter base: against which IRIs are resolved where no `xml:base` is.
  init(_ source: ByteSource, base: String?, body: @escaping RDFStatementHandler) {
    self.body = body
    if let base { bases.append(BaseIRI(Array(base.utf8))) }
    stream = XMLStream(source)
  }

  /// Calls the handler for each statement.
  ///
  /// - Throws: `InputError` for what is not RDF/XML or hostile; whatever the
  ///   handler throws.
  static func read(
    _ source: ByteSource, base: String?, _ body: RDFStatementHandler
  ) throws {
    try withoutActuallyEscaping(body) { body in
      let reader = RDFXMLReader(source, base: base, body: body)
      try withExtendedLifetime(reader) { try reader.stream.parse(reader) }
    }
  }

  // MARK: Elements

  func startElement(
    _ local: UnsafePointer<xmlChar>, prefix: UnsafePointer<xmlChar>?,
    space: UnsafePointer<xmlChar>?, attributes: XMLAttributes
  ) throws {
    let parent = frames.count - 1
    if parent >= 0, frames[parent].kind == .literal {
      literal.start(local, prefix: prefix, space: space, attributes: attributes)
      return
    }
    let name = names.number(local, space)
    guard names[name].space == .named else {
      throw stream.failure("the element “\(names[name].local)” has no namespace")
    }
    guard parent >= 0 else {
      try startRoot(name, attributes)
      return
    }
    switch frames[parent].kind {
    case .root: try startNode(name, attributes, in: nil)
    case .node: try startProperty(name, attributes, of: parent)
    case .property, .collection: try startNode(name, attributes, in: parent)
    case .emptyProperty:
      throw stream.failure("a property with these attributes must be empty")
    case .literal: break
    }
  }

  func endElement() throws {
    guard let frame = frames.last else { return }
    switch frame.kind {
    case .root, .node, .emptyProperty: break
    case .property:
      if !frame.hasNode {
        let start = arena.count
        arena.append(text.view(0..<text.count))
        let value = start..<arena.count
        let hasDatatype = !frame.datatype.isEmpty
        try tell(
          frame,
          ArenaTerm(
            kind: .literal, value: value,
            language: hasDatatype ? 0..<0 : frame.language, datatype: frame.datatype))
      }
      text.truncate(to: 0)
    case .collection:
      if frame.cell == 0 {
        try tell(frame, constant(RDFNames.nil))
      } else {
        try tell(
          blankNode(frame.cell), constant(RDFNames.rest).value, constant(RDFNames.nil))
      }
    case .literal:
      guard literal.isBalanced else {
        literal.end()
        return
      }
      let start = arena.count
      arena.append(literal.arena.view(0..<literal.arena.count))
      let value = start..<arena.count
      try tell(
        frame,
        ArenaTerm(
          kind: .literal, value: value, datatype: constant(RDFNames.xmlLiteral).value))
    }
    arena.truncate(to: frame.mark)
    bases.removeLast(bases.count - frame.bases)
    frames.removeLast()
  }

  func text(_ bytes: ByteView) throws {
    guard let frame = frames.last else { return }
    switch frame.kind {
    case .literal: literal.text(bytes)
    case .property where !frame.hasNode: text.append(bytes)
    default:
      guard bytes.allSatisfy(isBlank) else {
        throw stream.failure("text must not stand here, between elements")
      }
    }
  }

  func comment(_ text: ByteView) {
    if frames.last?.kind == .literal { literal.comment(text) }
  }

  func instruction(_ target: ByteView, _ data: ByteView) {
    if frames.last?.kind == .literal { literal.instruction(target, data) }
  }

  // MARK: Productions

  private func startRoot(_ name: Int, _ attributes: XMLAttributes) throws {
    guard names[name].role == .rdf else {
      try startNode(name, attributes, in: nil)
      return
    }
    let (frame, found) = try open(.root, attributes, language: 0..<0)
    guard found.isPlain else {
      throw stream.failure("rdf:RDF must have no attributes but xml:lang and xml:base")
    }
    frames.append(frame)
  }

  /// A node element, the object of the property `parent` if there is one.
  private func startNode(
    _ name: Int, _ attributes: XMLAttributes, in parent: Int?
  ) throws {
    let role = names[name].role
    guard role.isNodeElement else {
      throw stream.failure("rdf:\(names[name].local) must not be a node element")
    }
    if let parent, frames[parent].kind == .property {
      guard !frames[parent].hasNode else {
        throw stream.failure("a property has at most one node element")
      }
      guard frames[parent].datatype.isEmpty else {
        throw stream.failure("a property with rdf:datatype must hold text alone")
      }
      guard text.view(0..<text.count).allSatisfy(isBlank) else {
        throw stream.failure("a property holds either text or a node element")
      }
      text.truncate(to: 0)
      frames[parent].hasNode = true
    }
    var (frame, found) = try open(
      .node, attributes, language: frames.last?.language ?? 0..<0)
    guard found.resource == nil, found.datatype == nil, found.parseType == nil else {
      throw stream.failure(
        "rdf:resource, rdf:datatype and rdf:parseType must not stand on a node element")
    }
    frame.subject = try subject(of: found)
    if role != .description {
      try tell(
        frame.subject, constant(RDFNames.type).value, constant(names[name].iri))
    }
    for property in found.properties {
      try tellAttribute(property, attributes, of: frame.subject, frame.language)
    }
    if let parent {
      if frames[parent].kind == .property {
        try tell(frames[parent], frame.subject)
      } else {
        try tellItem(frame.subject, in: parent)
      }
    }
    frames.append(frame)
  }

  private func startProperty(
    _ name: Int, _ attributes: XMLAttributes, of parent: Int
  ) throws {
    let role = names[name].role
    guard role.isPropertyElement else {
      throw stream.failure("rdf:\(names[name].local) must not be a property element")
    }
    var (frame, found) = try open(
      .property, attributes, language: frames[parent].language)
    frame.subject = frames[parent].subject
    if role == .li {
      frames[parent].members += 1
      let start = arena.count
      arena.append(Array((RDFNames.rdf + "_").utf8))
      arena.append(decimal: frames[parent].members)
      frame.predicate = start..<arena.count
    } else {
      frame.predicate = constant(names[name].iri).value
    }
    if let id = found.id { frame.reification = try identifier(id) }
    guard found.about == nil else {
      throw stream.failure("rdf:about must not stand on a property element")
    }
    if let parseType = found.parseType {
      guard found.resource == nil, found.nodeID == nil, found.datatype == nil,
        found.properties.isEmpty
      else {
        throw stream.failure("rdf:parseType allows no other attribute than rdf:ID")
      }
      if parseType.elementsEqual("Resource".utf8) {
        let node = makeBlankNode()
        try tell(frame, node)
        frame.kind = .node
        frame.subject = node
      } else if parseType.elementsEqual("Collection".utf8) {
        frame.kind = .collection
      } else {
        frame.kind = .literal
        literal.reset()
      }
    } else if found.resource != nil || found.nodeID != nil || !found.properties.isEmpty {
      guard found.datatype == nil else {
        throw stream.failure("rdf:datatype must not stand with the object's attributes")
      }
      guard found.resource == nil || found.nodeID == nil else {
        throw stream.failure("rdf:resource and rdf:nodeID must not stand together")
      }
      frame.kind = .emptyProperty
      let object: ArenaTerm =
        if let resource = found.resource {
          ArenaTerm(value: try resolve(resource))
        } else if let nodeID = found.nodeID {
          try namedBlankNode(nodeID)
        } else {
          makeBlankNode()
        }
      try tell(frame, object)
      for property in found.properties {
        try tellAttribute(property, attributes, of: object, frame.language)
      }
    } else if let datatype = found.datatype {
      frame.datatype = try resolve(datatype)
    }
    text.truncate(to: 0)
    frames.append(frame)
  }

  private func subject(of found: RDFXMLAttributes) throws -> ArenaTerm {
    let given = (found.id != nil ? 1 : 0) + (found.about != nil ? 1 : 0)
      + (found.nodeID != nil ? 1 : 0)
    guard given <= 1 else {
      throw stream.failure("only one of rdf:ID, rdf:about and rdf:nodeID may be given")
    }
    if let about = found.about { return ArenaTerm(value: try resolve(about)) }
    if let id = found.id { return ArenaTerm(value: try identifier(id)) }
    if let nodeID = found.nodeID { return try namedBlankNode(nodeID) }
    return makeBlankNode()
  }

  private func tellAttribute(
    _ index: Int, _ attributes: XMLAttributes, of subject: ArenaTerm,
    _ language: Range<Int>
  ) throws {
    let mark = arena.count
    let name = names.number(attributes.local(index), attributes.space(index))
    if names[name].role == .type || names[name].space == .none {
      let type = ArenaTerm(value: try resolve(attributes.value(index)))
      try tell(subject, constant(RDFNames.type).value, type)
    } else {
      let predicate = constant(names[name].iri).value
      let start = arena.count
      arena.append(attributes.value(index))
      try tell(
        subject, predicate,
        ArenaTerm(kind: .literal, value: start..<arena.count, language: language))
    }
    arena.truncate(to: mark)
  }

  /// One more node of a collection.
  private func tellItem(_ node: ArenaTerm, in parent: Int) throws {
    let mark = arena.count
    madeBlankNodes += 1
    let cell = blankNode(madeBlankNodes)
    if frames[parent].cell == 0 {
      try tell(frames[parent], cell)
    } else {
      try tell(blankNode(frames[parent].cell), constant(RDFNames.rest).value, cell)
    }
    try tell(cell, constant(RDFNames.first).value, node)
    frames[parent].cell = madeBlankNodes
    arena.truncate(to: mark)
  }

  // MARK: Terms

  func resolve(_ reference: ByteView) throws -> Range<Int> {
    let start = arena.count
    if schemeLength(reference) > 0 {
      arena.append(reference)
    } else if let base = bases.last {
      base.resolve(reference, into: arena)
    } else {
      throw stream.failure(
        "the IRI “\(String(decoding: reference, as: UTF8.self))” is relative and the"
          + " document has no xml:base", remedy: "Give the base with --base IRI")
    }
    return start..<arena.count
  }

  /// The IRI that `rdf:ID` stands for, which must be new.
  private func identifier(_ id: ByteView) throws -> Range<Int> {
    guard isNCName(id) else {
      throw stream.failure(
        "“\(String(decoding: id, as: UTF8.self))” is no name, as rdf:ID needs")
    }
    let iri = try (Array("#".utf8) + id).withUnsafeBufferPointer { try resolve($0) }
    let known = identifiers.count
    guard identifiers.intern(arena.view(iri)) == known else {
      throw stream.failure(
        "the rdf:ID “\(String(decoding: id, as: UTF8.self))” is used twice")
    }
    return iri
  }

  private func namedBlankNode(_ id: ByteView) throws -> ArenaTerm {
    guard isNCName(id) else {
      throw stream.failure(
        "“\(String(decoding: id, as: UTF8.self))” is no name, as rdf:nodeID needs")
    }
    let start = arena.count
    arena.append(id)
    // A name may end with a dot, a label in N-Triples may not.
    if id.last == UInt8(ascii: ".") || id.starts(with: "dot_".utf8) {
      arena.truncate(to: start)
      arena.append(Array("dot_".utf8))
      arena.append(id)
      if id.last == UInt8(ascii: ".") { arena.append(UInt8(ascii: "_")) }
    }
    return ArenaTerm(
      kind: .blank, value: BlankNodes.told(start..<arena.count, in: arena))
  }

  private func makeBlankNode() -> ArenaTerm {
    madeBlankNodes += 1
    return blankNode(madeBlankNodes)
  }

  private func blankNode(_ number: Int) -> ArenaTerm {
    ArenaTerm(kind: .blank, value: BlankNodes.make(number, in: arena))
  }

  private func constant(_ iri: [UInt8]) -> ArenaTerm {
    let start = arena.count
    arena.append(iri)
    return ArenaTerm(value: start..<arena.count)
  }

  // MARK: Statements

  /// The statement of a property, and its description where `rdf:ID` asks.
  private func tell(_ property: Frame, _ object: ArenaTerm) throws {
    try tell(property.subject, property.predicate, object)
    guard let iri = property.reification else { return }
    let statement = ArenaTerm(value: iri)
    func rdf(_ name: String) -> ArenaTerm { constant(Array((RDFNames.rdf + name).utf8)) }
    try tell(statement, constant(RDFNames.type).value, rdf("Statement"))
    try tell(statement, rdf("subject").value, property.subject)
    try tell(statement, rdf("predicate").value, ArenaTerm(value: property.predicate))
    try tell(statement, rdf("object").value, object)
  }

  private func tell(
    _ subject: ArenaTerm, _ predicate: Range<Int>, _ object: ArenaTerm
  ) throws {
    try body(
      RDFStatement(
        subject: subject.view(in: arena), predicate: arena.view(predicate),
        object: object.view(in: arena), line: stream.position.line))
  }

  private func open(
    _ kind: Kind, _ attributes: XMLAttributes, language: Range<Int>
  ) throws -> (Frame, RDFXMLAttributes) {
    var frame = Frame(
      kind: kind, mark: arena.count, bases: bases.count, language: language)
    let found = try sortOut(attributes)
    if let base = found.base {
      let mark = arena.count
      let iri = try resolve(base)
      bases.append(BaseIRI(arena.bytes(iri)))
      arena.truncate(to: mark)
    }
    if let tag = found.language { frame.language = try languageTag(tag) }
    return (frame, found)
  }
}

/// Blanks, tabulators and line ends: the white space of XML.
@inline(__always)
private func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
}
