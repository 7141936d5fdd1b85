// Which attribute of a start tag means what, for RDFXMLReader.
import FormatsFiles

/// The places of the attributes of one element, by their role; -1 for none.
struct RDFXMLAttributes {
  var id: Int32 = -1
  var about: Int32 = -1
  var nodeID: Int32 = -1
  var resource: Int32 = -1
  var datatype: Int32 = -1
  var parseType: Int32 = -1
  var base: Int32 = -1
  var language: Int32 = -1
  /// How many attributes are properties, and the place of the first of them.
  var properties: Int32 = 0
  var firstProperty: Int32 = 0

  /// Whether there are only `xml:` attributes.
  var isPlain: Bool {
    id & about & nodeID & resource & datatype & parseType == -1 && properties == 0
  }
}

extension RDFXMLReader {
  /// Gives each attribute its role.
  ///
  /// - Throws: `InputError` for names that the grammar forbids.
  @inline(__always)
  func sortOut(_ attributes: XMLAttributes) throws -> RDFXMLAttributes {
    attributes.count == 0 ? RDFXMLAttributes() : try sortOutSome(attributes)
  }

  /// The role of an attribute outside the namespaces of XML and RDF's syntax.
  func isProperty(_ attributes: XMLAttributes, _ index: Int) -> Bool {
    let number = names.number(attributes.local(index), attributes.space(index))
    return names[number].role.isPropertyAttribute
  }

  private func sortOutSome(_ attributes: XMLAttributes) throws -> RDFXMLAttributes {
    var found = RDFXMLAttributes()
    for index in 0..<attributes.count {
      let number = names.number(attributes.local(index), attributes.space(index))
      let value = Int32(index)
      switch names[number].role {
      case .id: try set(&found.id, value, "rdf:ID")
      case .about: try set(&found.about, value, "rdf:about")
      case .nodeID: try set(&found.nodeID, value, "rdf:nodeID")
      case .resource: try set(&found.resource, value, "rdf:resource")
      case .datatype: try set(&found.datatype, value, "rdf:datatype")
      case .parseType: try set(&found.parseType, value, "rdf:parseType")
      case .language: found.language = value
      case .base: found.base = value
      case .meaningless: break
      case .foreign:
        throw stream.failure("the attribute “\(names[number].local)” has no namespace")
      case .ordinary, .type:
        if found.properties == 0 { found.firstProperty = value }
        found.properties += 1
      case .rdf, .description, .li, .withdrawn:
        throw stream.failure(
          "rdf:\(names[number].local) must not be an attribute")
      }
    }
    return found
  }

  private func set(_ place: inout Int32, _ value: Int32, _ name: StaticString) throws {
    guard place < 0 else { throw stream.failure("\(name) is given twice") }
    place = value
  }

  /// Keeps a tag in the arena; an underscore, a common slip, is a hyphen.
  func languageTag(_ tag: ByteView) throws -> Piece {
    let start = arena.count
    var partLength = 0
    for (index, byte) in tag.enumerated() {
      let isSeparator = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      guard
        isSeparator
          ? partLength > 0 && index + 1 < tag.count
          : (isASCIILetter(byte) || isASCIIDigit(byte))
            && (arena.count > start + partLength || isASCIILetter(byte))
      else {
        throw stream.failure(
          "“\(String(decoding: tag, as: UTF8.self))” is not a language tag")
      }
      partLength = isSeparator ? 0 : partLength + 1
      arena.append(isSeparator ? UInt8(ascii: "-") : byte)
    }
    return piece(from: start)
  }
}
