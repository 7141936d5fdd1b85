// Strings compared by their Unicode scalars. Swift's own `==` regards "é" and
// "e" + U+0301 as equal, which would merge two words of a vocabulary.

/// A string whose equality, hash and order are those of its UTF-8 bytes (which
/// is the order of Unicode scalar values, docs/original.md, Data).
public struct ExactString: Hashable, Comparable, Sendable {
  /// The string itself.
  public var text: String

  /// Wraps `text`.
  public init(_ text: String) {
    self.text = text
    self.text.makeContiguousUTF8()
  }

  private func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    // Native strings always offer contiguous storage after `init`.
    text.utf8.withContiguousStorageIfAvailable(body)
      ?? Array(text.utf8).withUnsafeBufferPointer(body)
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.withBytes { x in b.withBytes { y in x.elementsEqual(y) } }
  }

  public static func < (a: Self, b: Self) -> Bool {
    a.withBytes { x in b.withBytes { y in x.lexicographicallyPrecedes(y) } }
  }

  public func hash(into hasher: inout Hasher) {
    withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
