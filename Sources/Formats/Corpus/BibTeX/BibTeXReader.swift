// BibTeX as a corpus: title, abstract and keywords of each entry.
import FormatsFiles

/// Yields a document for each entry. Entries without keywords are skipped
/// if documents must have tags: a reference list has many of them.
final class BibTeXReader: RecordReader {
  private let open: () throws -> (BibTeXScanner, TagSeparator)
  private var scanner: BibTeXScanner?
  /// What separates keywords, in the whole file.
  private var separator = TagSeparator(.blanks)
  private let file: String?
  private let options: CorpusOptions
  private let log: CorpusLog
  private var lines = 0
  private var keys: [String: Int] = [:]
  /// The fields with keywords; the first group of which an entry has any is taken.
  private let tagFields: [[String]]

  init(_ source: ByteSource, file: String?, options: CorpusOptions, log: CorpusLog) {
    let tagFields =
      options.columns.tags.isEmpty ? BibTeXFields.tagFields : [options.columns.tags.map { $0.lowercased() }]
    self.tagFields = tagFields
    open = {
      var separator = options.columns.separator ?? TagSeparator(.blanks)
      if options.columns.separator == nil, options.wantsTags {
        separator = try BibTeXSurvey.separator(
          in: try source.again(encoding: options.encoding), fields: tagFields, limit: options.longestRecord,
          names: options.columns.names)
        log.note("keywords are separated by \(separator.name)")
      }
      return (try BibTeXScanner(source, limit: options.longestRecord), separator)
    }
    self.file = file
    self.options = options
    self.log = log
  }

  func next() throws -> RawDocument? {
    let scanner: BibTeXScanner
    if let opened = self.scanner {
      scanner = opened
    } else {
      (scanner, separator) = try open()
      self.scanner = scanner
    }
    defer {
      log.report.lines += scanner.line - 1 - lines
      lines = scanner.line - 1
    }
    do {
      while let entry = try scanner.next() {
        if let document = try document(entry) { return document }
      }
      return nil
    } catch var rejection as Rejection {
      rejection.file = file
      throw rejection
    }
  }

  private func document(_ entry: BibTeXEntry) throws(Rejection) -> RawDocument? {
    func texts(_ name: String, _ plain: (String) -> String = TeXText.plain) throws(Rejection) -> [String] {
      var texts: [String] = []
      for bytes in entry.values(name) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw Rejection.notUTF8(line: entry.line, field: name)
        }
        let plain = plain(text)
        if !plain.isEmpty, !texts.contains(plain) { texts.append(plain) }
      }
      return texts
    }
    func keywords() throws(Rejection) -> [String] {
      for (place, group) in tagFields.enumerated() {
        var values: [String] = []
        for name in group { values += try texts(name, BibTeXFields.plainKeywords) }
        if values.isEmpty { continue }
        if place > 0 {
          log.note("entries without keywords have those of \(group.map { "`\($0)`" }.joined(separator: ", "))")
        }
        if values.count == 1, MissingValue.isNoTags(values[0]) {
          log.report.missingValues += 1
          continue
        }
        return values.flatMap {
          separator.mark == .blanks
            ? BibTeXFields.keywords(BibTeXFields.unprotected($0))
            : separator.tags(in: $0).map(BibTeXFields.unprotected)
        }
      }
      return []
    }
    let tags = options.wantsTags ? cleanedTags(try keywords(), report: &log.report) : []
    if tags.isEmpty, options.requiresTags {
      log.report.passedOver += 1
      return nil
    }
    return RawDocument(
      id: id(of: entry), line: entry.line, file: file,
      title: .running(try texts("title").first ?? ""),
      content: .running(try texts("abstract").joined(separator: "\n\n")), tags: tags)
  }

  /// The key; if an earlier entry has it, followed by the number of its use:
  /// exports of several lists repeat keys for different works.
  private func id(of entry: BibTeXEntry) -> String {
    let key = entry.key.isEmpty ? "line-\(entry.line)" : entry.key
    let uses = keys[key, default: 0] + 1
    keys[key] = uses
    return uses == 1 ? key : "\(key)#\(uses)"
  }
}

