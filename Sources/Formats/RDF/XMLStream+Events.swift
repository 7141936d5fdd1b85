// What libxml2 reports, checked against the limits before the handler is called.
import FormatsFiles
import CXML2

extension XMLStream {
  /// An element begins; values of the last `defaulted` attributes are from the DTD.
  func started(_ element: XMLElement, defaulted: Int) {
    untold.count = 0
    attempt {
      depth += 1
      guard depth <= Limits.depth else {
        throw failure("elements are nested more than \(Limits.depth) deep")
      }
      if defaulted > 0 {
        // Values from the DTD multiply like entities.
        for index in (element.attributes.count - defaulted)..<element.attributes.count {
          try count(expansion: element.attributes.value(index).count)
        }
      }
      try handler?._withUnsafeGuaranteedRef {
        try $0.startElement(element)
      }
    }
  }

  /// The innermost element ends.
  func ended() {
    untold.count = 0
    depth -= 1
    attempt { try handler?._withUnsafeGuaranteedRef { try $0.endElement() } }
  }

  /// libxml2 found something wrong.
  func complained(_ error: xmlError) {
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
}

/// Counts what may be attributes in a stream of bytes: an equals sign before a quotation mark.
struct AttributeCount {
  var count = 0
  private var last: UInt8 = 0

  mutating func add(_ bytes: ArraySlice<UInt8>) {
    for byte in bytes {
      if last == UInt8(ascii: "="), byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        count += 1
      }
      last = byte
    }
  }
}
