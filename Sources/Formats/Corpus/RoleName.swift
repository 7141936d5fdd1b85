// The name of a file, taken apart: what it may be called after, and its ending.

/// What a file's name says: `citeulike-a-raw-data.csv.gz` has the stem
/// `citeulike-a-raw-data` and the ending `csv`.
struct RoleName {
  var stem: String
  /// Without point, in lower case; empty if there is none.
  var ending = ""

  init(_ path: String) {
    var name = path.split(separator: "/").last.map(String.init) ?? path
    for packed in [".gz", ".bz2", ".xz", ".zst", ".lz4"] where name.hasSuffix(packed) {
      name.removeLast(packed.count)
    }
    stem = name
    if let point = name.lastIndex(of: "."), point != name.startIndex {
      let after = name[name.index(after: point)...].lowercased()
      if ["txt", "tsv", "csv", "dat", "sql", "xml", "arff", "bib", "key", "json", "jsonl"].contains(after) {
        stem = String(name[..<point])
        ending = after
      }
    }
  }

  /// What precedes `role` if the stem is it or ends with it; nil if not.
  func prefix(before role: String) -> String? {
    if stem == role { return "" }
    guard stem.hasSuffix(role), let before = stem.dropLast(role.count).last,
      "-_.".contains(before)
    else { return nil }
    return String(stem.dropLast(role.count))
  }
}
