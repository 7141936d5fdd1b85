// Letters that one byte of UTF-8 holds; other scripts are a matter of CharacterClass.

/// Whether a byte is a letter from A to Z, in any case.
@inlinable
package func isASCIILetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