/// What is inside values.
enum BibTeXFields {
  /// Fields with tags, in groups that are taken together: Scopus gives an author's keywords in addition to the index's.
  static let tagFields = [
    ["author_keywords", "author-keywords", "keywords", "keyword"], ["mendeley-tags"], ["tags"],
  ]

  /// The text of keywords, in which commas and semicolons inside braces are kept from separating, as biber
  /// does: `{Diabetes Mellitus, Type 2}, Humans` are two. `unprotected` gives them back.
  static func plainKeywords(_ value: String) -> String {
    // TeX's blank at which no line ends.
    let value = value.contains("://") ? value : value.replacing("~", with: " ")
    guard value.utf8.contains(UInt8(ascii: "{")) else { return TeXText.plain(value) }
    var depth = 0
    var protected = String.UnicodeScalarView()
    let scalars = Array(value.trimmed.unicodeScalars)
    // Braces around the whole value protect nothing.
    var areAround = true
    for (place, scalar) in scalars.enumerated() {
      if scalar == "{" { depth += 1 }
      if scalar == "}" { depth -= 1 }
      if depth == 0, place < scalars.count - 1 { areAround = false }
      protected.append(depth > 0 ? marks.first { $0.mark == scalar }?.other ?? scalar : scalar)
    }
    return TeXText.plain(areAround ? value : String(protected))
  }

  /// A keyword with its own commas and semicolons.
  static func unprotected(_ keyword: String) -> String {
    guard keyword.unicodeScalars.contains(where: { scalar in marks.contains { $0.other == scalar } }) else {
      return keyword
    }
    var scalars = String.UnicodeScalarView()
    for scalar in keyword.unicodeScalars { scalars.append(marks.first { $0.other == scalar }?.mark ?? scalar) }
    return String(scalars)
  }

  /// Marks, and what stands for them in the meantime: scalars for private use.
  private static let marks: [(mark: Unicode.Scalar, other: Unicode.Scalar)] = [
    (",", "\u{10FFF0}"), (";", "\u{10FFF1}"),
  ]

  /// Tags of a value of `keywords` in a file whose keywords are separated by
  /// blanks: a few entries have commas or semicolons all the same. A part of
  /// more than four words shows that blanks separate tags too.
  static func keywords(_ value: String) -> [String] {
    let separators = value.unicodeScalars.contains(";") ? ";" : ","
    let parts = value.unicodeScalars.split { separators.unicodeScalars.contains($0) }
    let words = parts.map { $0.split(whereSeparator: \.properties.isWhitespace) }
    let isList = parts.count > 1 && words.allSatisfy { $0.count <= 4 }
    return isList ? parts.map { String($0) } : words.joined().map { String($0) }
  }

  /// The value in braces or quotes of a field inside `fields`, which is BibTeX
  /// without an entry around it, such as BibSonomy's column `misc`.
  static func value(of name: String, inFields fields: String) -> String? {
    let bytes = Array(fields.utf8)
    var index = 0
    var depth = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x7B { depth += 1 }
      if byte == 0x7D { depth -= 1 }
      let isWordStart = index == 0 || bytes[index - 1] <= 0x20 || bytes[index - 1] == 0x2C
      guard depth == 0, isWordStart,
        bytes[index...].prefix(name.utf8.count).elementsEqual(name.utf8, by: { $0 | 0x20 == $1 })
      else {
        index += 1
        continue
      }
      var place = index + name.utf8.count
      while place < bytes.count, bytes[place] <= 0x20 || bytes[place] == UInt8(ascii: "=") {
        place += 1
      }
      guard place < bytes.count, bytes[place] == 0x7B || bytes[place] == UInt8(ascii: "\"") else {
        index += 1
        continue
      }
      let isQuoted = bytes[place] == UInt8(ascii: "\"")
      let start = place + 1
      var nesting = 0
      place = start
      while place < bytes.count {
        if bytes[place] == 0x7B { nesting += 1 }
        if bytes[place] == 0x7D {
          if nesting == 0, !isQuoted { break }
          nesting -= 1
        }
        if isQuoted, bytes[place] == UInt8(ascii: "\""), nesting <= 0 { break }
        place += 1
      }
      return String(decoding: bytes[start..<place], as: UTF8.self)
    }
    return nil
  }
}
