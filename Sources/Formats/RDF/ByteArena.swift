// Working memory of the readers: bytes that are appended, looked at and given
// back in the order of a stack.

/// A growing block of bytes with stack discipline.
///
/// Terms are kept as ranges, never as pointers, since the block may move.
final class ByteArena {
  @exclusivity(unchecked) private(set) var base: UnsafeMutablePointer<UInt8>
  @exclusivity(unchecked) private(set) var count = 0
  @exclusivity(unchecked) private var capacity: Int

  init(capacity: Int = 1 << 12) {
    self.capacity = capacity
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  @inline(__always)
  func append(_ byte: UInt8) {
    if count == capacity { grow(to: count + 1) }
    base[count] = byte
    count += 1
  }

  @inline(__always)
  func append(_ bytes: UnsafePointer<UInt8>, count length: Int) {
    if count + length > capacity { grow(to: count + length) }
    (base + count).update(from: bytes, count: length)
    count += length
  }

  func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer {
      if let start = $0.baseAddress { append(start, count: $0.count) }
    }
  }

  func append(_ bytes: ByteView) {
    if let start = bytes.baseAddress { append(start, count: bytes.count) }
  }

  /// Copies a range of the arena itself to its end.
  func append(copyOf range: Range<Int>) {
    if count + range.count > capacity { grow(to: count + range.count) }
    (base + count).update(from: base + range.lowerBound, count: range.count)
    count += range.count
  }

  /// Appends the UTF-8 form of a scalar.
  func append(_ scalar: Unicode.Scalar) {
    for byte in UTF8.encode(scalar).unsafelyUnwrapped { append(byte) }
  }

  func append(decimal number: Int) {
    append(Array(String(number).utf8))
  }

  /// Forgets everything from `mark` on.
  @inline(__always)
  func truncate(to mark: Int) { count = mark }

  @inline(__always)
  func view(_ range: Range<Int>) -> ByteView {
    ByteView(start: base + range.lowerBound, count: range.count)
  }

  func bytes(_ range: Range<Int>) -> [UInt8] { Array(view(range)) }

  private func grow(to needed: Int) {
    let size = max(needed, capacity * 2)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
    capacity = size
  }
}

/// A term whose bytes are in a `ByteArena`.
struct ArenaTerm {
  var kind: RDFTermKind = .iri
  var value: Range<Int> = 0..<0
  var language: Range<Int> = 0..<0
  var datatype: Range<Int> = 0..<0

  @inline(__always)
  func view(in arena: ByteArena) -> RDFTerm {
    RDFTerm(
      kind, arena.view(value), language: arena.view(language),
      datatype: arena.view(datatype))
  }
}
