// Debian's control syntax (deb822): paragraphs of `Name: value`, values that
// go on in lines with a blank in front. What a field means does not matter here.
import FormatsFiles

/// One paragraph.
struct ControlParagraph {
  /// The 1-based line on which it begins.
  var line: Int
  /// Names in lower case; continuation lines are joined by a line feed.
  var fields: [(name: String, value: [UInt8])] = []

  /// The value of a field as text; damaged bytes become U+FFFD.
  func text(_ name: String) -> String? {
    fields.first { $0.name == name }.map { String(decoding: $0.value, as: UTF8.self) }
  }
}

/// Reads paragraphs one by one.
struct ControlReader {
  private var lines: LineReader
  private let log: CorpusLog
  private let wanted: Set<String>
  private let title: String

  /// - Parameter wanted: the fields to keep, in lower case; a name that ends
  ///   with `-` keeps all that begin with it.
  init(_ source: ByteSource, wanted: Set<String>, limit: Int, log: CorpusLog) {
    lines = LineReader(source, limit: limit)
    title = CorpusFiles.title(source.name)
    self.wanted = wanted
    self.log = log
  }

  /// The next paragraph, or nil at the end. A line that belongs to no paragraph
  /// is reported and skipped.
  ///
  /// - Throws: `InputError` for a damaged stream.
  mutating func next() throws -> ControlParagraph? {
    var paragraph: ControlParagraph?
    var isKept = false
    while let bytes = try lines.nextOfCorpus(log) {
      if isBlank(bytes) {
        if let paragraph { return paragraph }
        continue
      }
      if bytes.first == 0x20 || bytes.first == 0x09 {
        guard paragraph != nil else {
          try log.reject(
            Rejection(
              file: title, line: lines.lineNumber, reason: "goes on with a field that is not there"))
          continue
        }
        if isKept, let last = paragraph?.fields.indices.last {
          paragraph?.fields[last].value.append(0x0A)
          paragraph?.fields[last].value.append(contentsOf: bytes.dropFirst())
        }
        continue
      }
      guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
        try log.reject(
          Rejection(file: title, line: lines.lineNumber, reason: "is not `Name: value`"))
        continue
      }
      if paragraph == nil { paragraph = ControlParagraph(line: lines.lineNumber) }
      let name = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
      isKept =
        wanted.contains(name)
        || wanted.contains { $0.hasSuffix("-") && name.hasPrefix($0) }
      if isKept { paragraph?.fields.append((name, Array(strip(bytes[(colon + 1)...])))) }
    }
    return paragraph
  }
}

/// Debtags in a field or a line: `role::program, works-with::{text, image}`.
enum Debtags {
  static func tags(in list: String) -> [String] {
    var tags: [String] = []
    var prefix = ""
    var rest = Substring(list)
    while !rest.isEmpty {
      let part = rest.prefix { $0 != "," && $0 != "{" && $0 != "}" }
      let sign = rest.dropFirst(part.count).first
      rest = rest.dropFirst(part.count + 1)
      let name = part.trimmed
      switch sign {
      case "{": prefix = name
      default:
        // Place holders that wait for a decision are not tags.
        if !name.isEmpty, !name.hasSuffix("TODO") { tags.append(prefix + name) }
        if sign == "}" { prefix = "" }
      }
    }
    return tags
  }
}
