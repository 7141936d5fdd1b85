// A start tag as libxml2 hands it over: pointers that are valid during the callback. The same name
// has the same address throughout a document, which readers of RDF/XML use.
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
