// RDF/XML (W3C recommendation of 2014): from the elements of a document to
// statements. XML itself, and the defence against hostile XML, is XMLStream's;
// attributes are sorted out in RDFXMLReader+Attributes, the productions of the
// grammar are in RDFXMLReader+Productions, terms in RDFXMLReader+Terms.
import FormatsFiles

/// A streaming reader of RDF/XML.
///
/// Memory is bounded by the deepest nesting, the longest text, and the values
/// of `rdf:ID`, which must be distinguished.
final class RDFXMLReader: XMLHandler {
  /// The kind of an open element, and what it may contain.
  enum Kind {
    /// `rdf:RDF`: node elements.
    case root
    /// A node element or a property of `parseType="Resource"`: property elements.
    case node
    /// A property element whose content is text or one node element.
    case property
    /// A property element whose attributes describe its object: nothing.
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
    /// The number of the property's name; -1 if `member` is the property.
    var predicate: Int32 = -1
    /// The IRI of the `rdf:_n` that replaces `rdf:li`.
    var member = Piece()
    /// The IRI of the statement if `rdf:ID` asks for it.
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

  let body: RDFStatementHandler
  let stream: XMLStream
  let arena = ByteArena(capacity: 1 << 14)
  let text = ByteArena()
  @exclusivity(unchecked) var literal = XMLLiteralWriter()
  let names = RDFXMLNameCache()
  /// The open elements, innermost last; XMLStream bounds how many there are.
  let frames = UnsafeMutablePointer<Frame>.allocate(
    capacity: XMLStream.Limits.depth + 1)
  @exclusivity(unchecked) var frameCount = 0
  @exclusivity(unchecked) var bases: [BaseIRI] = []
  @exclusivity(unchecked) var identifiers = ByteTable()
  @exclusivity(unchecked) var madeBlankNodes = 0
  let constants = RDFXMLConstants()

  /// - Parameter base: the IRI against which IRIs are resolved if there is no `xml:base`.
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

  override func startElement(_ element: XMLElement) throws {
    let parent = frameCount - 1
    if parent >= 0, frames[parent].kind == .literal {
      literal.start(element)
      return
    }
    let (name, attributes) = (names.number(element.local, element.space), element.attributes)
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
      var index = 0
      while index < bytes.count, isXMLBlank(bytes[index]) { index += 1 }
      if index < bytes.count {
        throw stream.failure("text is not allowed here, between elements")
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

  /// Opens a frame with what all elements share: language and base.
  @inline(__always)
  func open(_ kind: Kind, _ attributes: XMLAttributes) throws -> RDFXMLAttributes {
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
