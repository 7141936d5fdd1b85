// Tags as lines of text: lists read, fates and groups written. It opens no file.
import FormatsFiles

/// A list of tags, one per line, with an optional count after a tabulator.
package enum TagList {
  /// The tag and the count (1 if there is none) of a line; nil for a blank line.
  ///
  /// - Throws: `InputError` for a count that is not a positive number.
  package static func entry(
    _ line: ArraySlice<UInt8>, file: String, number: Int
  ) throws -> (tag: String, count: Int)? {
    let content = line.last == 0x0D ? line.dropLast() : line
    let fields = content.split(separator: 0x09, maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = fields.first, !content.isEmpty else { return nil }
    let tag = String(decoding: first, as: UTF8.self)
    guard fields.count > 1 else { return (tag, 1) }
    let text = String(decoding: fields[1], as: UTF8.self)
    guard let count = Int(text), count > 0, count < 1 << 40 else {
      throw InputError(
        file: file, line: number, problem: "the count of a tag is not a positive number",
        remedy: "Give one tag per line, or a tag, a tabulator and its count")
    }
    return (tag, count)
  }
}

/// Lines of a report.
package enum TagReportText {
  /// The names of the columns.
  package static let header = "tag\tuses\tfate\tlabels\trare labels\n"

  /// `toread 12 personal`: a line with five columns between tabulators; labels
  /// are separated by blanks.
  package static func line(_ fate: TagFate) -> String {
    [
      escaped(fate.raw), "\(fate.uses)", fate.name,
      fate.labels.joined(separator: " "), fate.rareLabels.joined(separator: " "),
    ].joined(separator: "\t") + "\n"
  }

  /// `semantic_web 12 semanticweb semantic-web`: label, uses, and the raw tags.
  ///
  /// Sorted by descending use, then label.
  package static func groups(of mapping: TagMapping) -> [String] {
    var members = [[Int]](repeating: [], count: mapping.groups.forms.count)
    for (tag, groups) in mapping.groupsOfTag.enumerated() {
      for group in groups { members[group].append(tag) }
    }
    let labels = members.indices.map { ExactString(mapping.groups.label($0)) }
    let uses = mapping.groups.uses
    let order = members.indices.filter { !mapping.isRare(group: $0) }
      .sorted { uses[$0] != uses[$1] ? uses[$0] > uses[$1] : labels[$0] < labels[$1] }
    return order.map { group in
      let tags = members[group].sorted {
        let a = mapping.tags[$0]
        let b = mapping.tags[$1]
        return a.uses != b.uses ? a.uses > b.uses : ExactString(a.raw) < ExactString(b.raw)
      }
      return
        ([labels[group].text, "\(uses[group])"]
        + tags.map { escaped(mapping.tags[$0].raw) }).joined(separator: "\t") + "\n"
    }
  }

  /// Tabulators, line ends and backslashes as `\t`, `\n`, `\r`, `\\`.
  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t": result.append(contentsOf: "\\t".unicodeScalars)
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\r": result.append(contentsOf: "\\r".unicodeScalars)
      case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
