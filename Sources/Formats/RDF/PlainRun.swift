// How far a run of characters goes that are written as they are, eight bytes at a time:
// what most of an IRI or a literal is. The run may end earlier than it must; the
// caller finds out what ends it. (For reading, where the end of the run is looked for in the
// same pass, a table of bytes is as fast.)
//
// The tests of eight bytes in one word are those of Anderson's "Bit Twiddling Hacks".
// (Swift 6.2 takes SIMD masks apart byte by byte, which is fifty times slower.)

enum PlainRun {
  /// The number of bytes at `start`, a multiple of 8 and at most `limit`, in which there is
  /// no character that ends an IRI, may not be in one, or is beyond ASCII.
  @inline(__always)
  static func iri(_ start: UnsafePointer<UInt8>, limit: Int) -> Int {
    length(start, limit) { bytes in
      // `<` and `>` differ in one bit, and so do `\` and `^`; `{`, `|` and `}` are above `z`.
      let folded = bytes | each(0x02)
      return below(0x21, bytes) | above(0x7A, bytes) | zero(folded ^ each(0x3E))
        | zero(folded ^ each(0x5E)) | zero(bytes ^ each(0x22)) | zero(bytes ^ each(0x60))
    }
  }

  /// The number of bytes at `start`, a multiple of 8 and at most `limit`, in which there is
  /// no quotation mark, backslash or control character.
  @inline(__always)
  static func literal(_ start: UnsafePointer<UInt8>, limit: Int) -> Int {
    length(start, limit) { below(0x20, $0) | zero($0 ^ each(0x22)) | zero($0 ^ each(0x5C)) }
  }

  /// `ends` has the highest bit of a byte set where the run ends in these eight.
  @inline(__always)
  private static func length(
    _ start: UnsafePointer<UInt8>, _ limit: Int, ends: (UInt64) -> UInt64
  ) -> Int {
    var count = 0
    while count + 8 <= limit {
      let bytes = UnsafeRawPointer(start + count).loadUnaligned(as: UInt64.self)
      if ends(bytes) & each(0x80) != 0 { break }
      count += 8
    }
    return count
  }

  @inline(__always)
  private static func each(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }

  /// Whether a byte is 0.
  @inline(__always)
  private static func zero(_ bytes: UInt64) -> UInt64 { (bytes &- each(1)) & ~bytes }

  /// Whether a byte is less than `bound`, which is at most 0x80.
  @inline(__always)
  private static func below(_ bound: UInt64, _ bytes: UInt64) -> UInt64 {
    (bytes &- each(bound)) & ~bytes
  }

  /// Whether a byte is greater than `bound`, which is below 0x80, or beyond ASCII.
  @inline(__always)
  private static func above(_ bound: UInt64, _ bytes: UInt64) -> UInt64 {
    // A carry into the next byte comes only from a byte beyond ASCII.
    (bytes &+ each(0x7F - bound)) | bytes
  }
}
