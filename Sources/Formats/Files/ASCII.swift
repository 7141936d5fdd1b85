// Letters and digits that one byte of UTF-8 holds; other scripts are a matter of CharacterClass.

/// Whether a byte is a letter from A to Z, in any case.
@inlinable @inline(__always)
package func isASCIILetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

/// Whether a byte is a digit from 0 to 9.
@inlinable @inline(__always)
package func isASCIIDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

/// The value of a hexadecimal digit in any case; nil for other bytes.
@inlinable @inline(__always)
package func hexadecimalValue(_ byte: UInt8) -> UInt8? {
  if isASCIIDigit(byte) { return byte - 0x30 }
  return (0x61...0x66).contains(byte | 0x20) ? (byte | 0x20) - 0x61 + 10 : nil
}
