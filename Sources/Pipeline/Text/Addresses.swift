// Finds web addresses, e-mail addresses and DOIs, which say nothing about the
// subject of a text.
import FormatsFiles

/// The first address in `chunk` (text without white space), if there is one.
///
/// A web address and a DOI reach to the end of the chunk, except for punctuation
/// that belongs to the sentence.
func addressRange(
  in bytes: UnsafeBufferPointer<UInt8>, _ chunk: Range<Int>
) -> Range<Int>? {
  for index in chunk {
    switch bytes[index] {
    case UInt8(ascii: ":"):
      if let start = schemeStart(before: index, in: bytes, chunk) {
        return start..<addressEnd(in: bytes, from: index, chunk)
      }
    case UInt8(ascii: "@"):
      if let range = mailAddress(around: index, in: bytes, chunk) { return range }
    case UInt8(ascii: "w"), UInt8(ascii: "W"):
      if isWebPrefix(bytes, at: index), isAtBoundary(index, in: bytes, chunk) {
        return index..<addressEnd(in: bytes, from: index, chunk)
      }
    case UInt8(ascii: "1"):
      if isDOI(at: index, in: bytes, chunk) {
        return doiStart(before: index, in: bytes, chunk)..<addressEnd(in: bytes, from: index, chunk)
      }
    default: break
    }
  }
  return nil
}

/// Whether `www.` begins at `index`.
func isWebPrefix(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
  index + 4 < bytes.count && bytes[index + 3] == UInt8(ascii: ".") && bytes[index + 4] >= 0x30
    && (0..<3).allSatisfy { bytes[index + $0] | 0x20 == UInt8(ascii: "w") }
}

// MARK: - Web

/// The start of the scheme of an address whose `://` begins at `colon`.
private func schemeStart(
  before colon: Int, in bytes: UnsafeBufferPointer<UInt8>, _ chunk: Range<Int>
) -> Int? {
  guard colon + 3 < chunk.upperBound, bytes[colon + 1] == UInt8(ascii: "/"),
    bytes[colon + 2] == UInt8(ascii: "/")
  else { return nil }
  var start = colon
  while start > chunk.lowerBound, colon - start < 10, isASCIILetter(bytes[start - 1]) {
    start -= 1
  }
  return colon - start >= 2 ? start : nil
}

private func addressEnd(
  in bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ chunk: Range<Int>
) -> Int {
  var end = start
  scan: while end < chunk.upperBound {
    let (next, length) = scalar(in: bytes, at: end)
    switch next {
    case "<", ">", "\"", "|", "\\": break scan
    default: break
    }
    if length > 1 {
      switch CharacterClass(next) {
      case .lowerLetter, .upperLetter, .mark: break
      default: break scan
      }
    }
    end += length
  }
  while end > start, trailingPunctuation.contains(bytes[end - 1]) { end -= 1 }
  return end
}

private let trailingPunctuation = Set(".,;:!?'()[]{}*".utf8)

// MARK: - E-mail

private func mailAddress(
  around at: Int, in bytes: UnsafeBufferPointer<UInt8>, _ chunk: Range<Int>
) -> Range<Int>? {
  var start = at
  while start > chunk.lowerBound, isLocalByte(bytes[start - 1]) { start -= 1 }
  var end = at + 1
  while end < chunk.upperBound, isDomainByte(bytes[end]) { end += 1 }
  while end > at + 1, !isASCIILetter(bytes[end - 1]) { end -= 1 }
  let domain = bytes[(at + 1)..<end]
  guard start < at, let point = domain.lastIndex(of: UInt8(ascii: ".")),
    point > domain.startIndex, end - point > 2
  else { return nil }
  let prefix = Array("mailto:".utf8)
  if start - chunk.lowerBound >= prefix.count,
    bytes[(start - prefix.count)..<start].elementsEqual(prefix)
  {
    start -= prefix.count
  }
  return start..<end
}

private func isLocalByte(_ byte: UInt8) -> Bool {
  isDomainByte(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "+")
    || byte == UInt8(ascii: "%")
}

private func isDomainByte(_ byte: UInt8) -> Bool {
  isASCIILetter(byte) || isASCIIDigit(byte) || byte == UInt8(ascii: "-")
    || byte == UInt8(ascii: ".")
}

// MARK: - DOI

/// Whether `10.`, four to nine digits and a slash begin at `index`.
private func isDOI(
  at index: Int, in bytes: UnsafeBufferPointer<UInt8>, _ chunk: Range<Int>
) -> Bool {
  guard isAtBoundary(index, in: bytes, chunk),
    bytes[index..<chunk.upperBound].starts(with: "10.".utf8)
  else { return false }
  let digits = bytes[(index + 3)..<chunk.upperBound].prefix(while: {
    isASCIIDigit($0)
  })
  return (4...9).contains(digits.count) && digits.endIndex + 1 < chunk.upperBound
    && bytes[digits.endIndex] == UInt8(ascii: "/")
}

/// Takes a `doi:` or `doi.org/` before the number into the address.
private func doiStart(
  before index: Int, in bytes: UnsafeBufferPointer<UInt8>, _ chunk: Range<Int>
) -> Int {
  var start = index
  while start > chunk.lowerBound, index - start < 12, isPrefixByte(bytes[start - 1]) {
    start -= 1
  }
  let prefix = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
  return ["doi:", "doi.org/", "dx.doi.org/", "doi/"].contains(prefix) ? start : index
}

private func isPrefixByte(_ byte: UInt8) -> Bool {
  isASCIILetter(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
    || byte == UInt8(ascii: "/")
}

private func isAtBoundary(
  _ index: Int, in bytes: UnsafeBufferPointer<UInt8>, _ chunk: Range<Int>
) -> Bool {
  guard index > chunk.lowerBound else { return true }
  let before = bytes[index - 1]
  return !isASCIILetter(before) && !isASCIIDigit(before) && before != UInt8(ascii: ".")
}
