// Joins words that were hyphenated at the end of a line.
import FormatsFiles

/// `bytes` without hyphens that are there only because a line ended:
/// `anno-⏎tation` gives `annotation`.
///
/// A hyphen stays if it belongs to the word: after a part that has another
/// hyphen (`state-of-⏎the-art`), after a single letter (`e-⏎mail`), and before
/// anything but a lower-case letter (`Smith-⏎Jones`). A soft hyphen goes in
/// any case.
func withoutLineHyphens(_ bytes: [UInt8]) -> [UInt8] {
  guard let first = firstLineHyphen(in: bytes, from: 0) else { return bytes }
  var joined: [UInt8] = []
  joined.reserveCapacity(bytes.count)
  var copied = 0
  var next: (hyphen: Range<Int>, end: Int)? = first
  while let found = next {
    if isPrinters(found, in: bytes) {
      joined.append(contentsOf: bytes[copied..<found.hyphen.lowerBound])
      copied = found.end
    }
    next = firstLineHyphen(in: bytes, from: found.end)
  }
  joined.append(contentsOf: bytes[copied...])
  return joined
}

/// The next hyphen before a line's end, and where the next line's text begins.
private func firstLineHyphen(
  in bytes: [UInt8], from start: Int
) -> (hyphen: Range<Int>, end: Int)? {
  var place = start
  while let newline = bytes[place...].firstIndex(of: 0x0A) {
    place = newline + 1
    var before = newline
    while before > start, bytes[before - 1] == 0x20 || bytes[before - 1] == 0x0D { before -= 1 }
    guard before > start else { continue }
    let hyphen: Range<Int>
    if bytes[before - 1] == UInt8(ascii: "-") {
      hyphen = (before - 1)..<before
    } else if before > start + 1, bytes[before - 1] == 0xAD, bytes[before - 2] == 0xC2 {
      hyphen = (before - 2)..<before
    } else {
      continue
    }
    var end = newline + 1
    while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
    return (hyphen, end)
  }
  return nil
}

private func isPrinters(_ found: (hyphen: Range<Int>, end: Int), in bytes: [UInt8]) -> Bool {
  guard found.end < bytes.count, found.hyphen.lowerBound > 0 else { return false }
  let isLower = bytes.withUnsafeBufferPointer {
    CharacterClass(scalar(in: $0, at: found.end).scalar) == .lowerLetter
  }
  guard isLower else { return false }
  if found.hyphen.count == 2 { return true }
  var letters = 0
  var place = found.hyphen.lowerBound
  while place > 0, bytes[place - 1] > 0x20 {
    let byte = bytes[place - 1]
    if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") { return false }
    let isLetter = isASCIILetter(byte) || byte >= 0x80
    guard isLetter else { break }
    letters += 1
    place -= 1
  }
  return letters > 1
}
