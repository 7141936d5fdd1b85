// Undoes how a tag was written down: TeX, HTML references, compatibility forms,
// invisible characters. TagReading interprets the signs that
// remain.
import Foundation

/// The scalars of `raw` as a reader sees them.
///
/// - TeX accents become letters (`\"{o}`, `{\'\i}`), other commands lose their
///   backslash (`\_`, `\&`), protecting braces and `$` vanish.
/// - HTML character references are decoded.
/// - Compatibility forms are unified (NFKC): full-width letters, ligatures.
/// - Marks of direction, zero-width characters, soft hyphens and control
///   characters vanish; white space becomes a blank.
func plainNotation(of raw: String) -> [Unicode.Scalar] {
  var scalars = Array(raw.unicodeScalars)
  if scalars.contains("\\") || scalars.contains("{") || scalars.contains("}") {
    scalars = withoutTeX(scalars)
  }
  if scalars.contains("&"), scalars.contains(";") {
    let text = String(String.UnicodeScalarView(scalars))
    scalars = Array(String(decoding: withoutMarkup(Array(text.utf8)), as: UTF8.self).unicodeScalars)
  }
  scalars = scalars.filter { !isInvisible($0) }
  if scalars.contains(where: { $0.value >= 0x80 }) {
    let text = String(String.UnicodeScalarView(scalars))
    scalars = Array(text.precomposedStringWithCompatibilityMapping.unicodeScalars)
  }
  return scalars.map { $0.properties.isWhitespace ? " " : $0 }
}

private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
  if (0x20..<0x7F).contains(scalar.value) || scalar.properties.isWhitespace { return false }
  switch scalar.properties.generalCategory {
  case .format, .control: return true
  default:
    // Variation selectors.
    return (0xFE00...0xFE0F).contains(scalar.value) || (0xE0100...0xE01EF).contains(scalar.value)
  }
}

/// The combining character of each TeX accent.
private let accents: [Unicode.Scalar: Unicode.Scalar] = [
  "\"": "\u{308}", "'": "\u{301}", "`": "\u{300}", "^": "\u{302}", "~": "\u{303}",
]

/// Runs of backslashes count as one: exports escape them several times.
private func withoutTeX(_ source: [Unicode.Scalar]) -> [Unicode.Scalar] {
  var plain: [Unicode.Scalar] = []
  plain.reserveCapacity(source.count)
  var index = 0
  while index < source.count {
    let scalar = source[index]
    if scalar == "{" || scalar == "}" || scalar == "$" {
      index += 1
    } else if scalar == "\\" {
      while index < source.count, source[index] == "\\" { index += 1 }
      guard index < source.count, let accent = accents[source[index]] else { continue }
      // The letter may be in braces and be a dotless \i.
      var letter = index + 1
      while letter < source.count, source[letter] == "{" || source[letter] == "\\" { letter += 1 }
      guard letter < source.count, source[letter].properties.isAlphabetic else {
        index += 1
        continue
      }
      plain.append(source[letter])
      plain.append(accent)
      index = letter + 1
    } else {
      plain.append(scalar)
      index += 1
    }
  }
  return plain
}
