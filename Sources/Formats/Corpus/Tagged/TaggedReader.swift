// RIS, nbib, the Web of Science's plain text and EndNote's as a corpus.
import FormatsFiles

/// Yields a document for each record.
final class TaggedReader: RecordReader {
  private let dialect: TaggedDialect
  private var records: TaggedRecords
  private let separator: TagSeparator
  private let file: String?
  private let options: CorpusOptions
  private let log: CorpusLog
  private var uses: [String: Int] = [:]

  init(
    _ source: ByteSource, _ dialect: TaggedDialect, file: String?, options: CorpusOptions,
    log: CorpusLog
  ) throws {
    self.dialect = dialect
    self.file = file
    self.options = options
    self.log = log
    if let wanted = options.columns.separator {
      separator = wanted
    } else if options.wantsTags, dialect != .nbib {
      var again = TaggedRecords(
        try source.again(encoding: options.encoding), dialect, limit: options.longestRecord,
        log: CorpusLog(name: "", isStrict: false))
      var survey = TagSurvey(names: options.columns.names)
      var lists = 0
      var values = 0
      while let record = try again.next() {
        let keywords = record.values(options.columns, dialect)
        for keyword in keywords { survey.add(keyword) }
        if keywords.count > 1 { lists += 1 }
        if !keywords.isEmpty { values += 1 }
      }
      // Keywords in separate fields need no separator; a comma in one of them belongs to it, and
      // a blank in any case.
      let found = survey.separator
      let isOnePerField = found.mark == .blanks || lists * 10 > values && found.mark != .semicolon
      separator = isOnePerField ? TagSeparator(.text("")) : found
      log.note(
        isOnePerField ? "each keyword has a field" : "keywords are separated by \(found.name)")
    } else {
      separator = TagSeparator(.text(""))
    }
    records = TaggedRecords(source, dialect, limit: options.longestRecord, log: log)
  }

  func next() throws -> RawDocument? {
    while let record = try records.next() {
      guard record.isUTF8 else { throw Rejection.notUTF8(file: file, line: record.line) }
      var tags: [String] = []
      if options.wantsTags {
        let values = record.values(options.columns, dialect)
        for value in values {
          if values.count == 1, MissingValue.isNoTags(value) {
            log.report.missingValues += 1
            continue
          }
          let parts = separator.mark == .text("") ? [value] : separator.tags(in: value)
          tags += dialect == .nbib ? parts.map(Self.heading) : parts
        }
      }
      let cleaned = cleanedTags(tags, report: &log.report)
      if cleaned.isEmpty, options.requiresTags {
        log.report.passedOver += 1
        continue
      }
      return RawDocument(
        id: id(record), line: record.line, file: file,
        title: .running(record.first(dialect.tags(of: .title))),
        content: .running(record.paragraphs(dialect.tags(of: .text))), tags: cleaned)
    }
    return nil
  }

  /// Exports of several lists repeat ids.
  private func id(_ record: TaggedRecord) -> String {
    var id = record.first(dialect.tags(of: .id))
    if id.isEmpty { id = log.placeID(file: file, number: record.line, isAmongNamed: true) }
    let count = uses[id, default: 0] + 1
    uses[id] = count
    return count == 1 ? id : "\(id)#\(count)"
  }

  /// A MeSH heading without its qualifiers: `*Neoplasms/genetics` → `Neoplasms`.
  private static func heading(_ value: String) -> String {
    let text = value.hasPrefix("*") ? value.dropFirst() : value[...]
    return text.split(separator: "/").first.map { String($0) } ?? String(text)
  }
}

/// A record as it is written.
struct TaggedRecord {
  var line: Int
  var isUTF8 = true
  /// Values in their order, with the lines that go on with them.
  var fields: [(tag: String, value: String)] = []

