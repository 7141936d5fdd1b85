// Entities: the external ones refused, the internal ones measured before they
// are expanded.
import FormatsFiles
import CXML2

extension XMLStream {
  func declared(entity name: UnsafePointer<xmlChar>, type: Int32, content: ByteView) {
    attempt {
      let text = String(cString: name)
      switch UInt32(bitPattern: type) {
      case XML_INTERNAL_GENERAL_ENTITY.rawValue:
        let key = Array(text.utf8)
        if entities[key] == nil { entities[key] = Array(content) }
      case XML_INTERNAL_PARAMETER_ENTITY.rawValue:
        throw failure(
          "the document declares the parameter entity “\(text)”, which is refused",
          remedy: "Remove the declaration from the document")
      default:
        throw failure(
          "the document declares the external entity “\(text)”; external entities are"
            + " never read",
          remedy: "Remove the declaration from the document")
      }
    }
  }

  /// The entity of that name, after its size was taken into account.
  func lookedUp(_ name: UnsafePointer<xmlChar>) -> xmlEntityPtr? {
    guard failure == nil else { return nil }
    if let predefined = xmlGetPredefinedEntity(name) { return predefined }
    let key = Array(String(cString: name).utf8)
    let text = String(decoding: key, as: UTF8.self)
    attempt {
      guard entities[key] != nil else {
        throw failure("the entity “\(text)” is not declared in the document")
      }
      try count(expansion: size(of: key, nesting: 0))
    }
    return failure == nil ? xmlSAX2GetEntity(context, name) : nil
  }

  func count(expansion bytes: Int) throws {
    expanded += bytes
    if expanded > Limits.expansion + Limits.expansionFactor * bytesRead {
      throw failure(
        "the document's entities expand to more than \(expanded, "byte"), too many for its size",
        remedy: "If the file can be trusted, write the entities out")
    }
  }

  /// How many bytes an entity makes when all entities in it are expanded.
  private func size(of name: [UInt8], nesting: Int) throws -> Int {
    if let known = entitySizes[name] { return known }
    let text = String(decoding: name, as: UTF8.self)
    guard nesting < 20 else {
      throw failure("the entity “\(text)” is nested too deep or contains itself")
    }
    guard let content = entities[name] else { return 8 }
    var size = content.count
    var index = 0
    while let start = content[index...].firstIndex(of: UInt8(ascii: "&")) {
      let end = content[start...].firstIndex(of: UInt8(ascii: ";")) ?? content.count
      let inner = Array(content[min(start + 1, end)..<end])
      if inner.first != UInt8(ascii: "#") {
        size += try self.size(of: inner, nesting: nesting + 1)
      }
      guard size <= Limits.entity else {
        throw failure(
          "the entity “\(text)” expands to more than \(Limits.entity, "byte")",
          remedy: "If the file can be trusted, write the entity out")
      }
      index = min(end + 1, content.count)
    }
    guard size <= Limits.entity else {
      throw failure(
        "the entity “\(text)” expands to more than \(Limits.entity, "byte")",
        remedy: "If the file can be trusted, write the entity out")
    }
    entitySizes[name] = size
    return size
  }
}
