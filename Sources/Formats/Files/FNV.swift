// A hash of text that is the same in every run, unlike Swift's own.

/// The 64-bit FNV-1a hash of the UTF-8 bytes. The chance that any two of a million
/// different texts collide is below one in 10⁷.
@inlinable public func fnv1a(_ text: String) -> UInt64 {
  text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

/// The same hash of bytes.
@inlinable public func fnv1a(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
