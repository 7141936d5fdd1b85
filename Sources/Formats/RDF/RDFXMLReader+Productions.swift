// The productions of RDF/XML (Syntax, section 7.2): what a node element and a
// property element say.

extension RDFXMLReader {
  func startRoot(_ name: Int, _ attributes: XMLAttributes) throws {
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
  func startNode(
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
      guard text.view(0..<text.count).allSatisfy(isXMLBlank) else {
        throw stream.failure("a property holds either text or a node element")
      }
      text.truncate(to: 0)
      frames[parent].hasNode = true
    }
    let found = try open(.node, attributes)
    guard found.resource & found.datatype & found.parseType == -1 else {
      throw stream.failure(
        "rdf:resource, rdf:datatype and rdf:parseType are not allowed on a node element")
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

  func startProperty(
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
      countMember(of: parent)
    } else {
      frames[last].predicate = Int32(name)
    }
    text.truncate(to: 0)
    guard !found.isPlain else { return }
    if found.id >= 0 {
      frames[last].reification = try identifier(attributes.value(Int(found.id)))
    }
    guard found.about < 0 else {
      throw stream.failure("rdf:about is not allowed on a property element")
    }
    if found.parseType >= 0 {
      try startParseType(found, attributes)
    } else if found.resource >= 0 || found.nodeID >= 0 || found.properties > 0 {
      try startEmptyProperty(found, attributes)
    } else if found.datatype >= 0 {
      frames[last].datatype = try resolve(attributes.value(Int(found.datatype)))
    }
  }

  /// Gives the innermost element, an rdf:li, the next number of its parent's members.
  private func countMember(of parent: Int) {
    frames[parent].members += 1
    let start = arena.count
    arena.append(Array((RDFNames.rdf + "_").utf8))
    arena.append(decimal: Int(frames[parent].members))
    frames[frameCount - 1].member = piece(from: start)
  }

  /// The innermost element is a property with rdf:parseType.
  private func startParseType(_ found: RDFXMLAttributes, _ attributes: XMLAttributes) throws {
    guard found.resource & found.nodeID & found.datatype == -1, found.properties == 0
    else { throw stream.failure("rdf:parseType allows no other attribute than rdf:ID") }
    let last = frameCount - 1
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
  }

  /// The innermost element is a property whose attributes say what its object is.
  private func startEmptyProperty(_ found: RDFXMLAttributes, _ attributes: XMLAttributes) throws {
    guard found.datatype < 0 else {
      throw stream.failure("rdf:datatype is not allowed with the object's attributes")
    }
    guard found.resource < 0 || found.nodeID < 0 else {
      throw stream.failure("rdf:resource and rdf:nodeID are not allowed together")
    }
    let last = frameCount - 1
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
  }

  func subject(
    of found: RDFXMLAttributes, _ attributes: XMLAttributes
  ) throws -> Node {
    let given =
      (found.id >= 0 ? 1 : 0) + (found.about >= 0 ? 1 : 0)
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
  func tellAttributes(
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
  func tellItem(_ node: Node, in parent: Int) throws {
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
}
