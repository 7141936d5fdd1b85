// Brings text into Unicode normal form C, quickly if it already is.
import Foundation

/// `bytes` in normal form C.
///
/// Whole blocks of scalars are known to be in that form in any context; only
/// text with others goes through the full algorithm.
func normalFormC(_ bytes: [UInt8]) -> [UInt8] {
  guard bytes.withUnsafeBufferPointer({ !isInert($0) }) else { return bytes }
  return Array(String(decoding: bytes, as: UTF8.self).precomposedStringWithCanonicalMapping.utf8)
}

private func isInert(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  var index = 0
  while index < bytes.count {
    if bytes[index] < 0xCC {  // below U+0300
      index += 1
      continue
    }
    let (scalar, length) = scalar(in: bytes, at: index)
    guard isInert(scalar.value) else { return false }
    index += length
  }
  return true
}

/// Whether the scalar neither decomposes nor composes with one before it.
private func isInert(_ value: UInt32) -> Bool {
  switch value {
  case 0..<0x300: true
  case 0x388...0x482: true  // Greek without its singletons, Cyrillic
  case 0x2010...0x2027, 0x2030...0x205F, 0x2200...0x2328: true  // punctuation, signs
  case 0x3000...0x3098, 0x309B...0x30FF: true  // CJK punctuation, kana
  case 0x4E00...0x9FFF: true  // ideographs
  case 0xAC00...0xD7A3: true  // Hangul syllables
  case 0xFF00...0xFFEF: true  // full-width forms
  default: false
  }
}
