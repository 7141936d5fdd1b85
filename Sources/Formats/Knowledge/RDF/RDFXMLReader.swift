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

  /// Bytes in the arena; 32 bits, since a frame is copied often.
  struct Piece {
    var start: Int32 = 0
    var end: Int32 = 0
    @inline(__always) var isEmpty: Bool { start == end }
  }

  /// An IRI or a blank node in the arena.
  struct Node {
    var piece = Piece()
    var kind = RDFTermKind.iri
  }

  struct Frame {
    /// The arena's end before the element.
    var mark: Int32
    /// The number of bases before the element.
    var bases: Int32
    var language: Piece
    /// The node, or the subject of the property.
    var subject = Node()
    /// The number of the property's name; -1 where `member` is the property.
    var predicate: Int32 = -1
    /// The IRI of an `rdf:_n` that stands for `rdf:li`.
    var member = Piece()
    /// The IRI of the statement where `rdf:ID` asks for it.
    var reification = Piece()
    var datatype = Piece()
    /// The last `rdf:_n` given to an `rdf:li`.
    var members: Int32 = 0
    /// The number of the collection's last cell, 0 before the first.
    var cell: Int32 = 0
    var kind: Kind
    /// Whether a property has got its node element.
    var hasNode = false
  }

  private let body: RDFStatementHandler
  let stream: XMLStream
  let arena = ByteArena(capacity: 1 << 14)
  private let text = ByteArena()
  @exclusivity(unchecked) private var literal = XMLLiteralWriter()
  let names = RDFXMLNameCache()
  /// The open elements, innermost last; XMLStream bounds how many there are.
  private let frames = UnsafeMutablePointer<Frame>.allocate(
    capacity: XMLStream.Limits.depth + 1)
  @exclusivity(unchecked) private var frameCount = 0
  @exclusivity(unchecked) var bases: [BaseIRI] = []
  @exclusivity(unchecked) private var identifiers = ByteTable()
  @exclusivity(unchecked) private var madeBlankNodes = 0
  private let constants = RDFXMLConstants()

  /// - Parameter base: against which IRIs are resolved where no `xml:base` is.
  init(_ source: ByteSource, base: String?, body: @escaping RDFStatementHandler) {
    self.body = body
    if let base { bases.append(BaseIRI(Array(base.utf8))) }
    stream = XMLStream(source)
  }

  deinit { frames.deallocate() }

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

  override func startElement(
    _ local: UnsafePointer<xmlChar>, prefix: UnsafePointer<xmlChar>?,
    space: UnsafePointer<xmlChar>?, attributes: XMLAttributes
  ) throws {
    let parent = frameCount - 1
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
    case .root: try startNode(name, attributes, in: -1)
    case .node: try startProperty(name, attributes, of: parent)
    case .property, .collection: try startNode(name, attributes, in: parent)
    case .emptyProperty:
      throw stream.failure("a property with these attributes must be empty")
    case .literal: break
    }
  }

  override func endElement() throws {
    let last = frameCount - 1
    guard last >= 0 else { return }
    switch frames[last].kind {
    case .root, .node, .emptyProperty: break
    case .property:
      if !frames[last].hasNode {
        let hasDatatype = !frames[last].datatype.isEmpty
        try tell(
          last,
          RDFTerm(
            .literal, text.view(0..<text.count),
            language: hasDatatype ? noBytes : view(frames[last].language),
            datatype: view(frames[last].datatype)))
      }
      text.truncate(to: 0)
    case .collection:
      if frames[last].cell == 0 {
        try tell(last, constants.nil)
      } else {
        let cell = blankNode(Int(frames[last].cell))
        try tell(view(cell), constants.rest, constants.nil)
      }
    case .literal:
      guard literal.isBalanced else {
        literal.end()
        return
      }
      stream.tellsComments = false
      try tell(
        last,
        RDFTerm(
          .literal, literal.arena.view(0..<literal.arena.count), language: noBytes,
          datatype: constants.xmlLiteral))
    }
    arena.truncate(to: Int(frames[last].mark))
    if bases.count > Int(frames[last].bases) { bases.removeLast() }
    frameCount -= 1
  }

  override func text(_ bytes: ByteView) throws {
    let last = frameCount - 1
    guard last >= 0 else { return }
    switch frames[last].kind {
    case .literal: literal.text(bytes)
    case .property where !frames[last].hasNode: text.append(bytes)
    default:
      for byte in bytes where !isBlank(byte) {
        throw stream.failure("text must not stand here, between elements")
      }
    }
  }

  private var isInLiteral: Bool {
    frameCount > 0 && frames[frameCount - 1].kind == .literal
  }

  override func comment(_ text: ByteView) {
    if isInLiteral { literal.comment(text) }
  }

  override func instruction(_ target: ByteView, _ data: ByteView) {
    if isInLiteral { literal.instruction(target, data) }
  }

  // MARK: Productions

  private func startRoot(_ name: Int, _ attributes: XMLAttributes) throws {
    guard names[name].role == .rdf else {
      try startNode(name, attributes, in: -1)
      return
    }
    let found = try open(.root, attributes)
    guard found.isPlain else {
      throw stream.failure("rdf:RDF must have no attributes but xml:lang and xml:base")
    }
  }

  /// A node element, the object of the property `parent` if that is not -1.
  private func startNode(
    _ name: Int, _ attributes: XMLAttributes, in parent: Int
  ) throws {
    let role = names[name].role
    guard role.isNodeElement else {
      throw stream.failure("rdf:\(names[name].local) must not be a node element")
    }
    if parent >= 0, frames[parent].kind == .property {
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
    let found = try open(.node, attributes)
    guard found.resource & found.datatype & found.parseType == -1 else {
      throw stream.failure(
        "rdf:resource, rdf:datatype and rdf:parseType must not stand on a node element")
    }
    let last = frameCount - 1
    let subject = try subject(of: found, attributes)
    frames[last].subject = subject
    if role != .description {
      try tell(view(subject), constants.type, RDFTerm(.iri, names.iri(name)))
    }
    if found.properties > 0 { try tellAttributes(found, attributes, of: subject) }
    guard parent >= 0 else { return }
    if frames[parent].kind == .property {
      try tell(parent, view(subject))
    } else {
      try tellItem(subject, in: parent)
    }
  }

  private func startProperty(
    _ name: Int, _ attributes: XMLAttributes, of parent: Int
  ) throws {
    let role = names[name].role
    guard role.isPropertyElement else {
      throw stream.failure("rdf:\(names[name].local) must not be a property element")
    }
    let found = try open(.property, attributes)
    let last = frameCount - 1
    frames[last].subject = frames[parent].subject
    if role == .li {
      frames[parent].members += 1
      let start = arena.count
      arena.append(Array((RDFNames.rdf + "_").utf8))
      arena.append(decimal: Int(frames[parent].members))
      frames[last].member = piece(from: start)
    } else {
      frames[last].predicate = Int32(name)
    }
    text.truncate(to: 0)
    guard !found.isPlain else { return }
    if found.id >= 0 {
      frames[last].reification = try identifier(attributes.value(Int(found.id)))
    }
    guard found.about < 0 else {
      throw stream.failure("rdf:about must not stand on a property element")
    }
    if found.parseType >= 0 {
      guard found.resource & found.nodeID & found.datatype == -1, found.properties == 0
      else { throw stream.failure("rdf:parseType allows no other attribute than rdf:ID") }
      let parseType = attributes.value(Int(found.parseType))
      if parseType.elementsEqual("Resource".utf8) {
        let node = makeBlankNode()
        try tell(last, view(node))
        frames[last].kind = .node
        frames[last].subject = node
      } else if parseType.elementsEqual("Collection".utf8) {
        frames[last].kind = .collection
      } else {
        frames[last].kind = .literal
        literal.reset()
        stream.tellsComments = true
      }
    } else if found.resource >= 0 || found.nodeID >= 0 || found.properties > 0 {
      guard found.datatype < 0 else {
        throw stream.failure("rdf:datatype must not stand with the object's attributes")
      }
      guard found.resource < 0 || found.nodeID < 0 else {
        throw stream.failure("rdf:resource and rdf:nodeID must not stand together")
      }
      frames[last].kind = .emptyProperty
      let object: Node =
        if found.resource >= 0 {
          Node(piece: try resolve(attributes.value(Int(found.resource))))
        } else if found.nodeID >= 0 {
          try namedBlankNode(attributes.value(Int(found.nodeID)))
        } else {
          makeBlankNode()
        }
      try tell(last, view(object))
      if found.properties > 0 { try tellAttributes(found, attributes, of: object) }
    } else if found.datatype >= 0 {
      frames[last].datatype = try resolve(attributes.value(Int(found.datatype)))
    }
  }

  private func subject(
    of found: RDFXMLAttributes, _ attributes: XMLAttributes
  ) throws -> Node {
    let given = (found.id >= 0 ? 1 : 0) + (found.about >= 0 ? 1 : 0)
      + (found.nodeID >= 0 ? 1 : 0)
    guard given <= 1 else {
      throw stream.failure("only one of rdf:ID, rdf:about and rdf:nodeID may be given")
    }
    if found.about >= 0 {
      return Node(piece: try resolve(attributes.value(Int(found.about))))
    }
    if found.id >= 0 { return Node(piece: try identifier(attributes.value(Int(found.id)))) }
    if found.nodeID >= 0 { return try namedBlankNode(attributes.value(Int(found.nodeID))) }
    return makeBlankNode()
  }

  /// The property attributes of the innermost element.
  private func tellAttributes(
    _ found: RDFXMLAttributes, _ attributes: XMLAttributes, of subject: Node
  ) throws {
    for index in Int(found.firstProperty)..<attributes.count
    where isProperty(attributes, index) {
      let mark = arena.count
      let name = names.number(attributes.local(index), attributes.space(index))
      if names[name].role == .type || names[name].space == .none {
        let type = Node(piece: try resolve(attributes.value(index)))
        try tell(view(subject), constants.type, view(type))
      } else {
        try tell(
          view(subject), names.iri(name),
          RDFTerm(
            .literal, attributes.value(index),
            language: view(frames[frameCount - 1].language), datatype: noBytes))
      }
      arena.truncate(to: mark)
    }
  }

  /// One more node of a collection.
  private func tellItem(_ node: Node, in parent: Int) throws {
    let mark = arena.count
    madeBlankNodes += 1
    let cell = blankNode(madeBlankNodes)
    if frames[parent].cell == 0 {
      try tell(parent, view(cell))
    } else {
      let before = blankNode(Int(frames[parent].cell))
      try tell(view(before), constants.rest, view(cell))
    }
    try tell(view(cell), constants.first, view(node))
    frames[parent].cell = Int32(truncatingIfNeeded: madeBlankNodes)
    arena.truncate(to: mark)
  }

  // MARK: Terms

  @inline(__always)
  func piece(from start: Int) -> Piece {
    Piece(start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: arena.count))
  }

  @inline(__always)
  private func view(_ piece: Piece) -> ByteView {
    arena.view(Int(piece.start)..<Int(piece.end))
  }

  @inline(__always)
  private func view(_ node: Node) -> RDFTerm {
    RDFTerm(node.kind, view(node.piece), language: noBytes, datatype: noBytes)
  }

  private func resolve(_ reference: ByteView) throws -> Piece {
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
    return piece(from: start)
  }

  /// The IRI that `rdf:ID` stands for, which must be new.
  private func identifier(_ id: ByteView) throws -> Piece {
    guard isNCName(id) else {
      throw stream.failure(
        "“\(String(decoding: id, as: UTF8.self))” is no name, as rdf:ID needs")
    }
    let iri = try (Array("#".utf8) + id).withUnsafeBufferPointer { try resolve($0) }
    let known = identifiers.count
    guard identifiers.intern(view(iri)) == known else {
      throw stream.failure(
        "the rdf:ID “\(String(decoding: id, as: UTF8.self))” is used twice")
    }
    return iri
  }

  private func namedBlankNode(_ id: ByteView) throws -> Node {
    guard isNCName(id) else {
      throw stream.failure(
        "“\(String(decoding: id, as: UTF8.self))” is no name, as rdf:nodeID needs")
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

  private func makeBlankNode() -> Node {
    madeBlankNodes += 1
    return blankNode(madeBlankNodes)
  }

  private func blankNode(_ number: Int) -> Node {
    node(BlankNodes.make(number, in: arena))
  }

  private func node(_ label: Range<Int>) -> Node {
    Node(
      piece: Piece(start: Int32(label.lowerBound), end: Int32(label.upperBound)), kind: .blank)
  }

  // MARK: Statements

  /// The statement of a property, and its description where `rdf:ID` asks.
  @inline(__always)
  private func tell(_ property: Int, _ object: RDFTerm) throws {
    let predicate = frames[property].predicate
    try tell(
      view(frames[property].subject),
      predicate >= 0 ? names.iri(Int(predicate)) : view(frames[property].member), object)
    if !frames[property].reification.isEmpty { try describe(property, object) }
  }

  /// The four statements of a reification.
  private func describe(_ property: Int, _ object: RDFTerm) throws {
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
  private func tell(_ subject: RDFTerm, _ predicate: ByteView, _ object: RDFTerm) throws {
    try body(
      RDFStatement(
        subject: subject, predicate: predicate, object: object, line: stream.line))
  }

  /// Opens a frame with what all elements share: language and base.
  @inline(__always)
  private func open(_ kind: Kind, _ attributes: XMLAttributes) throws -> RDFXMLAttributes {
    let found = try sortOut(attributes)
    guard arena.count < 1 << 28 else {
      throw stream.failure("the IRIs of the open elements take more than 256 MiB")
    }
    let parent = frameCount - 1
    var frame = Frame(
      mark: Int32(truncatingIfNeeded: arena.count),
      bases: Int32(truncatingIfNeeded: bases.count),
      language: parent >= 0 ? frames[parent].language : Piece(), kind: kind)
    if found.base >= 0 {
      let mark = arena.count
      let iri = try resolve(attributes.value(Int(found.base)))
      bases.append(BaseIRI(Array(view(iri))))
      arena.truncate(to: mark)
    }
    if found.language >= 0 {
      frame.language = try languageTag(attributes.value(Int(found.language)))
    }
    frames[frameCount] = frame
    frameCount += 1
    return found
  }
}

/// The IRIs that the reader itself tells, in memory of their own.
private final class RDFXMLConstants {
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
private var noBytes: ByteView { ByteView(start: nil, count: 0) }

/// Blanks, tabulators and line ends: the white space of XML.
@inline(__always)
private func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
}
