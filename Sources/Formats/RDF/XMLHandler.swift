// What a parse of XML reports, and to whom.
import FormatsFiles

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
