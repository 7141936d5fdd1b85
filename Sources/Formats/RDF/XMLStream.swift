// libxml2's SAX2 interface, guarded: no network, no external entities, bounded
// depth, names and expansion. It knows XML, and nothing of RDF.
import FormatsFiles
import CXML2

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
  @exclusivity(unchecked) var handler: Unmanaged<XMLHandler>?
  @exclusivity(unchecked) private(set) var context: xmlParserCtxtPtr?
  @exclusivity(unchecked) private(set) var failure: (any Error)?
  @exclusivity(unchecked) var depth = 0
  @exclusivity(unchecked) private(set) var bytesRead = 0
  @exclusivity(unchecked) var expanded = 0
  /// Attributes of elements that the internal DTD declares.
  @exclusivity(unchecked) var declaredAttributes = 0
  /// The attributes in what the push parser was given since it last reported something.
  var untold = AttributeCount()
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

  var tooManyAttributes: InputError {
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

  /// Gives libxml2 more of the document: the number of bytes, or -1 to end the parse.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int32 {
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
  func stop(_ error: any Error) {
    if failure == nil { failure = error }
    if let context { xmlStopParser(context) }
  }

  /// Runs a part of a callback, unless the parse has failed.
  func attempt(_ body: () throws -> Void) {
    guard failure == nil else { return }
    do { try body() } catch { stop(error) }
  }
}
