// The attributes of start tags: as libxml2 hands them over, and how many a stream holds.
import CXML2

/// The attributes of one start tag, five pointers each.
public struct XMLAttributes {
  var base: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  package var count: Int

  @inline(__always) package func local(_ index: Int) -> UnsafePointer<xmlChar>? { base?[5 * index] }
  @inline(__always) func prefix(_ index: Int) -> UnsafePointer<xmlChar>? { base?[5 * index + 1] }
  @inline(__always) func space(_ index: Int) -> UnsafePointer<xmlChar>? { base?[5 * index + 2] }
  @inline(__always) package func value(_ index: Int) -> ByteView {
    guard let start = base?[5 * index + 3], let end = base?[5 * index + 4] else {
      return ByteView(start: nil, count: 0)
    }
    return ByteView(start: start, count: end - start)
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
