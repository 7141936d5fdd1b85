// How several tags are put into one cell of a table, so that they can be separated again.
import FormatsFiles

package enum TagJoin {
  /// What separates tags in a cell: the first of `;`, `|` and a line break that occurs in no
  /// tag, as corpora are read.
  ///
  /// - Parameter tags: all tags that may be put into a cell.
  package static func separator(for tags: [String]) -> String {
    for separator: Unicode.Scalar in [";", "|"]
    where !tags.contains(where: { $0.unicodeScalars.contains(separator) }) {
      return String(separator)
    }
    return "\n"
  }

  /// What the user wants between tags; `tab`, `newline` and `blank` are names, as where corpora are read.
  ///
  /// - Throws: `InputError` if a tag has it in it, so that nobody could take the cell apart.
  package static func separator(named text: String, for tags: [String]) throws -> String {
    let separator =
      switch text {
      case "blank", "blanks", "space": " "
      case "\\t", "tab": "\t"
      case "\\n", "newline": "\n"
      default: text
      }
    if let tag = tags.first(where: { $0.contains(separator) }) {
      throw InputError(
        .parameter("tagSeparator"), problem: "`\(text)` occurs in a tag: \(tag)",
        remedy: "Leave it out, and one that no tag has is taken")
    }
    return separator
  }
}
