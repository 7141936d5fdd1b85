// libxml2's SAX2 interface, guarded: no network, no external entities, bounded
// depth, names and expansion. It knows XML, and nothing of RDF.
import FormatsFiles
import CXML2

/// What `XMLStream` reports, in document order.
///
/// It is a class to be overridden, not a protocol: a call through a protocol's value
/// counts references, three times for each element. Only an open class can be overridden in
/// another module, so all parameters of its methods have public types.
open class XMLHandler {
  public init() {}

  /// A start tag, or the start of an empty element.
  open func startElement(
    _ local: UnsafePointer<xmlChar>, prefix: UnsafePointer<xmlChar>?,
    space: UnsafePointer<xmlChar>?, attributes: XMLAttributes
  ) throws {}
  /// The end of the element that started last.
  open func endElement() throws {}
  /// Character data; that of one element may come in several pieces.
  open func text(_ bytes: ByteView) throws {}
  /// The text of a comment.
  open func comment(_ text: ByteView) throws {}
  /// A processing instruction.
  open func instruction(_ target: ByteView, _ data: ByteView) throws {}
}

/// A guarded parse of one XML document from a stream.
package final class XMLStream {
  /// The limits that stop hostile documents.
  enum Limits {
    /// Nesting of elements; libxml2's own limit is 256.
    static let depth = 250
    /// Bytes one entity may expand to.
    static let entity = 64 << 10
    /// Bytes that all expansions together may make beyond 100 for each byte
    /// of the document read so far.
    static let expansion = 4 << 20
    static let expansionFactor = 100
    /// Attributes of one start tag: libxml2 compares each with each.
    static let attributes = 20_000
  }

  private let source: ByteSource
  /// Bytes ahead of libxml2, which asks for 4,000 at a time.
  private let ahead = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 1)
  private var aheadStart = 0
  private var aheadEnd = 0
  /// Alive for the length of `parse`.
  @exclusivity(unchecked) fileprivate var handler: Unmanaged<XMLHandler>?
  @exclusivity(unchecked) private(set) var context: xmlParserCtxtPtr?
  @exclusivity(unchecked) private(set) var failure: (any Error)?
  @exclusivity(unchecked) private var depth = 0
  @exclusivity(unchecked) private(set) var bytesRead = 0
  @exclusivity(unchecked) var expanded = 0
  /// Attributes of elements that the internal DTD declares.
  @exclusivity(unchecked) fileprivate var declaredAttributes = 0
  /// The attributes in what the push parser was given since it last reported something.
  private var untold = AttributeCount()
  /// What the internal DTD declares, and how long it is when expanded.
  var entities: [[UInt8]: [UInt8]] = [:]
  var entitySizes: [[UInt8]: Int] = [:]

  package init(_ source: ByteSource) {
    self.source = source
  }

  deinit {
    freeContext()
    ahead.deallocate()
  }

  /// The line and column that the parser has reached.
  package var position: (line: Int, column: Int) {
    guard let context else { return (1, 1) }
    return (
      Int(xmlSAX2GetLineNumber(context)), max(1, Int(xmlSAX2GetColumnNumber(context)))
    )
  }

  /// The line that the parser has reached.
  @inline(__always)
  package var line: Int {
    guard let input = context?.pointee.input else { return 1 }
    return Int(input.pointee.line)
  }

  /// Whether comments are reported, which costs time.
  var tellsComments = false {
    didSet {
      guard tellsComments != oldValue else { return }
      context?.pointee.sax?.pointee.comment = tellsComments ? Self.comment : nil
    }
  }

  private static let comment: commentSAXFunc = { me, text in
    guard let stream = xmlStream(me) else { return }
    stream.attempt {
      try stream.handler?._withUnsafeGuaranteedRef { try $0.comment(byteView(text)) }
    }
  }

  /// An error at the present position.
  package func failure(_ problem: String, remedy: String? = nil) -> InputError {
    let (line, column) = position
    return InputError(
      file: source.name, line: line, column: column, problem: problem, remedy: remedy)
  }

  /// Parses the document to its end and reports it to `handler`.
  ///
  /// - Throws: `InputError` for what is not well-formed or hostile; whatever
  ///   the handler throws.
  package func parse(_ handler: XMLHandler) throws {
    self.handler = Unmanaged.passUnretained(handler)
    defer { self.handler = nil }
    var sax = Self.makeHandlers()
    let me = Unmanaged.passUnretained(self).toOpaque()
    let context = xmlCreateIOParserCtxt(
      &sax, me,
      { stream, buffer, count in
        guard let stream, let buffer else { return -1 }
        return Unmanaged<XMLStream>.fromOpaque(stream).takeUnretainedValue()
          .read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(count)))
      }, nil, me, XML_CHAR_ENCODING_NONE)
    guard let context else {
      if let failure { throw failure }
      throw InputError(file: source.name, problem: "the XML parser could not be started")
    }
    self.context = context
    defer { freeContext() }
    xmlCtxtUseOptions(
      context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue))
    xmlParseDocument(context)
    try checkEnd()
  }

  /// Parses a piece of the document, for handlers that stop in between and do not
  /// keep all of it in memory; false when the end was reached.
  ///
  /// - Throws: `InputError` as `parse`.
  package func parseNext(_ handler: XMLHandler) throws -> Bool {
    self.handler = Unmanaged.passUnretained(handler)
    defer { self.handler = nil }
    if context == nil {
      var sax = Self.makeHandlers()
      context = xmlCreatePushParserCtxt(
        &sax, Unmanaged.passUnretained(self).toOpaque(), nil, 0, nil)
      guard let context else {
        throw InputError(file: source.name, problem: "the XML parser could not be started")
      }
      xmlCtxtUseOptions(
        context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue))
    }
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    let count = try chunk.withUnsafeMutableBytes { try source.read(into: $0) }
    bytesRead += count
    // This parser reads no start tag before its end is there.
    untold.add(chunk[..<count])
    guard untold.count <= Limits.attributes else { throw tooManyAttributes }
    _ = chunk.withUnsafeBytes {
      $0.withMemoryRebound(to: CChar.self) {
        xmlParseChunk(context, $0.baseAddress, Int32(count), count == 0 ? 1 : 0)
      }
    }
    if let failure { throw failure }
    if count > 0 { return true }
    defer { freeContext() }
    try checkEnd()
    return false
  }

  /// Ends the parse if the start tag that is being read has too many attributes. libxml2 would
  /// compare them at its end, and has made room for them by now.
  private func checkAttributes() throws {
    guard let context, Int(context.pointee.maxatts) > 5 * 2 * Limits.attributes else { return }
    throw tooManyAttributes
  }

  fileprivate var tooManyAttributes: InputError {
    failure("an element has more than \(Limits.attributes) attributes")
  }

  private func checkEnd() throws {
    if let failure { throw failure }
    guard context?.pointee.wellFormed != 0 else {
      throw failure("the document is not well-formed XML")
    }
  }

  private func freeContext() {
    guard let context else { return }
    if let document = context.pointee.myDoc { xmlFreeDoc(document) }
    context.pointee.myDoc = nil
    xmlFreeParserCtxt(context)
    self.context = nil
  }

  fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int32 {
    guard failure == nil else { return -1 }
    do {
      try checkAttributes()
      if aheadStart == aheadEnd {
        aheadStart = 0
        aheadEnd = try source.read(into: ahead)
      }
      let count = min(buffer.count, aheadEnd - aheadStart)
      buffer.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: ahead[aheadStart..<(aheadStart + count)]))
      aheadStart += count
      bytesRead += count
      return Int32(count)
    } catch {
      // Stopping libxml2 here would free the buffer that it is filling.
      failure = error
      return -1
    }
  }

  /// Remembers the first error and ends the parse.
  private func stop(_ error: any Error) {
    if failure == nil { failure = error }
    if let context { xmlStopParser(context) }
  }

  func attempt(_ body: () throws -> Void) {
    guard failure == nil else { return }
    do { try body() } catch { stop(error) }
  }

  // MARK: Events

  fileprivate func started(
    _ local: UnsafePointer<xmlChar>, _ prefix: UnsafePointer<xmlChar>?,
    _ space: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes, defaulted: Int
  ) {
    untold.count = 0
    attempt {
      depth += 1
      guard depth <= Limits.depth else {
        throw failure("elements are nested more than \(Limits.depth) deep")
      }
      if defaulted > 0 {
        // Values from the DTD multiply like entities.
        for index in (attributes.count - defaulted)..<attributes.count {
          try count(expansion: attributes.value(index).count)
        }
      }
      try handler?._withUnsafeGuaranteedRef {
        try $0.startElement(local, prefix: prefix, space: space, attributes: attributes)
      }
    }
  }

  fileprivate func ended() {
    untold.count = 0
    depth -= 1
    attempt { try handler?._withUnsafeGuaranteedRef { try $0.endElement() } }
  }

  fileprivate func complained(_ error: xmlError) {
    // A namespace need not be an absolute IRI, nor a language tag registered.
    let harmless = [XML_WAR_NS_URI, XML_WAR_NS_URI_RELATIVE, XML_WAR_LANG_VALUE]
    guard error.level.rawValue >= XML_ERR_ERROR.rawValue, failure == nil,
      !harmless.contains(where: { Int32($0.rawValue) == error.code })
    else { return }
    if error.code == Int32(XML_ERR_ENTITY_LOOP.rawValue) {
      // libxml2 says this of bombs too.
      stop(
        failure(
          "the document's entities contain themselves or expand without end",
          remedy: "If the file can be trusted, write the entities out"))
      return
    }
    let message = error.message.map { String(cString: $0) } ?? "unknown error"
    let problem = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    var located = failure("the XML is not well-formed: \(problem)")
    if error.line > 0 { located.line = Int(error.line) }
    if error.int2 > 0 { located.column = Int(error.int2) }
    stop(located)
  }

  // MARK: The C interface

  private static func makeHandlers() -> xmlSAXHandler {
    var sax = xmlSAXHandler()
    sax.initialized = UInt32(XML_SAX2_MAGIC)
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
    sax.startElementNs = { me, local, prefix, space, _, _, count, defaulted, attributes in
      guard let me, let local else { return }
      Unmanaged<XMLStream>.fromOpaque(me)._withUnsafeGuaranteedRef {
        $0.started(
          local, prefix, space, XMLAttributes(base: attributes, count: Int(count)),
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
    return sax
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