  /// The value of the first of `tags` that is there.
  func first(_ tags: [String]) -> String {
    for tag in tags {
      if let field = fields.first(where: { $0.tag == tag && !$0.value.isEmpty }) {
        return field.value
      }
    }
    return ""
  }

  /// All values of the first of `tags` that is there, each once, a paragraph each: exports have a
  /// field for each section of an abstract. Of notes, which are not one text, the first counts.
  func paragraphs(_ tags: [String]) -> String {
    for tag in tags {
      let values = fields.filter { $0.tag == tag && !$0.value.isEmpty }.map(\.value)
      guard let first = values.first else { continue }
      if TaggedDialect.noteTags.contains(tag) { return first }
      var seen: Set<String> = []
      return values.filter { seen.insert($0).inserted }.joined(separator: "\n\n")
    }
    return ""
  }

  /// Everything that holds keywords: for the Web of Science the authors', and only
  /// without them the index's; for PubMed both kinds.
  func values(_ columns: TableColumns, _ dialect: TaggedDialect) -> [String] {
    let wanted = columns.tags.isEmpty ? dialect.tags(of: .tags) : columns.tags
    if dialect == .nbib || !columns.tags.isEmpty {
      return fields.filter { wanted.contains($0.tag) && !$0.value.isEmpty }.map(\.value)
    }
    for tag in wanted {
      let values = fields.filter { $0.tag == tag && !$0.value.isEmpty }.map(\.value)
      if !values.isEmpty { return values }
    }
    return []
  }
}

/// Cuts a stream into records.
struct TaggedRecords {
  private var lines: LineReader
  private let dialect: TaggedDialect
  private let log: CorpusLog
  private let limit: Int
  private var pending: TaggedRecord?

  init(_ source: ByteSource, _ dialect: TaggedDialect, limit: Int, log: CorpusLog) {
    lines = LineReader(source, limit: limit)
    self.dialect = dialect
    self.limit = limit
    self.log = log
  }

  /// The next record, or nil at the end. Fields before the first record belong
  /// to none.
  ///
  /// - Throws: `InputError` for a damaged stream and a record that is too long.
  mutating func next() throws -> TaggedRecord? {
    var record = pending
    pending = nil
    var size = 0
    while let bytes = try lines.nextOfCorpus(log) {
      size += bytes.count
      guard size <= limit || record == nil else {
        throw InputError(
          file: lines.name, line: record?.line, problem: "the record is longer than \(limit, "byte")",
          remedy: "Check that this is a file of records")
      }
      if isBlank(bytes) {
        log.report.blankLines += 1
        continue
      }
      let text = bytes.last == 0x0D ? bytes.dropLast() : bytes
      let line = String(decoding: text, as: UTF8.self)
      guard let field = dialect.field(line) else {
        go(on: line, in: &record)
        if record != nil, !isASCII(text), String(validating: text, as: UTF8.self) == nil {
          record?.isUTF8 = false
        }
        continue
      }
      if dialect.isFrame(field.tag) { continue }
      if dialect.begins(field.tag) {
        let new = TaggedRecord(line: lines.lineNumber, fields: [field])
        if let record {
          pending = new
          return record
        }
        record = new
        size = 0
        continue
      }
      if dialect.ends(field.tag) {
        if let record { return record }
        continue
      }
      guard record != nil else { continue }
      record?.fields.append(field)
      if !isASCII(text), String(validating: text, as: UTF8.self) == nil { record?.isUTF8 = false }
    }
    return record
  }

  private func isASCII(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy { $0 < 0x80 } }

  private func go(on line: String, in record: inout TaggedRecord?) {
    guard let last = record?.fields.last else { return }
    let isKeyword = dialect.tags(of: .tags).contains(last.tag)
    if isKeyword, dialect.hasLineKeywords {
      record?.fields.append((last.tag, line.trimmed))
    } else {
      let place = (record?.fields.count ?? 1) - 1
      record?.fields[place].value += " " + line.trimmed
    }
  }
}
