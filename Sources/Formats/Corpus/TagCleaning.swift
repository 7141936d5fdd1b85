// Makes the tags of a record usable as labels: one token each, in one normal
// form, no repeats.
import FormatsFiles
import Foundation

/// `tag` without white space at its ends and with `_` for each run of white
/// space inside: " machine  learning " gives "machine_learning". Control
/// characters count as white space: a file of lines could not hold them. Marks
/// without width are dropped, and the rest is in Unicode's normal form C.
package func labelForm(of tag: String) -> String {
  if tag.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return tag }
  return visible(tag).precomposedStringWithCanonicalMapping.unicodeScalars
    .split(whereSeparator: separates)
    .map(String.init)
    .joined(separator: "_")
}

/// `tag` as its user knows it: without white space at its ends, and with one blank
/// for each run of it inside.
private func writtenForm(of tag: String) -> String {
  tag.unicodeScalars
    .split(whereSeparator: separates)
    .map(String.init)
    .joined(separator: " ")
}

/// Whether `scalar` separates words: white space, or a control character.
private func separates(_ scalar: Unicode.Scalar) -> Bool {
  scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
}

/// The tags in label form; empty ones and repeats are dropped and counted.
///
/// "é" in composed and in decomposed form are one tag.
func cleanedTags(_ tags: [String], report: inout CorpusReport) -> [String] {
  if isVector(tags) {
    let note =
      "lists of 0 and 1 are not tags: give the names of the tags, or a table with a column for each "
      + "(\(parameter: "labelColumns"))"
    if !report.notes.contains(note) { report.notes.append(note) }
    return []
  }
  var cleaned: [String] = []
  var seen: Set<ExactString> = []
  for tag in tags.lazy.map(\.withoutClosedMarkup.resolvingCharacterReferences) {
    let label = labelForm(of: tag)
    if label.utf8.contains(UInt8(ascii: "_")) {
      report.writtenTags[ExactString(label), default: [:]][
        ExactString(writtenForm(of: tag)), default: 0] += 1
    }
    if label.isEmpty {
      report.emptyTags += 1
    } else if !seen.insert(ExactString(label)).inserted {
      report.repeatedTags += 1
    } else {
      cleaned.append(label)
    }
  }
  return cleaned
}

/// Whether tags are what programs compute with: 0 or 1 for each of the tags there are.
private func isVector(_ tags: [String]) -> Bool {
  tags.count > 2 && tags.allSatisfy { ["0", "1", "0.0", "1.0"].contains($0) }
}

/// `tag` without marks that cannot be seen: zero-width spaces, byte-order marks,
/// soft hyphens, marks of direction. Joiners stay between letters, where Persian,
/// Indic scripts and emoji need them.
private func visible(_ tag: String) -> String {
  func isDropped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00AD, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069,
      0xFEFF:
      true
    default: false
    }
  }
  func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x200C || scalar.value == 0x200D
  }
  guard tag.unicodeScalars.contains(where: { isDropped($0) || isJoiner($0) }) else { return tag }
  var scalars = tag.unicodeScalars.filter { !isDropped($0) }[...]
  while let first = scalars.first, isJoiner(first) || separates(first) {
    scalars.removeFirst()
  }
  while let last = scalars.last, isJoiner(last) || separates(last) {
    scalars.removeLast()
  }
  return String(String.UnicodeScalarView(scalars))
}
