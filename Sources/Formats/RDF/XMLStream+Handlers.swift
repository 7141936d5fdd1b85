// The C functions that libxml2 calls while it parses: each finds its stream and passes it on.
import FormatsFiles
import CXML2

extension XMLStream {
  /// The table of libxml2's callbacks.
  static func makeHandlers() -> xmlSAXHandler {
    var sax = xmlSAXHandler()
    sax.initialized = UInt32(XML_SAX2_MAGIC)
    setDeclarations(&sax)
    setEvents(&sax)
    return sax
  }

  /// What the DTD declares, and where its entities are used.
  private static func setDeclarations(_ sax: inout xmlSAXHandler) {
    sax.startDocument = { xmlSAX2StartDocument(xmlStream($0)?.context) }
    sax.internalSubset = { me, name, publicID, systemID in
      xmlSAX2InternalSubset(xmlStream(me)?.context, name, publicID, systemID)
    }
    sax.entityDecl = { me, name, type, publicID, systemID, content in
      guard let stream = xmlStream(me), let name else { return }
      stream.declared(entity: name, type: type, content: byteView(content))
      if stream.failure == nil {
        xmlSAX2EntityDecl(stream.context, name, type, publicID, systemID, content)
      }
    }
    sax.unparsedEntityDecl = { me, name, _, _, _ in
      guard let stream = xmlStream(me), let name else { return }
      stream.declared(
        entity: name, type: Int32(XML_EXTERNAL_GENERAL_UNPARSED_ENTITY.rawValue),
        content: byteView(nil))
    }
    sax.attributeDecl = { me, _, _, _, _, _, values in
      xmlFreeEnumeration(values)
      guard let stream = xmlStream(me) else { return }
      stream.declaredAttributes += 1
      if stream.declaredAttributes > XMLStream.Limits.attributes {
        stream.attempt { throw stream.tooManyAttributes }
      }
    }
    sax.getEntity = { me, name in
      guard let stream = xmlStream(me), let name else { return nil }
      return stream.lookedUp(name)
    }
    sax.getParameterEntity = { _, _ in nil }
    sax.reference = { me, name in
      guard let stream = xmlStream(me), let name else { return }
      stream.attempt {
        throw stream.failure("the entity “\(String(cString: name))” cannot be expanded")
      }
    }
  }

  /// What the document says.
  private static func setEvents(_ sax: inout xmlSAXHandler) {
    sax.startElementNs = { me, local, prefix, space, _, _, count, defaulted, attributes in
      guard let me, let local else { return }
      Unmanaged<XMLStream>.fromOpaque(me)._withUnsafeGuaranteedRef {
        $0.started(
          XMLElement(
            local: local, prefix: prefix, space: space, attributes: XMLAttributes(base: attributes, count: Int(count))),
          defaulted: Int(defaulted))
      }
    }
    sax.endElementNs = { me, _, _, _ in
      guard let me else { return }
      Unmanaged<XMLStream>.fromOpaque(me)._withUnsafeGuaranteedRef { $0.ended() }
    }
    let characters: charactersSAXFunc = { me, text, count in
      guard let me, let text else { return }
      Unmanaged<XMLStream>.fromOpaque(me)._withUnsafeGuaranteedRef { stream in
        stream.attempt {
          try stream.handler?._withUnsafeGuaranteedRef {
            try $0.text(ByteView(start: text, count: Int(count)))
          }
        }
      }
    }
    sax.characters = characters
    sax.ignorableWhitespace = characters
    sax.cdataBlock = characters
    sax.processingInstruction = { me, target, data in
      guard let stream = xmlStream(me) else { return }
      stream.attempt {
        try stream.handler?._withUnsafeGuaranteedRef {
          try $0.instruction(byteView(target), byteView(data))
        }
      }
    }
    sax.serror = { me, error in
      guard let stream = xmlStream(me), let error else { return }
      stream.complained(error.pointee)
    }
  }

  static let comment: commentSAXFunc = { me, text in
    guard let stream = xmlStream(me) else { return }
    stream.attempt {
      try stream.handler?._withUnsafeGuaranteedRef { try $0.comment(byteView(text)) }
    }
  }
}

/// The stream that a C callback was registered for.
private func xmlStream(_ pointer: UnsafeMutableRawPointer?) -> XMLStream? {
  pointer.map { Unmanaged<XMLStream>.fromOpaque($0).takeUnretainedValue() }
}

/// The bytes of a C string.
private func byteView(_ text: UnsafePointer<xmlChar>?) -> ByteView {
  guard let text else { return ByteView(start: nil, count: 0) }
  return ByteView(start: text, count: Int(xmlStrlen(text)))
}
