// Makes the tags of a JSON record usable as labels: one token each, no repeats.

/// `tag` without white space at its ends and with `_` for each run of white
/// space inside: " machine  learning " gives "machine_learning". Control
/// characters count as white space: no file of lines could hold them.
func labelForm(of tag: String) -> String {
  if tag.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return tag }
  return tag.unicodeScalars
    .split { $0.properties.isWhitespace || $0.properties.generalCategory == .control }
    .map(String.init)
    .joined(separator: "_")
}

/// `tag` as its user knows it: without white space at its ends, and with one blank
/// for each run of it inside.
private func writtenForm(of tag: String) -> String {
  tag.unicodeScalars
    .split { $0.properties.isWhitespace || $0.properties.generalCategory == .control }
    .map(String.init)
    .joined(separator: " ")
}

/// The tags in label form; empty ones and repeats are dropped and counted.
///
/// Tags are told apart by their Unicode scalars, so "é" in composed and in
/// decomposed form are two tags.
func cleanedTags(_ tags: [String], report: inout CorpusReport) -> [String] {
  var cleaned: [String] = []
  var seen: Set<ExactString> = []
  for tag in tags {
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
