// How several tags are put into one cell of a table, so that they can be separated again.

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
}
