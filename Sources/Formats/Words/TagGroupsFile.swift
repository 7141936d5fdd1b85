// The tag groups that JMAN's authors published, one group per line.
// It judges nothing.
import FormatsFiles

/// A group of raw tags under the name that its makers gave it.
package struct NamedTagGroup: Equatable, Sendable {
  package var name: String
  /// The raw tags, repeats included, in the order of the file.
  package var tags: [String]

  package init(name: String, tags: [String]) {
    self.name = name
    self.tags = tags
  }
}

/// Reads `[lang] Name: raw  raw  raw 7617 7470 428 …`.
package enum TagGroupsFile {
  /// The groups of the file at `path`, UTF-8 or, if it is not, ISO-8859-1.
  ///
  /// - Throws: `InputError` for a line of another form.
  package static func read(path: String) throws -> [NamedTagGroup] {
    let bytes = try ByteSource(path: path).readAll(limit: 1 << 30)
    let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
    var groups: [NamedTagGroup] = []
    for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      .enumerated()
    {
      let content = line.last == 0x0D ? line.dropLast() : line
      if content.isEmpty { continue }
      let text =
        isUTF8
        ? String(decoding: content, as: UTF8.self)
        : String(String.UnicodeScalarView(content.map { Unicode.Scalar($0) }))
      guard let group = group(text) else {
        throw InputError(
          file: path, line: number + 1, problem: "is not a group of tags",
          remedy: "Give lines of the form [lang] Name: raw  raw  raw 12 11 3")
      }
      groups.append(group)
    }
    return groups
  }

  /// One line; nil if it has another form.
  static func group(_ line: String) -> NamedTagGroup? {
    let scalars = Array(line.unicodeScalars)
    guard scalars.first == "[", let bracket = scalars.firstIndex(of: "]"),
      bracket + 1 < scalars.count, scalars[bracket + 1] == " "
    else { return nil }
    let start = bracket + 2
    guard
      let colon = scalars.indices.first(where: {
        $0 > start && scalars[$0] == ":" && $0 + 1 < scalars.count && scalars[$0 + 1] == " "
      })
    else { return nil }
    var tags: [String] = []
    var piece: [Unicode.Scalar] = []
    var index = colon + 2
    while index < scalars.count {
      if scalars[index] == " " {
        // Two blanks separate tags; a single one ends the last tag, and counts follow.
        guard index + 1 < scalars.count, scalars[index + 1] == " " else { break }
        tags.append(text(piece))
        piece = []
        index += 2
      } else {
        piece.append(scalars[index])
        index += 1
      }
    }
    tags.append(text(piece))
    return NamedTagGroup(
      name: text(scalars[start..<colon]), tags: tags.filter { !$0.isEmpty })
  }

  private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }
}
