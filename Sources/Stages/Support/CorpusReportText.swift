// What a user reads about a corpus that was read.
import Formats

extension CorpusReport {
  /// Counts of what was left out, without the rejections.
  public var remarks: [String] {
    var lines = notes
    func add(_ count: Int, _ text: String) {
      if count > 0 { lines.append("\(count) \(text)") }
    }
    add(untagged, "documents have no tags")
    add(merged, "records were merged with another one of the same content")
    add(passedOver, "records were passed over: without tags or of another kind")
    add(otherLanguage, "records are in another language")
    add(repaired, "records have damaged characters, for which U+FFFD stands")
    add(strayTags, "tag assignments belong to no record")
    add(rareTags, "tags were left out because too few users gave them")
    add(missingValues, "values are NA, nan, NULL, None or ?, which count as missing")
    if notUTF8 > 0 {
      lines.append(
        "\(notUTF8) records are not valid UTF-8; read the file with --encoding windows-1252, or "
          + "the encoding that it has")
    }
    if emptyTags + repeatedTags > 0 {
      lines.append("left out \(emptyTags) empty and \(repeatedTags) repeated tags")
    }
    return lines
  }

  /// The first rejections, a line each, under a line with their number.
  public var rejectionLines: [String] {
    guard rejected > 0 else { return [] }
    var lines = ["left out \(rejected) records that cannot be used"]
    lines += rejections.map { "  \($0.sentence)" }
    if rejected > rejections.count { lines.append("  and \(rejected - rejections.count) more") }
    return lines
  }
}

/// A file with every rejection of a corpus, a line each.
public final class RejectionsFile {
  private let file: AtomicFile
  private var pending: [UInt8] = []

  /// - Throws: `InputError` as `AtomicFile`.
  public init(path: String) throws { file = try AtomicFile(path: path) }

  public func write(_ rejection: Rejection) throws {
    pending.append(contentsOf: "\(rejection.sentence)\n".utf8)
    if pending.count > 1 << 16 { try flush() }
  }

  /// Gives the file its name.
  public func finish() throws {
    try flush()
    try file.commit()
  }

  private func flush() throws {
    try pending.withUnsafeBytes { try file.write($0) }
    pending.removeAll(keepingCapacity: true)
  }
}
