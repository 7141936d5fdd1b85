// The content of parseType="Literal" as text: exclusive XML canonicalisation
// with comments (W3C, Exclusive XML Canonicalization 1.0, section 3).

/// Builds canonical XML from the events inside one property element.
struct XMLLiteralWriter {
  /// The text so far.
  let arena = ByteArena()
  /// Prefixes and namespaces that open elements of the output declare.
  private var rendered: [(prefix: [UInt8], space: [UInt8])] = []
  private var open: [(name: [UInt8], renderedBefore: Int)] = []

  /// Whether all elements are closed.
  var isBalanced: Bool { open.isEmpty }

  mutating func reset() {
    arena.truncate(to: 0)
    rendered.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
  }

  mutating func start(_ element: XMLElement) {
    let attributes = element.attributes
    let before = rendered.count
    var used: [(prefix: [UInt8], space: [UInt8])] = [(bytes(element.prefix), bytes(element.space))]
    var items: [(space: [UInt8], local: [UInt8], name: [UInt8], value: ByteView)] = []
    for index in 0..<attributes.count {
      let prefix = bytes(attributes.prefix(index))
      let space = bytes(attributes.space(index))
      if !prefix.isEmpty { used.append((prefix, space)) }
      let local = bytes(attributes.local(index))
      items.append(
        (space, local, qualified(prefix, local), attributes.value(index)))
    }
    let name = qualified(bytes(element.prefix), bytes(element.local))
    arena.append(UInt8(ascii: "<"))
    arena.append(name)
    used.sort { $0.prefix.lexicographicallyPrecedes($1.prefix) }
    for (prefix, space) in used where prefix != Array("xml".utf8) {
      let current = rendered.last { $0.prefix == prefix }?.space
      if current == space || current == nil && prefix.isEmpty && space.isEmpty { continue }
      rendered.append((prefix, space))
      arena.append(Array(prefix.isEmpty ? " xmlns".utf8 : " xmlns:".utf8))
      arena.append(prefix)
      space.withUnsafeBufferPointer { appendAttributeValue($0) }
    }
    items.sort {
      $0.space == $1.space
        ? $0.local.lexicographicallyPrecedes($1.local)
        : $0.space.lexicographicallyPrecedes($1.space)
    }
    for item in items {
      arena.append(UInt8(ascii: " "))
      arena.append(item.name)
      appendAttributeValue(item.value)
    }
    arena.append(UInt8(ascii: ">"))
    open.append((name, before))
  }

  mutating func end() {
    guard let (name, before) = open.popLast() else { return }
    rendered.removeLast(rendered.count - before)
    arena.append(Array("</".utf8))
    arena.append(name)
    arena.append(UInt8(ascii: ">"))
  }

  func text(_ text: ByteView) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "&"): arena.append(Array("&amp;".utf8))
      case UInt8(ascii: "<"): arena.append(Array("&lt;".utf8))
      case UInt8(ascii: ">"): arena.append(Array("&gt;".utf8))
      case 0x0D: arena.append(Array("&#xD;".utf8))
      default: arena.append(byte)
      }
    }
  }

  func comment(_ text: ByteView) {
    arena.append(Array("<!--".utf8))
    arena.append(text)
    arena.append(Array("-->".utf8))
  }

  func instruction(_ target: ByteView, _ data: ByteView) {
    arena.append(Array("<?".utf8))
    arena.append(target)
    if !data.isEmpty {
      arena.append(UInt8(ascii: " "))
      arena.append(data)
    }
    arena.append(Array("?>".utf8))
  }

  private func appendAttributeValue(_ value: ByteView) {
    arena.append(Array("=\"".utf8))
    for byte in value {
      switch byte {
      case UInt8(ascii: "&"): arena.append(Array("&amp;".utf8))
      case UInt8(ascii: "<"): arena.append(Array("&lt;".utf8))
      case UInt8(ascii: "\""): arena.append(Array("&quot;".utf8))
      case 0x09: arena.append(Array("&#x9;".utf8))
      case 0x0A: arena.append(Array("&#xA;".utf8))
      case 0x0D: arena.append(Array("&#xD;".utf8))
      default: arena.append(byte)
      }
    }
    arena.append(UInt8(ascii: "\""))
  }

  private func qualified(_ prefix: [UInt8], _ local: [UInt8]) -> [UInt8] {
    prefix.isEmpty ? local : prefix + [UInt8(ascii: ":")] + local
  }

  private func bytes(_ text: UnsafePointer<UInt8>?) -> [UInt8] {
    text.map { Array(String(cString: $0).utf8) } ?? []
  }
}
