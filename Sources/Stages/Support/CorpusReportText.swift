// What a user reads about a corpus that was read.
import Formats
import FormatsFiles

extension CorpusReport {
  /// Counts of what was left out, without the rejections.
  package var remarks: [String] {
    var lines = notes
    func add(_ count: Int, _ noun: String, _ one: String, _ several: String, _ text: String) {
      if count > 0 { lines.append("\(count, noun) \(count == 1 ? one : several) \(text)") }
    }
    add(untagged, "document", "has", "have", "no tags")
    add(merged, "record", "was", "were", "merged with another one of the same content")
    add(passedOver, "record", "was", "were", "skipped: without tags or of another kind")
    add(otherLanguage, "record", "is", "are", "in another language")
    add(repaired, "record", "has", "have", "damaged characters, replaced by U+FFFD")
    add(strayTags, "tag assignment", "belongs", "belong", "to no record")
    add(rareTags, "tag", "was", "were", "left out because too few users gave them")
    add(joinedRows, "row", "was", "were", "joined to documents of the same id")
    add(missingValues, "value", "is", "are", "NA, nan, NULL, None or ?, which count as missing")
    if notUTF8 > 0 {
      lines.append(
        "not valid UTF-8: \(notUTF8, "record"); read the file with --encoding windows-1252, or "
          + "the encoding that it has")
    }
    if emptyTags + repeatedTags > 0 {
      lines.append("left out \(emptyTags) empty and \(repeatedTags) repeated tags")
    }
    return lines
  }

  /// The first rejections, one line each, under a line with their number.
  package var rejectionLines: [String] {
    guard rejected > 0 else { return [] }
    var lines = ["left out \(rejected, "record") that cannot be used"]
    lines += rejections.map { "  \($0.sentence)" }
    if rejected > rejections.count { lines.append("  and \(rejected - rejections.count) more") }
    return lines
  }
}

/// A file with every rejection of a corpus, one line each.
package final class RejectionsFile {
  private let file: AtomicFile
  private var pending: [UInt8] = []

  /// - Throws: `InputError` as `AtomicFile`.
  package init(path: String) throws { file = try AtomicFile(path: path) }

  package func write(_ rejection: Rejection) throws {
    pending.append(contentsOf: "\(rejection.sentence)\n".utf8)
    if pending.count > 1 << 16 { try flush() }
  }

  /// Gives the file its name.
  package func finish() throws {
    try flush()
    try file.commit()
  }

  private func flush() throws {
    try pending.withUnsafeBytes { try file.write($0) }
    pending.removeAll(keepingCapacity: true)
  }
}
