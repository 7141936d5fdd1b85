// Which attribute of a start tag means what, for RDFXMLReader.
import CXML2

/// The attributes of one element, by their role.
struct RDFXMLAttributes {
  var id: ByteView?
  var about: ByteView?
  var nodeID: ByteView?
  var resource: ByteView?
  var datatype: ByteView?
  var parseType: ByteView?
  var base: ByteView?
  var language: ByteView?
  /// The places of the property attributes.
  var properties: [Int] = []

  /// Whether there are none but `xml:` attributes.
  var isPlain: Bool {
    id == nil && about == nil && nodeID == nil && resource == nil && datatype == nil
      && parseType == nil && properties.isEmpty
  }
}

extension RDFXMLReader {
  /// Gives each attribute its role.
  ///
  /// - Throws: `InputError` for names that the grammar forbids.
  func sortOut(_ attributes: XMLAttributes) throws -> RDFXMLAttributes {
    var found = RDFXMLAttributes()
    for index in 0..<attributes.count {
      let number = names.number(attributes.local(index), attributes.space(index))
      let value = attributes.value(index)
      let role: RDFXMLRole
      switch names[number].space {
      case .xml:
        if names[number].local == "lang" { found.language = value }
        if names[number].local == "base" { found.base = value }
        // Others, xml:space for instance, mean nothing here.
        continue
      case .none:
        let local = names[number].local
        // Names that XML keeps for itself mean nothing here either.
        if local.prefix(3).lowercased() == "xml" { continue }
        // Five names may stand without a prefix, for the sake of old files.
        guard ["ID", "about", "resource", "parseType", "type"].contains(local) else {
          throw stream.failure("the attribute “\(local)” has no namespace")
        }
        role = RDFXMLRole(rdfName: local)
      case .named:
        role = names[number].role
      }
      switch role {
      case .id: try set(&found.id, value, "rdf:ID")
      case .about: try set(&found.about, value, "rdf:about")
      case .nodeID: try set(&found.nodeID, value, "rdf:nodeID")
      case .resource: try set(&found.resource, value, "rdf:resource")
      case .datatype: try set(&found.datatype, value, "rdf:datatype")
      case .parseType: try set(&found.parseType, value, "rdf:parseType")
      case .ordinary, .type: found.properties.append(index)
      case .rdf, .description, .li, .withdrawn:
        throw stream.failure(
          "rdf:\(names[number].local) must not be an attribute")
      }
    }
    return found
  }

  private func set(_ place: inout ByteView?, _ value: ByteView, _ name: String) throws {
    guard place == nil else { throw stream.failure("\(name) is given twice") }
    place = value
  }

  /// Keeps a tag in the arena; an underscore, a common slip, is a hyphen.
  func languageTag(_ tag: ByteView) throws -> Range<Int> {
    let start = arena.count
    var partLength = 0
    for (index, byte) in tag.enumerated() {
      let isSeparator = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      guard isSeparator ? partLength > 0 && index + 1 < tag.count
        : Characters.letterOrDigit[byte]
          && (arena.count > start + partLength || Characters.isLetter(byte))
      else {
        throw stream.failure(
          "“\(String(decoding: tag, as: UTF8.self))” is not a language tag")
      }
      partLength = isSeparator ? 0 : partLength + 1
      arena.append(isSeparator ? UInt8(ascii: "-") : byte)
    }
    return start..<arena.count
  }
}
