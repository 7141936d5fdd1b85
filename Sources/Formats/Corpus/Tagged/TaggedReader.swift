// RIS, nbib, the Web of Science's plain text and EndNote's as a corpus.
import FormatsFiles

/// Yields a document for each record.
final class TaggedReader: RecordReader {
  private let dialect: TaggedDialect
  private var records: TaggedRecords
  private let separator: TagSeparator
  /// The tags of lines with keywords, of which the first that a record has are taken.
  private let tagFields: [String]
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
    var tagFields = options.columns.tags.isEmpty ? dialect.tags(of: .tags) : options.columns.tags
    if options.wantsTags, dialect != .nbib, options.columns.separator == nil || dialect == .webOfScience {
      var again = TaggedRecords(
        try source.again(encoding: options.encoding), dialect, limit: options.longestRecord,
        log: CorpusLog(name: "", isStrict: false))
      var survey = TagSurvey(names: options.columns.names)
      var lists = 0
      var values = 0
      /// Records that have a field of the first kind.
      var first = 0
      while let record = try again.next() {
        let keywords = record.values(tagFields, dialect, ofAll: !options.columns.tags.isEmpty)
        for keyword in keywords { survey.add(keyword.value) }
        if keywords.count > 1 { lists += 1 }
        if !keywords.isEmpty { values += 1 }
        if keywords.first?.tag == tagFields.first { first += 1 }
      }
      if dialect == .webOfScience, options.columns.tags.isEmpty, first < values {
        // The index's keywords are of another kind than the authors'; one kind is taken from all records.
        let isOfAuthors = first * 2 >= values
        tagFields = isOfAuthors ? ["DE"] : ["ID"]
        log.note(
          "\(isOfAuthors ? "DE" : "ID") is taken from all records; \(values - first, "record") with keywords of the "
            + "index (ID) without those of authors (DE) (\(parameter: "tagsColumn"))")
      }
      // Keywords in separate fields need no separator; a comma in one of them belongs to it, and
      // a blank in any case.
      let found = survey.separator
      let isOnePerField = found.mark == .blanks || lists * 10 > values && found.mark != .semicolon
      separator = options.columns.separator ?? (isOnePerField ? TagSeparator(.text("")) : found)
      if options.columns.separator == nil {
        log.note(
          isOnePerField ? "each keyword has a field" : "keywords are separated by \(found.name)")
      }
    } else {
      separator = options.columns.separator ?? TagSeparator(.text(""))
    }
    self.tagFields = tagFields
    records = TaggedRecords(source, dialect, limit: options.longestRecord, log: log)
  }

  func next() throws -> RawDocument? {
    while let record = try records.next() {
      guard record.isUTF8 else { throw Rejection.notUTF8(file: file, line: record.line) }
      var tags: [String] = []
      if options.wantsTags {
        let values = record.values(tagFields, dialect, ofAll: !options.columns.tags.isEmpty)
        for (tag, value) in values {
          if values.count == 1, MissingValue.isNoTags(value) {
            log.report.missingValues += 1
            continue
          }
          let parts = separator.mark == .text("") ? [value] : separator.tags(in: value)
          tags += parts.map { dialect.keyword($0.trimmed, in: tag) }
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

  /// The fields with keywords: those of the first of `wanted` that is there, or of all.
  ///
  /// - Parameter ofAll: as for the user's own choice; PubMed's are always of all.
  func values(_ wanted: [String], _ dialect: TaggedDialect, ofAll: Bool) -> [(tag: String, value: String)] {
    let found = fields.filter { wanted.contains($0.tag) && !$0.value.isEmpty }
    if dialect == .nbib || ofAll { return found }
    let first = wanted.first { tag in found.contains { $0.tag == tag } }
    return found.filter { $0.tag == first }
  }
}

/// Cuts a stream into records.
struct TaggedRecords {
  private var lines: LineReader
  private let dialect: TaggedDialect
  private let log: CorpusLog
  private let limit: Int
  private var pending: TaggedRecord?
  /// Whether records begin as `begins` says, or nil before the first; else blank lines separate them.
  private var hasBeginnings: Bool?
  /// Whether two blanks stand before the hyphen of RIS, as they should.
  private var isWide = false

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
        if hasBeginnings == false, let record { return record }
        continue
      }
      let text = bytes.last == 0x0D ? bytes.dropLast() : bytes
      let line = String(decoding: text, as: UTF8.self)
      guard let field = dialect.field(line), !isWide || !isText(line, field.tag) else {
        go(on: line, in: &record)
        if record != nil, !isASCII(text), String(validating: text, as: UTF8.self) == nil {
          record?.isUTF8 = false
        }
        continue
      }
      if dialect.isFrame(field.tag) { continue }
      if hasBeginnings == nil {
        hasBeginnings = dialect != .endNote || dialect.begins(field.tag)
        isWide = dialect == .ris && !Self.isNarrow(line)
      }
      if dialect.begins(field.tag) || hasBeginnings == false && record == nil {
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

  /// Whether a line of RIS has one blank before its hyphen and no tag that RIS has: where others have two
  /// blanks, it goes on with a text.
  private func isText(_ line: String, _ tag: String) -> Bool { Self.isNarrow(line) && !Self.tagsOfRIS.contains(tag) }

  private static func isNarrow(_ line: String) -> Bool {
    let bytes = line.utf8.drop { $0 == 0x20 }.dropFirst(2).prefix(2)
    return bytes.elementsEqual(" -".utf8)
  }

  private static let tagsOfRIS = Set(
    """
    TY TI T1 T2 T3 AU A1 A2 A3 A4 AB N1 N2 KW PY Y1 Y2 DA JO JF JA J1 J2 VL IS SP EP SN UR DO DI ID ER M1 M2 M3 CY PP
    PB LA DB DP AN AD L1 L2 L3 L4 CN C1 C2 C3 C4 C5 C6 C7 C8 CA CT BT ST SE SV RN RP RI RT OP ET ED NV TA TT U1 U2 U3
    AV LB CR OL
    """.split(whereSeparator: \.isWhitespace).map(String.init))

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
