// What a parse of XML reports, and to whom. Start tags are as libxml2 hands them over: pointers that are valid
// during the callback. The same name has the same address throughout a document, which readers of RDF/XML use.
import FormatsFiles

/// A start tag, or an empty element.
public struct XMLElement {
  let local: UnsafePointer<UInt8>
  let prefix: UnsafePointer<UInt8>?
  let space: UnsafePointer<UInt8>?
  package let attributes: XMLAttributes

  /// The name without a prefix.
  package var name: String { String(cString: local) }
}

/// The attributes of one start tag, five pointers each.
public struct XMLAttributes {
  let base: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  package let count: Int

  @inline(__always) func local(_ index: Int) -> UnsafePointer<UInt8>? { base?[5 * index] }
  @inline(__always) func prefix(_ index: Int) -> UnsafePointer<UInt8>? { base?[5 * index + 1] }
  @inline(__always) func space(_ index: Int) -> UnsafePointer<UInt8>? { base?[5 * index + 2] }
  @inline(__always) package func value(_ index: Int) -> ByteView {
    guard let start = base?[5 * index + 3], let end = base?[5 * index + 4] else {
      return ByteView(start: nil, count: 0)
    }
    return ByteView(start: start, count: end - start)
  }

  /// The name of an attribute, without a prefix.
  package func name(_ index: Int) -> String { local(index).map { String(cString: $0) } ?? "" }

  /// The value of the first attribute of a name without a prefix; nil if there is none.
  package subscript(name: String) -> ByteView? {
    (0..<count).first { self.name($0) == name }.map(value)
  }
}

/// What `XMLStream` reports, in document order.
///
/// It is a class to be overridden, not a protocol: a call through a protocol's value
/// counts references, three times for each element. Only an open class can be overridden in
/// another module, so all parameters of its methods have public types.
open class XMLHandler {
  public init() {}

  /// A start tag, or the start of an empty element.
  open func startElement(_ element: XMLElement) throws {}
  /// The end of the element that started last.
  open func endElement() throws {}
  /// Character data; that of one element may come in several pieces.
  open func text(_ bytes: ByteView) throws {}
  /// The text of a comment.
  open func comment(_ text: ByteView) throws {}
  /// A processing instruction.
  open func instruction(_ target: ByteView, _ data: ByteView) throws {}
}
