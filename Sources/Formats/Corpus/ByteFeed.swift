// A stream of bytes taken one at a time, with the line: the basis of the readers
// of nested syntaxes (BibTeX, JSON, CSV, ARFF).
import FormatsFiles

/// Reads bytes with a lookahead of up to 256.
final class ByteFeed {
  let name: String
  /// The line of the next byte, from 1.
  private(set) var line = 1
  private let source: ByteSource
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var position = 0
  private var filled = 0

  /// - Throws: `InputError` as `ByteSource`.
  init(_ source: ByteSource) throws {
    self.source = source
    name = source.name
    try source.skipByteOrderMark()
  }

  /// The next byte without taking it; nil at the end.
  @inline(__always)
  func peek() throws -> UInt8? {
    if position == filled { try fill(1) }
    return position < filled ? buffer[position] : nil
  }

  /// The byte `offset` places ahead; nil beyond the end.
  func peek(_ offset: Int) throws -> UInt8? {
    precondition(offset < 256, "the lookahead is 256 bytes")
    if position + offset >= filled { try fill(offset + 1) }
    return position + offset < filled ? buffer[position + offset] : nil
  }

  /// Takes the next byte; nil at the end.
  @inline(__always)
  func next() throws -> UInt8? {
    if position == filled {
      try fill(1)
      if position == filled { return nil }
    }
    let byte = buffer[position]
    position += 1
    if byte == 0x0A { line += 1 }
    return byte
  }

  func starts(with bytes: [UInt8]) throws -> Bool {
    for (offset, byte) in bytes.enumerated() where try peek(offset) != byte { return false }
    return true
  }

  /// Passes over white space.
  func skipSpace() throws {
    while let byte = try peek(), byte == 0x20 || (0x09...0x0D).contains(byte) { _ = try next() }
  }

  private func fill(_ count: Int) throws {
    if position > 0 {
      let rest = filled - position
      if rest > 0 { for index in 0..<rest { buffer[index] = buffer[position + index] } }
      filled = rest
      position = 0
    }
    while filled < count {
      let room = filled..<buffer.count
      let got = try buffer.withUnsafeMutableBytes {
        try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[room]))
      }
      if got == 0 { return }
      filled += got
    }
  }
}
