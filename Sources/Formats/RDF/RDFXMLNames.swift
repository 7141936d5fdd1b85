// The names of RDF/XML: which roles the RDF namespace's names play, and a
// cache from libxml2's interned strings to whole IRIs.
import FormatsFiles

/// The names with a meaning in the grammar (RDF/XML Syntax, section 6.2).
enum RDFXMLRole {
  /// A name outside the grammar: a type or a property.
  case ordinary
  case rdf, description, id, about, parseType, resource, nodeID, datatype, li, type
  /// `xml:lang` and `xml:base`.
  case language, base
  /// Another name that belongs to XML and means nothing here.
  case meaningless
  /// A name without a namespace that has no meaning in the grammar.
  case foreign
  /// `aboutEach`, `aboutEachPrefix`, `bagID`: withdrawn, an error everywhere.
  case withdrawn

  init(rdfName: String) {
    switch rdfName {
    case "RDF": self = .rdf
    case "Description": self = .description
    case "ID": self = .id
    case "about": self = .about
    case "parseType": self = .parseType
    case "resource": self = .resource
    case "nodeID": self = .nodeID
    case "datatype": self = .datatype
    case "li": self = .li
    case "type": self = .type
    case "aboutEach", "aboutEachPrefix", "bagID": self = .withdrawn
    default: self = .ordinary
    }
  }

  /// The role of an attribute of XML's own namespace.
  init(xmlName: String) {
    self = xmlName == "lang" ? .language : xmlName == "base" ? .base : .meaningless
  }

  /// The role of an attribute without a namespace: five names may be used without
  /// a prefix, for the sake of old files; those that XML reserves mean nothing.
  init(plainName: String) {
    if plainName.prefix(3).lowercased() == "xml" {
      self = .meaningless
    } else if ["ID", "about", "resource", "parseType", "type"].contains(plainName) {
      self = RDFXMLRole(rdfName: plainName)
    } else {
      self = .foreign
    }
  }

  /// Whether a node element may bear this name.
  var isNodeElement: Bool {
    self == .ordinary || self == .description || self == .type
  }
  /// Whether a property element may bear this name.
  var isPropertyElement: Bool {
    self == .ordinary || self == .li || self == .type
  }
  /// Whether a property attribute may bear this name.
  var isPropertyAttribute: Bool { self == .ordinary || self == .type }
}

/// An element's or attribute's name.
struct RDFXMLName {
  enum Space { case none, xml, named }
  var space: Space
  var role: RDFXMLRole
  /// Where the IRI, namespace and local name joined, is in the cache.
  fileprivate var iri: Range<Int32>
  /// As libxml2 keeps it.
  fileprivate var localName: UnsafePointer<UInt8>?

  /// The local name, for messages and for names without a namespace.
  var local: String { localName.map { String(cString: $0) } ?? "" }
}

/// Finds names by the addresses that libxml2's dictionary gave their parts.
final class RDFXMLNameCache {
  private struct Key: Equatable {
    var local: UnsafePointer<UInt8>?
    var space: UnsafePointer<UInt8>?
  }
  /// Names and their keys, in memory that the cache manages itself because it is read for
  /// every element and attribute.
  @exclusivity(unchecked) private var names = UnsafeMutablePointer<RDFXMLName>.allocate(capacity: 64)
  @exclusivity(unchecked) private var keys = UnsafeMutablePointer<Key>.allocate(capacity: 64)
  @exclusivity(unchecked) private var slots = UnsafeMutablePointer<Int32>.allocate(capacity: 256)
  @exclusivity(unchecked) private var count = 0
  @exclusivity(unchecked) private var nameCapacity = 64
  @exclusivity(unchecked) private var mask = 255
  private let iris = ByteArena()

  init() { slots.update(repeating: -1, count: 256) }

  deinit {
    names.deallocate()
    keys.deallocate()
    slots.deallocate()
  }

  subscript(number: Int) -> RDFXMLName {
    @inline(__always) get { names[number] }
  }

  /// The IRI of a name, valid until a further name is numbered.
  @inline(__always)
  func iri(_ number: Int) -> ByteView {
    let range = names[number].iri
    return iris.view(Int(range.lowerBound)..<Int(range.upperBound))
  }

  /// The number of a name.
  @inline(__always)
  func number(
    _ local: UnsafePointer<UInt8>?, _ space: UnsafePointer<UInt8>?
  ) -> Int {
    let key = Key(local: local, space: space)
    var place = Self.place(key) & mask
    while slots[place] >= 0 {
      if keys[Int(slots[place])] == key { return Int(slots[place]) }
      place = (place + 1) & mask
    }
    return insert(key)
  }

  private static func place(_ key: Key) -> Int {
    let bits =
      UInt(bitPattern: key.local) &* 0x9E37_79B9_7F4A_7C15
      ^ UInt(bitPattern: key.space) &* 0xD6E8_FEB8_6659_FD93
    return Int(truncatingIfNeeded: bits >> 32)
  }

  private func insert(_ key: Key) -> Int {
    let local = key.local.map { String(cString: $0) } ?? ""
    let space = key.space.map { String(cString: $0) }
    let start = Int32(iris.count)
    iris.append(Array(((space ?? "") + local).utf8))
    var name = RDFXMLName(
      space: .named, role: .ordinary, iri: start..<Int32(iris.count), localName: key.local)
    switch space {
    case nil:
      name.space = .none
      name.role = RDFXMLRole(plainName: local)
    case "http://www.w3.org/XML/1998/namespace":
      name.space = .xml
      name.role = RDFXMLRole(xmlName: local)
    case RDFNames.rdf:
      name.role = RDFXMLRole(rdfName: local)
    default: break
    }
    if count == nameCapacity { growNames() }
    names[count] = name
    keys[count] = key
    count += 1
    if count * 2 > mask {
      slots.deallocate()
      mask = mask * 2 + 1
      slots = .allocate(capacity: mask + 1)
      slots.update(repeating: -1, count: mask + 1)
      for number in 0..<count { place(keys[number], number) }
    } else {
      place(key, count - 1)
    }
    return count - 1
  }

  private func growNames() {
    let larger = UnsafeMutablePointer<RDFXMLName>.allocate(capacity: nameCapacity * 2)
    larger.update(from: names, count: count)
    names.deallocate()
    names = larger
    let largerKeys = UnsafeMutablePointer<Key>.allocate(capacity: nameCapacity * 2)
    largerKeys.update(from: keys, count: count)
    keys.deallocate()
    keys = largerKeys
    nameCapacity *= 2
  }

  private func place(_ key: Key, _ number: Int) {
    var place = Self.place(key) & mask
    while slots[place] >= 0 { place = (place + 1) & mask }
    slots[place] = Int32(number)
  }
}

/// Whether `text` is a name without a colon (XML Namespaces, NCName).
func isNCName(_ text: ByteView) -> Bool {
  guard let start = text.baseAddress, !text.isEmpty else { return false }
  var index = 0
  while index < text.count {
    let byte = text[index]
    if byte < 0x80 {
      guard Characters.name[byte] || byte == UInt8(ascii: ".") else { return false }
      if index == 0 {
        guard isASCIILetter(byte) || byte == UInt8(ascii: "_") else { return false }
      }
      index += 1
    } else {
      guard let (scalar, count) = decodeUTF8(start + index, available: text.count - index),
        index == 0 ? Characters.isNameStart(scalar) : Characters.isNamePart(scalar)
      else { return false }
      index += count
    }
  }
  return true
}
